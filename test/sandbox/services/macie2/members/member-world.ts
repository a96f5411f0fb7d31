import { parseWorld } from '../../../../../sandbox/worlds/world.ts';

export const MANAGEMENT = '999900000001';
export const ADMINISTRATOR = '111122223333';
export const MEMBER = '222200000001';
export const PAUSED = '222200000002';
/** Macie is off, on and paused in accounts that were never added. */
export const OFF = '222200000003';
export const ON = '222200000004';
export const ON_HOLD = '222200000005';
export const INVITED = '222200000006';
export const REMOVED = '222200000007';
export const SUSPENDED = '222200000008';
export const ELSEWHERE = '222200000009';
export const OUTSIDE = '555500000001';

export const emailOf = (id: string) => `aws+account-${id}@example.com`;

/** An organization with members of every kind. `more` are further keys of `organization`. */
export function memberWorld(more = '') {
  return parseWorld(
    `
organization:
  managementAccount: "${MANAGEMENT}"
  administrator: { "*": "${ADMINISTRATOR}", eu-west-3: null }
  accounts:
    "${MANAGEMENT}": { email: aws+account-${MANAGEMENT}@example.com }
    "${ADMINISTRATOR}": { optedIn: [af-south-1], sessions: { "*": { findingPublishingFrequency: ONE_HOUR }, us-west-1: null } }
    "${MEMBER}": { sessions: { "*": {} } }
    "${PAUSED}": { sessions: { "*": { status: PAUSED } } }
    "${OFF}": {}
    "${ON}": { membership: null, sessions: { "*": {} } }
    "${ON_HOLD}": { membership: null, sessions: { "*": { status: PAUSED } } }
    "${INVITED}": { membership: { "*": { by: invitation, status: Paused, email: owner@example.com } } }
    "${REMOVED}": { membership: Removed, sessions: { "*": {} } }
    "${SUSPENDED}": { state: SUSPENDED, sessions: { "*": {} } }
    "${ELSEWHERE}": { membership: { "*": { status: Enabled, administrator: "${OUTSIDE}" } } }
${more}
accounts: { "${OUTSIDE}": { sessions: { "*": {} } } }
`,
    'world',
  );
}
