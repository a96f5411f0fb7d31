import type { Notice } from '../../../core/compliance/report.ts';
import type { Lookup } from '../../../core/lookup.ts';
import { compareText } from '../../../core/order.ts';
import type { RegionMembers } from '../region-members.ts';

/** What is odd about the administrators of an organization, each kind once with its Regions. Pure. */
export function administratorNotices(
  found: readonly RegionMembers[],
  delegated: Lookup<readonly string[]>,
): readonly Notice[] {
  const none = found.filter(({ administrator, reading }) => administrator === null && reading.kind === 'members');
  const off = found.filter(({ reading }) => reading.kind === 'off');
  return [
    ...differing(found),
    ...(none.length === 0
      ? []
      : [notice(`no Macie administrator was found in ${regionsOf(none)}${whyNone(delegated)}`)]),
    ...[...Map.groupBy(off, ({ administrator }) => administrator)].map(([administrator, regions]) =>
      notice(
        `Macie is off in the administrator ${administrator ?? ''} in ${regionsOf(regions)}, so its members cannot be listed there: enable it there first`,
      ),
    ),
  ];
}

/** Protection is turned up all the same where nobody may ask for the administrator. */
function whyNone(delegated: Lookup<readonly string[]>): string {
  if (delegated.kind === 'known') return ': designate one there from the management account, the same in every Region';
  return `, and the delegated administrators could not be listed: ${delegated.why.replace(/\.$/, '')}. Allow organizations:ListDelegatedAdministrators; until then an account without Macie is repaired by EnableMacie in the account itself, and does not become a member`;
}

/** AWS asks for the same account in every Region. https://docs.aws.amazon.com/macie/latest/user/accounts-mgmt-ao-notes.html */
function differing(found: readonly RegionMembers[]): readonly Notice[] {
  const byAdministrator = Map.groupBy(
    found.filter(({ administrator, reading }) => administrator !== null && reading.kind !== 'off'),
    ({ administrator }) => administrator,
  );
  if (byAdministrator.size < 2) return [];
  const list = [...byAdministrator]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .map(([administrator, regions]) => `${administrator ?? ''} in ${regionsOf(regions)}`);
  return [notice(`the Macie administrator is not the same account everywhere: ${list.join('; ')}`)];
}

function regionsOf(found: readonly RegionMembers[]): string {
  return found
    .map(({ region }) => region)
    .toSorted(compareText)
    .join(', ');
}

function notice(message: string): Notice {
  return { kind: 'administrator', message };
}
