/** Such as `1 target` or `22 targets`. */
export function countOf(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** The name of the project, or an operation such as `macie2:GetMacieSession`. */
const HAS_NO_CAPITAL = /^(?:macie-warden|[a-z0-9-]+:[A-Z])/;

export function capitalize(text: string): string {
  if (HAS_NO_CAPITAL.test(text)) return text;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** The text with a capital and a full stop. */
export function sentence(text: string): string {
  return `${capitalize(text)}${text.endsWith('.') ? '' : '.'}`;
}
