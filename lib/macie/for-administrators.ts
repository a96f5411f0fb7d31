import { withPlainApostrophes } from '../aws/apostrophes.ts';
import type { Failure } from '../core/observation.ts';
import { isOfMacie } from './explain.ts';

const ADMINISTRATOR = '(?:delegated )?(?:Amazon )?(?:Macie )?(?:delegated )?administrator';

/** Such as `you must be the Macie administrator for an organization to perform this operation`. */
const REFUSAL = new RegExp(
  `(?:must be|only) (?:the|an?) ${ADMINISTRATOR}|(?:not|n't) the ${ADMINISTRATOR}|member (?:account )?(?:can't|cannot)`,
  'i',
);

/**
 * Does Macie refuse a call because the account is not the administrator of its organization? That is a fact about the account, where
 * a denial of IAM is a fact about the permissions of the caller: its words win.
 */
export function isForAdministrators({ reason, detail }: Failure): boolean {
  const plainDetail = withPlainApostrophes(detail);
  return isOfMacie({ reason, detail: plainDetail }) && REFUSAL.test(plainDetail);
}
