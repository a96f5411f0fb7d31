import { assess, type Assessment } from '../../core/compliance/assess.ts';
import { skipSettings, withFreshReading } from '../../core/compliance/fresh-reading.ts';
import { withWriteResult, type WriteAnswer, type WriteResult } from '../../core/compliance/outcomes.ts';
import { writesFor, type PlannedWrite } from '../../core/compliance/plan.ts';
import type { Observation } from '../../core/observation.ts';
import type { Write } from '../../core/settings/group.ts';
import { groupOf } from '../../core/settings/registry.ts';
import type { AccountAccess, ScanDeps } from '../scan/deps.ts';
import { readOnce } from '../scan/read-group.ts';
import { timeLimit, withinLimit } from '../scan/time-limit.ts';

/** Why a planned repair was skipped. */
export const STOPPED = 'the run was stopped before its turn';

interface Context {
  readonly before: Assessment;
  readonly account: AccountAccess;
  /** The account that writes: the same one, or its Macie administrator. */
  readonly writer: AccountAccess;
  readonly stop: AbortSignal;
}

/**
 * Reads the group of a write once more, sends the write that the reading asks for, and reads the group back. Between that
 * reading and the write there is one round trip: only a change in it can be written over.
 */
export async function repair(planned: PlannedWrite, context: Context, deps: ScanDeps): Promise<Assessment> {
  const { target, write } = planned;
  const order = { group: write.group, region: target.region, signal: new AbortController().signal };
  const observation = await readBack(context, order, deps);
  const fresh = withFreshReading(context.before, planned, observation);
  if (!fresh.planned) return fresh.assessment;
  if (context.stop.aborted) return skipSettings(fresh.assessment, fresh.planned.settings, STOPPED);
  const result = await writeAndReadBack(fresh.planned, { ...context, before: fresh.assessment }, deps);
  return withWriteResult(fresh.assessment, result);
}

/** Sends one write and reads its group with growing waits, until it shows the write or the waits are used up. */
async function writeAndReadBack(planned: PlannedWrite, context: Context, deps: ScanDeps): Promise<WriteResult> {
  const { settings, write } = planned;
  const { group } = write;
  const answer = await send(planned, context, deps);
  switch (answer.kind) {
    case 'refused':
      return { settings, group, answer, after: context.before.observations[group] ?? NOT_READ };
    case 'accepted':
    case 'unclear':
      return { settings, group, answer, after: await readUntilShown(planned, context, deps) };
    case 'already-enabled':
      return writeToExisting(planned, context, deps);
  }
}

const NOT_READ: Observation = { kind: 'unknown', reason: 'not-reached', detail: 'it was not read before the write' };

/** EnableMacie met a session that the scan did not see: read it, and send the write that this session needs. */
async function writeToExisting(planned: PlannedWrite, context: Context, deps: ScanDeps): Promise<WriteResult> {
  const {
    settings,
    write: { group },
  } = planned;
  const found = await readUntil(
    (seen) => seen.kind === 'values' && seen.values['status'] !== 'DISABLED',
    planned,
    context,
    deps,
  );
  const needed = writesFor(
    assess({ ...context.before, observations: { ...context.before.observations, [group]: found } }),
  );
  const update = needed.find(({ write }) => write.group === group && write.kind !== 'enable');
  const isThere = found.kind === 'values' && found.values['status'] !== 'DISABLED';
  if (!isThere || !update || context.stop.aborted)
    return { settings, group, answer: { kind: 'already-enabled' }, after: found };

  const answer = await send(update, context, deps);
  return {
    settings,
    group,
    answer,
    after: answer.kind === 'refused' ? found : await readUntilShown(update, context, deps),
  };
}

/** A write is never abandoned by `stop`: that would only lose its answer. It has a time limit of its own. */
async function send(
  { target: { region }, write }: PlannedWrite,
  { writer }: Context,
  { limits }: ScanDeps,
): Promise<WriteAnswer> {
  const signal = timeLimit(limits.callBudgetMs);
  return withinLimit<WriteAnswer>(signal, {
    work: () => writer.write(write, { region, signal }),
    late: () => ({ kind: 'unclear', reason: 'timeout', detail: 'the write gave no answer in time' }),
  });
}

function readUntilShown(planned: PlannedWrite, context: Context, deps: ScanDeps): Promise<Observation> {
  return readUntil((seen) => shows(seen, planned.write), planned, context, deps);
}

function shows(seen: Observation, write: Write): boolean {
  return seen.kind === 'values' && groupOf(write.group).showsWrite(seen.values, write);
}

/** The last reading counts. */
async function readUntil(
  isDone: (seen: Observation) => boolean,
  { target: { region }, write: { group } }: PlannedWrite,
  context: Context,
  deps: ScanDeps,
): Promise<Observation> {
  const { stop } = context;
  const order = { group, region, signal: new AbortController().signal };
  let seen = await readBack(context, order, deps);
  for (const waitMs of deps.limits.readBackWaitsMs) {
    if (isDone(seen) || stop.aborted) break;
    await deps.wait(waitMs, stop);
    seen = await readBack(context, order, deps);
  }
  return seen;
}

async function readBack(
  { account, writer, before }: Context,
  order: Parameters<AccountAccess['read']>[0],
  deps: ScanDeps,
): Promise<Observation> {
  // A target that its administrator alone showed has no role to read it.
  const shown = before.observations[order.group];
  if (shown?.kind === 'values' && shown.missing && writer !== account)
    return writer.readMember(before.target.accountId, order);
  const reading = await readOnce(account, order, deps);
  if (reading.kind !== 'token-rejected') return reading;
  return { kind: 'unknown', reason: 'credentials', detail: reading.detail };
}
