import type { Target } from '../target.ts';

/** A part of a pattern: a placeholder for something of the target. */
export const PLACEHOLDER = String.raw`\{(?:region|account)\}`;

/** Replaces `{region}` and `{account}` by those of a target. */
export function fillPlaceholders(text: string, { accountId, region }: Target): string {
  return text.replaceAll('{region}', region).replaceAll('{account}', accountId);
}
