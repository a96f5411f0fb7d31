/** What can be read off a thrown value, whatever it is. Texts are cut: some carry a whole HTML page. */
export interface ErrorFacts {
  readonly name: string;
  readonly message: string;
  /** Of Node.js, such as ECONNRESET. */
  readonly code: string | null;
  readonly status: number | null;
  /** The service gave no error type: the SDK then says Unknown or UnknownError. */
  readonly isUntyped: boolean;
  /** Not an answer of a service but JavaScript failing over one: a SyntaxError for HTML, a TypeError for an odd timestamp. */
  readonly isOurs: boolean;
}

const MAX_MESSAGE = 500;
const UNTYPED = new Set(['', 'Unknown', 'UnknownError']);
const LANGUAGE_ERRORS = new Set(['SyntaxError', 'TypeError', 'RangeError', 'Error']);

export function errorFacts(error: unknown): ErrorFacts {
  const name = text(error, 'name') ?? '';
  const message = (text(error, 'message') ?? primitive(error)).replaceAll(/\s+/g, ' ').trim();
  const metadata = field(error, '$metadata');
  const status = field(metadata, 'httpStatusCode') ?? field(field(error, '$response'), 'statusCode');
  return {
    name,
    message: message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE)}…` : message,
    code: text(error, 'code') ?? innerCode(error),
    status: typeof status === 'number' ? status : null,
    isUntyped: UNTYPED.has(name),
    isOurs: LANGUAGE_ERRORS.has(name),
  };
}

/** Objects that are no errors may refuse to become text. */
function primitive(value: unknown): string {
  return typeof value === 'string' ? value : `something that is no error but ${value === null ? 'null' : typeof value}`;
}

/** A failed connection to several addresses is an AggregateError, and wrappers keep the original as `cause`. */
function innerCode(error: unknown): string | null {
  const inner = field(error, 'errors');
  return text(Array.isArray(inner) ? inner[0] : field(error, 'cause'), 'code');
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function text(value: unknown, key: string): string | null {
  const found = field(value, key);
  return typeof found === 'string' ? found : null;
}
