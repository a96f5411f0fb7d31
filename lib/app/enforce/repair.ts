import { assess, type Assessment } from '../../core/compliance/assess.ts';
import { skipSettings, withFreshReading } from '../../core/compliance/fresh-reading.ts';
import { withWriteResult, type WriteResult } from '../../core/compliance/outcomes.ts';
import { FOLLOW } from '../../core/compliance/follow-administrator.ts';
import { writesFor, type PlannedWrite } from '../../core/compliance/plan.ts';
import type { Observation } from '../../core/observation.ts';
import type { ScanDeps } from '../scan/deps.ts';
import { readForWrite, sendOnce, sendWrite, showsWrite, type WriteContext } from './send-write.ts';

/** Why a planned repair was skipped. */
export const STOPPED = 'the run was stopped before its turn';

/**
 * Reads the group of a write once more, sends the write that the reading asks for, and reads the group back. Between that
 * reading and the write there is one round trip: only a change in it can be written over.
 */
export async function repair(planned: PlannedWrite, context: WriteContext, deps: ScanDeps): Promise<Assessment> {
  if (planned.write.kind === FOLLOW) return followAdministrator(planned, context, deps);
  const fresh = withFreshReading(context.before, planned, await readForWrite(planned, context, deps));
  if (!fresh.planned) return fresh.assessment;
  if (context.stop.aborted) return skipSettings(fresh.assessment, fresh.planned.settings, STOPPED);
  const sent = await sendWrite(fresh.planned, { ...context, before: fresh.assessment }, deps);
  const after = { ...context, before: sent.before };
  switch (sent.answer.kind) {
    case 'refused':
    case 'manual': {
      const { settings, write } = sent.planned;
      const seen = sent.before.observations[write.group] ?? NOT_READ;
      return withWriteResult(sent.before, { settings, group: write.group, answer: sent.answer, after: seen });
    }
    case 'accepted':
    case 'unclear': {
      const { settings, write } = sent.planned;
      const seen = await readUntilShown(sent.planned, after, deps);
      return withWriteResult(sent.before, { settings, group: write.group, answer: sent.answer, after: seen });
    }
    case 'already-enabled':
      return withWriteResult(sent.before, await writeToExisting(sent.planned, after, deps));
  }
}

/** Its administrator has made the call before: only the reading is left. */
async function followAdministrator(planned: PlannedWrite, context: WriteContext, deps: ScanDeps): Promise<Assessment> {
  const { settings, write } = planned;
  const after = await readUntilShown(planned, context, deps);
  return withWriteResult(context.before, { settings, group: write.group, answer: { kind: 'accepted' }, after });
}

const NOT_READ: Observation = { kind: 'unknown', reason: 'not-reached', detail: 'it was not read before the write' };

/** EnableMacie met a session that the scan did not see: read it, and send the write that this session needs. */
async function writeToExisting(planned: PlannedWrite, context: WriteContext, deps: ScanDeps): Promise<WriteResult> {
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

  const answer = await sendOnce(update, context, deps);
  return {
    settings,
    group,
    answer,
    after: answer.kind === 'refused' ? found : await readUntilShown(update, context, deps),
  };
}

function readUntilShown(planned: PlannedWrite, context: WriteContext, deps: ScanDeps): Promise<Observation> {
  return readUntil((seen) => showsWrite(seen, planned.write), planned, context, deps);
}

/** The last reading counts. */
async function readUntil(
  isDone: (seen: Observation) => boolean,
  planned: PlannedWrite,
  context: WriteContext,
  deps: ScanDeps,
): Promise<Observation> {
  let seen = await readForWrite(planned, context, deps);
  for (const waitMs of deps.limits.readBackWaitsMs) {
    if (isDone(seen) || context.stop.aborted) break;
    await deps.wait(waitMs, context.stop);
    seen = await readForWrite(planned, context, deps);
  }
  return seen;
}
