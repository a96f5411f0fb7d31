import type { Plan } from '../lib/core/compliance/plan.ts';
import { compareText } from '../lib/core/order.ts';
import { status } from '../lib/core/settings/status.ts';
import { plain } from '../lib/render/words/escape.ts';
import { countOf } from '../lib/render/words/sentence.ts';
import type { CommandLineAws } from './aws.ts';
import { note, type Io } from './io.ts';

type AccessFacts = Awaited<ReturnType<CommandLineAws['describeAccess']>>;

interface AccessContext {
  readonly io: Io;
  readonly aws: CommandLineAws;
  /** Its name in the policy. */
  readonly repairRole: string;
  /** The names of accounts by id, as far as they are known. */
  readonly names: ReadonlyMap<string, string>;
}

/** Shows with which rights and to where the writes of a plan go, and that some of them cost money. */
export async function showAccess(plan: Plan, { io, aws, repairRole, names }: AccessContext): Promise<void> {
  const [first] = plan.writes;
  if (!first) return;
  const facts = await aws.describeAccess(first.target.region, io.cancel);
  const writers = new Set(plan.writes.map(({ target, write }) => write.at ?? target.accountId));
  writers.delete(facts.accountId);
  const others = writers.size > 0 ? `${repairRole}, in ${othersText([...writers], names)}` : null;
  await note(io, describeAccess(facts, { homeRegion: aws.homeRegion, others, name: names.get(facts.accountId) }));
  const switchedOn = plan.writes.filter(({ settings }) => settings.includes(status.id));
  if (switchedOn.length > 0) await note(io, billText(switchedOn));
}

const MAX_NAMES = 3;

/** A few accounts by their names; many are counted. */
function othersText(accountIds: readonly string[], names: AccessContext['names']): string {
  if (accountIds.length > MAX_NAMES) return countOf(accountIds.length, 'other account');
  return accountIds
    .toSorted(compareText)
    .map((id) => namedAccount(id, names.get(id)))
    .join(', ');
}

function namedAccount(accountId: string, name: string | undefined): string {
  return name === undefined ? accountId : `${name} (${accountId})`;
}

interface AccessWords {
  readonly homeRegion: CommandLineAws['homeRegion'];
  readonly others: string | null;
  /** Of the own account, in AWS Organizations. */
  readonly name: string | undefined;
}

function describeAccess(
  { accountId, alias, identity, profile, endpoint }: AccessFacts,
  { homeRegion, others, name }: AccessWords,
): string {
  const rows = [
    ['account', alias === null ? namedAccount(accountId, name) : `${accountId} (${alias})`],
    ['identity', identity],
    ...(others === null ? [] : [['role', others] as const]),
    ['profile', profile ?? 'none named'],
    ['home Region', `${homeRegion.value} (${homeRegion.name})`],
    ['endpoint', endpoint ?? 'not known'],
  ] as const;
  return rows.map(([name, value]) => `${`${name}:`.padEnd(13)}${plain(value)}`).join('\n');
}

// https://aws.amazon.com/macie/pricing/
function billText(switchedOn: Plan['writes']): string {
  const accounts = new Set(switchedOn.map(({ target }) => target.accountId)).size;
  const regions =
    switchedOn.length === 1 ? 'one Region' : countOf(switchedOn.length, accounts > 1 ? 'target' : 'Region');
  const where = accounts > 1 ? `${regions} of ${countOf(accounts, 'account')}` : regions;
  return `Enabling Macie is billed, and so is resuming it: AWS charges for each bucket that it monitors and for what it inspects, after the free trial. It is switched on in ${where}; how much that costs there is not known here.`;
}
