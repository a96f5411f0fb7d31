/** Reads records that may have any shape: a field that is not what it should be is missing, and nothing throws. */

const MAX_TEXT = 256;

/** A user agent can be as long as a request: the text that is stored and shown is cut. */
export function bounded(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT).toWellFormed()}…` : text;
}

/** The value at a path of own fields; undefined where there is none. */
export function valueAt(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key) ? Reflect.get(inner, key) : undefined,
    value,
  );
}

/** The text at a path; null where there is none, or something else. */
export function textAt(value: unknown, ...path: readonly string[]): string | null {
  const found = valueAt(value, ...path);
  return typeof found === 'string' && found.trim() !== '' ? found : null;
}

/** The text at a path if it has this form. */
export function matchAt(pattern: RegExp, value: unknown, ...path: readonly string[]): string | null {
  const found = textAt(value, ...path);
  return found !== null && pattern.test(found) ? found : null;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
