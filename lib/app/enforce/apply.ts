import pMap from 'p-map';
import { assess, type Assessment } from '../../core/compliance/assess.ts';
import type { Observation, Write, WriteAnswer } from '../../core/model.ts';
import { skipPlanned, writeFor, type PlannedWrite } from '../../core/compliance/plan.ts';
import { settle, shows } from '../../core/compliance/outcomes.ts';
import type { Deps } from '../wiring/deps.ts';
import { readOnce } from '../scan/read-targets.ts';
import type { Progress } from '../run/request.ts';
import { budget, within } from '../scan/time-limit.ts';

export interface ApplyOptions {
  readonly writes: readonly PlannedWrite[];
  /** Ends waiting and starts no further write. A write that was sent is still read back once. */
  readonly stop: AbortSignal;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** Carries out the writes, several at a time, and reads each back. Nothing that one of them meets stops another. */
export async function applyWrites(
  deps: Deps,
  { writes, stop, onProgress }: ApplyOptions,
): Promise<readonly Assessment[]> {
  let done = 0;
  return pMap(
    writes,
    async ({ assessment, write }) => {
      const settled = stop.aborted
        ? skipPlanned(assessment, 'the run was stopped before its turn')
        : await applyOne(deps, { before: assessment, write, stop });
      onProgress?.({ phase: 'writing', done: ++done, total: writes.length });
      return settled;
    },
    { concurrency: deps.limits.parallelWrites },
  );
}

interface One {
  readonly before: Assessment;
  readonly write: Write;
  readonly stop: AbortSignal;
}

async function applyOne(deps: Deps, { before, write, stop }: One): Promise<Assessment> {
  const { region } = before.target;
  const answer = await send(deps, { region, write });
  switch (answer.kind) {
    case 'refused':
      return settle({ before, answer, after: before.observation });
    case 'accepted':
    case 'unclear': {
      const after = await readUntil(deps, { region, stop, isDone: (seen) => showsWrite(seen, write) });
      return settle({ before, answer, after });
    }
    case 'already-enabled':
      return applyToExisting(deps, { before, write, stop });
  }
}

/** EnableMacie met a session that the first reading did not show: read again, and do what that session needs. */
async function applyToExisting(deps: Deps, { before, stop }: One): Promise<Assessment> {
  const { region } = before.target;
  const found = await readUntil(deps, { region, stop, isDone: isThere });
  const write = isThere(found) ? writeFor(assess({ ...before, observation: found })) : null;
  const answer: WriteAnswer = { kind: 'already-enabled' };
  if (write?.kind !== 'update' || stop.aborted) return settle({ before, answer, after: found });

  const second = await send(deps, { region, write });
  const after =
    second.kind === 'refused'
      ? found
      : await readUntil(deps, { region, stop, isDone: (seen) => showsWrite(seen, write) });
  return settle({ before, answer: second, after });
}

const isThere = (seen: Observation): boolean => seen.kind === 'session' && seen.session.status !== 'DISABLED';

/** A write is never abandoned by `stop`: that would only lose its answer. It has a budget of its own. */
async function send(deps: Deps, order: { region: string; write: Write }): Promise<WriteAnswer> {
  const limit = budget(deps.limits.callBudgetMs);
  return within(limit, {
    work: () => deps.write(order, limit),
    late: () => ({ kind: 'unclear', reason: 'timeout', detail: 'the write gave no answer in time' }),
  });
}

function showsWrite(seen: Observation, write: Write): boolean {
  return seen.kind === 'session' && shows(seen.session, write);
}

interface ReadBack {
  readonly region: string;
  readonly stop: AbortSignal;
  readonly isDone: (seen: Observation) => boolean;
}

/** Reads with growing waits between, until it is done or the waits are used up. The last reading counts. */
async function readUntil(deps: Deps, { region, stop, isDone }: ReadBack): Promise<Observation> {
  let seen = await readBack(deps, region);
  for (const waitMs of deps.limits.readBackWaitsMs) {
    if (isDone(seen) || stop.aborted) break;
    await deps.wait(waitMs, stop);
    seen = await readBack(deps, region);
  }
  return seen;
}

async function readBack(deps: Deps, region: string): Promise<Observation> {
  const reading = await readOnce(deps, { region, signal: new AbortController().signal });
  if (reading.kind !== 'token-rejected') return reading;
  return { kind: 'unknown', reason: 'credentials', detail: reading.detail };
}
