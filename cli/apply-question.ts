import type { Plan } from '../lib/core/compliance/plan.ts';
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
  const enabled = plan.writes.filter(({ write }) => write.kind === 'enable').length;
  if (enabled > 0) await note(io, billText(enabled));
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
function billText(enabled: number): string {
  const where = enabled === 1 ? 'one Region' : `${enabled} Regions`;
  return `Enabling Macie is billed: AWS charges for each bucket that it monitors and for what it inspects, after the free trial. It is enabled in ${where}; how much that costs there is not known here.`;
}
