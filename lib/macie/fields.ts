/** Fields of an answer. The SDK passes on what it got, whatever its types say. */

/** The fields of an object; none of anything else. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** true or false; null for anything else. */
export function flagOf(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

/** The same as text. */
export function flagText(value: unknown): string | null {
  return typeof value === 'boolean' ? String(value) : null;
}

/** No ARN is longer. https://docs.aws.amazon.com/IAM/latest/APIReference/API_Role.html */
const MAX_TEXT = 2048;

/** A value that is no text, or no value for its length, is not shown: its setting is unknown. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' && value.length <= MAX_TEXT ? value : null;
}
