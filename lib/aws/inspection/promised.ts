/** A field of an answer that its API promises. Without it the answer proves nothing: what this throws, `ask` explains. */
export function promised<T>(value: T | null | undefined, name: string): T {
  if (value !== undefined && value !== null && value !== '') return value;
  throw Object.assign(new TypeError(`the answer has no ${name}`), { $metadata: { httpStatusCode: 200 } });
}
