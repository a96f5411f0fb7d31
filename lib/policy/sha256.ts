import { createHash } from 'node:crypto';

/** Of the text of a policy: it tells one version from another. */
export function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
