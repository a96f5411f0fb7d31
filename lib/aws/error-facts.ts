/** The facts of a thrown value of any type. Texts are cut: some carry a whole HTML page. */
export interface ErrorFacts {
  readonly name: string;
  readonly message: string;
  /** Of Node.js, such as ECONNRESET. */
  readonly code: string | null;
  /** The host that was called, where the error names it. */
  readonly host: string | null;
  readonly status: number | null;
  /** The service gave no error type: the SDK then says Unknown or UnknownError. */
  readonly isUntyped: boolean;
  /** Not an answer of a service but JavaScript failing over one: a SyntaxError for HTML, a TypeError for an odd timestamp. */
  readonly isOurs: boolean;
  /** The answer has the marks of an HTTP proxy. */
  readonly isOfProxy: boolean;
}

const MAX_MESSAGE = 500;
const MAX_CAUSES = 5;
const UNTYPED = new Set(['', 'Unknown', 'UnknownError']);
const LANGUAGE_ERRORS = new Set(['SyntaxError', 'TypeError', 'RangeError', 'Error', 'AggregateError']);
/** A hint of the SDK for programmers. */
const HINT = /\s*Deserialization error: to see the raw response[^]*?\$response(?: on this object)?\.?/g;
/** Headers that proxies add and no service of AWS does. */
const PROXY_HEADERS = /^(proxy-authenticate|proxy-agent|proxy-connection|proxy-status|x-squid-error|via)$/i;

export function errorFacts(error: unknown): ErrorFacts {
  const name = (text(error, 'name') ?? '').replaceAll(/\s+/g, ' ').slice(0, MAX_MESSAGE);
  const cleaned = (text(error, 'message') ?? primitive(error)).replaceAll(HINT, '').replaceAll(/\s+/g, ' ').trim();
  // The SDK repeats its word for an answer without a type.
  const message = UNTYPED.has(cleaned) ? '' : cleaned;
  const response = field(error, '$response');
  const status = field(field(error, '$metadata'), 'httpStatusCode') ?? field(response, 'statusCode');
  const causes = causesOf(error);
  return {
    name,
    message: message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE).toWellFormed()}…` : message,
    code: firstText(causes, ['code']),
    host: hostIn([...causes, response]),
    status: typeof status === 'number' ? status : null,
    isUntyped: UNTYPED.has(name),
    isOurs: LANGUAGE_ERRORS.has(name),
    isOfProxy: status === 407 || hasProxyHeader(field(response, 'headers')),
  };
}

/** Objects that are no errors may refuse to become text. */
function primitive(value: unknown): string {
  return typeof value === 'string' ? value : `something that is no error but ${value === null ? 'null' : typeof value}`;
}

/** The error and those behind it: a failed connection to several addresses is an AggregateError, and wrappers keep a `cause`. */
function causesOf(error: unknown): readonly unknown[] {
  const causes: unknown[] = [];
  for (let one = error; one !== undefined && one !== null && causes.length < MAX_CAUSES; one = innerOf(one))
    causes.push(one);
  return causes;
}

function innerOf(error: unknown): unknown {
  const errors = field(error, 'errors');
  return Array.isArray(errors) ? errors[0] : field(error, 'cause');
}

function firstText(causes: readonly unknown[], keys: readonly string[]): string | null {
  return causes.flatMap((cause) => keys.flatMap((key) => text(cause, key) || []))[0] ?? null;
}

function hostIn(causes: readonly unknown[]): string | null {
  const host = firstText(causes, ['hostname', 'host', '$host', 'address']);
  return host !== null && /^[\w.:-]{1,255}$/.test(host) ? host : null;
}

function hasProxyHeader(headers: unknown): boolean {
  return (
    typeof headers === 'object' && headers !== null && Object.keys(headers).some((name) => PROXY_HEADERS.test(name))
  );
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function text(value: unknown, key: string): string | null {
  const found = field(value, key);
  return typeof found === 'string' ? found : null;
}
