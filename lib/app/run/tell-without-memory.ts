import { reduce } from '../../core/alerts/reconcile.ts';
import type { Report } from '../../core/compliance/report.ts';
import { NOT_COOLING } from './cooling.ts';
import { say } from './say.ts';
import type { TellDeps, TellOptions, Told } from './tell-contract.ts';

/* The runs that have no memory to go by: there is nothing to look at, another run has the account, or the table fails. */

export async function tellOfNothing(deps: TellDeps, { attempt }: TellOptions): Promise<Told> {
  const report = await attempt.planNothing('there is no target').carryOut();
  deps.onReport?.(report);
  const told = await say(deps, { report, items: [], alerts: [], memory: null, isWorth: true });
  if (told.failure) throw told.failure;
  return told;
}

export async function busy(deps: TellDeps, { attempt }: TellOptions): Promise<Told> {
  const report = await attempt.planNothing('another run of macie-warden was at work all the time').carryOut();
  deps.onReport?.(report);
  const memory = 'another run is telling';
  return { kind: 'busy', published: false, report, alerts: [], items: [], memory, ...NOT_COOLING };
}

/** Without a memory everything that is not as it should be is told, in every run, and nothing is written: repairs could not be counted. */
export async function forgetful(
  deps: TellDeps,
  { attempt, settings, why, isAlways, report: made, changes = [] }: TellOptions & { why: unknown; report?: Report },
): Promise<Told> {
  const reason = why instanceof Error ? `${why.name}: ${why.message}` : String(why);
  const unmade = attempt.planNothing('what earlier runs did could not be looked up, and repairs must be counted');
  const report = made ?? (await unmade.carryOut());
  if (!made) deps.onReport?.(report);
  const { next, alerts } = reduce({
    items: [],
    report,
    now: deps.now(),
    settings: { ...settings, blindAfter: 1 },
    isWhole: false,
    changes: attempt.withLater(changes),
  });
  const memory = `what earlier runs said could not be looked up (${reason}), so everything that is not as it should be is told again${made ? '' : ', and nothing is repaired'}`;
  const told = await say(deps, { report, items: next, alerts, memory, isWorth: isAlways || alerts.length > 0 });
  if (told.failure) throw told.failure;
  return { ...told, kind: 'forgetful' };
}
