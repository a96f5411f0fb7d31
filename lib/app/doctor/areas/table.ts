import { ok, unanswered, wrong, type Finding } from '../../../core/doctor/finding.ts';
import type { LeaseFacts, TableFacts } from '../../../core/doctor/facts.ts';
import type { Lookup } from '../../../core/lookup.ts';
import { MINUTE_MS } from '../../../core/time.ts';
import { durationText } from '../../../render/words/age.ts';
import { tableOf, type Basis } from '../basis.ts';
import type { DoctorDeps } from '../deps.ts';

export async function examineTable(basis: Basis, deps: DoctorDeps, signal: AbortSignal): Promise<readonly Finding[]> {
  const name = tableOf(basis);
  const [table, open] = await Promise.all([deps.inspect.table(name, signal), deps.openAccounts(name, signal)]);
  const findings = judgeTable(name, table);
  if (table.kind === 'unknown' || table.value === null) return findings;
  const others = open.kind === 'known' ? open.value : [];
  const leases = await deps.inspect.leases(name, [...new Set([basis.identity.accountId, ...others])], signal);
  return [...findings, ...judgeLeases(leases, deps.now())];
}

const DEPLOY = 'deploy the stack again';

export function judgeTable(name: string, table: Lookup<TableFacts | null>): readonly Finding[] {
  const what = `table ${name}`;
  if (table.kind === 'unknown')
    return [unanswered(what, table.why, 'dynamodb:DescribeTable and dynamodb:DescribeTimeToLive')];
  if (table.value === null) return [wrong(what, 'it does not exist, so that every run reports everything', DEPLOY)];
  const { status, keys, indexes, expiryAttribute } = table.value;
  const problems = [
    ...(status === 'ACTIVE' ? [] : [wrong(what, `its status is ${status}`, 'wait until it is ACTIVE')]),
    ...(keys.join() === 'pk HASH,sk RANGE'
      ? []
      : [
          wrong(
            what,
            `its keys are ${keys.join(', ')}, not pk HASH, sk RANGE`,
            `name the table of the stack, or ${DEPLOY}`,
          ),
        ]),
    ...judgeIndex(what, indexes['open']),
    ...(expiryAttribute === 'expires'
      ? []
      : [wrong(what, 'old runs and events stay in it: the attribute expires ends no items', DEPLOY)]),
  ];
  return problems.length > 0 ? problems : [ok(what, 'its keys, the index open and the end of items are as deployed')];
}

function judgeIndex(what: string, index: TableFacts['indexes'][string] | undefined): readonly Finding[] {
  if (index === undefined || index.keys.join() !== 'open HASH,pk RANGE')
    return [
      wrong(what, 'the index open is missing or has other keys: what is open in other accounts is not found', DEPLOY),
    ];
  return index.status === 'ACTIVE' ? [] : [wrong(what, `the index open is ${index.status}`, 'wait until it is ACTIVE')];
}

// A run renews its lease every 15 s: one that ended longer ago is of a run that died.
const LONG_MS = 15 * MINUTE_MS;

export function judgeLeases(leases: Lookup<readonly LeaseFacts[] | null>, now: Date): readonly Finding[] {
  const what = 'leases';
  if (leases.kind === 'unknown') return [unanswered(what, leases.why, 'dynamodb:GetItem on the table')];
  const held = leases.value ?? [];
  const odd = held.flatMap((lease) => judgeLease(lease, now.getTime()));
  return odd.length > 0 ? odd : [ok(what, held.length === 0 ? 'no account is held' : 'held by runs that are at work')];
}

function judgeLease({ accountId, owner, until }: LeaseFacts, now: number): readonly Finding[] {
  const what = `lease of ${accountId}`;
  if (until - now > LONG_MS)
    return [
      wrong(
        what,
        `the run ${owner} holds it for ${durationText(until - now)} more: its clock is wrong`,
        'nothing: the next run takes it. Find the machine with that clock',
      ),
    ];
  if (now - until > LONG_MS)
    return [
      wrong(
        what,
        `the run ${owner} ended ${durationText(now - until)} ago without giving it back: it has died`,
        'see the log of that run; the next run of the account takes the lease',
      ),
    ];
  return [];
}
