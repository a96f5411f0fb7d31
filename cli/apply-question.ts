import type { Plan } from '../lib/core/compliance/plan.ts';
import { status } from '../lib/core/settings/status.ts';
import { plain } from '../lib/render/words/escape.ts';
import type { CommandLineAws } from './aws.ts';
import { note, type Io } from './io.ts';

type AccessFacts = Awaited<ReturnType<CommandLineAws['describeAccess']>>;

/** Shows with which rights and to where the writes of a plan go, and that some of them cost money. */
export async function showAccess(plan: Plan, { io, aws }: { io: Io; aws: CommandLineAws }): Promise<void> {
  const [first] = plan.writes;
  if (!first) return;
  const facts = await aws.describeAccess(first.target.region, io.cancel);
  await note(io, describeAccess(facts, aws.homeRegion));
  const switchedOn = plan.writes.filter(({ settings }) => settings.includes(status.id)).length;
  if (switchedOn > 0) await note(io, billText(switchedOn));
}

function describeAccess(
  { accountId, alias, identity, profile, endpoint }: AccessFacts,
  homeRegion: CommandLineAws['homeRegion'],
): string {
  const rows = [
    ['account', alias === null ? accountId : `${accountId} (${alias})`],
    ['identity', identity],
    ['profile', profile ?? 'none named'],
    ['home Region', `${homeRegion.value} (${homeRegion.name})`],
    ['endpoint', endpoint ?? 'not known'],
  ] as const;
  return rows.map(([name, value]) => `${`${name}:`.padEnd(13)}${plain(value)}`).join('\n');
}

// https://aws.amazon.com/macie/pricing/
function billText(switchedOn: number): string {
  const where = switchedOn === 1 ? 'one Region' : `${switchedOn} Regions`;
  return `Enabling Macie is billed, and so is resuming it: AWS charges for each bucket that it monitors and for what it inspects, after the free trial. It is switched on in ${where}; how much that costs there is not known here.`;
}
