import { createHash } from 'node:crypto';

/** Of the text of a policy: it identifies a version. */
export function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
