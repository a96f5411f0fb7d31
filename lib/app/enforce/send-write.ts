import type { Assessment } from '../../core/compliance/assess.ts';
import { withFreshReading } from '../../core/compliance/fresh-reading.ts';
import type { WriteAnswer } from '../../core/compliance/write-answer.ts';
import type { PlannedWrite } from '../../core/compliance/plan.ts';
import type { Observation, Reading } from '../../core/observation.ts';
import type { Write } from '../../core/settings/group.ts';
import { MEMBERSHIP } from '../../core/settings/membership-values.ts';
import { groupOf } from '../../core/settings/registry.ts';
import type { AccountAccess, ScanDeps } from '../scan/deps.ts';
import { readOnce } from '../scan/read-group.ts';
import { timeLimit, withinLimit } from '../scan/time-limit.ts';
import { slowDown, speedUp, THROTTLED_RETRIES, type Pace } from './pace.ts';

export interface WriteContext {
  readonly before: Assessment;
  readonly account: AccountAccess;
  /** The account that writes: the same one, or its Macie administrator. */
  readonly writer: AccountAccess;
  readonly stop: AbortSignal;
  /** Of the lane of an administrator; null: the account writes to itself. */
  readonly pace: Pace | null;
}

/** The write that was sent last, the target as it was read before it, and how AWS answered. */
export interface SentWrite {
  readonly planned: PlannedWrite;
  readonly before: Assessment;
  readonly answer: WriteAnswer;
}

const RETRY_WAIT_MS = 200;

/**
 * Sends a write, and once more if AWS may not have done it; an administrator that is throttled waits longer each time. A person can
 * change the target meanwhile, so it is read again before: the next write is the one that this reading asks for, if any.
 */
export async function sendWrite(planned: PlannedWrite, context: WriteContext, deps: ScanDeps): Promise<SentWrite> {
  const { before, stop, pace } = context;
  let sent: SentWrite = { planned, before, answer: await sendOnce(planned, context, deps) };
  for (let retry = 1; canRetry(sent.answer) && retry <= retriesOf(sent, pace) && !stop.aborted; retry++) {
    if (pace && isThrottled(sent.answer)) slowDown(pace);
    await deps.wait(pace?.waitMs ?? RETRY_WAIT_MS, stop);
    const again = await sendAgain(sent, context, deps);
    if (again === null) return sent;
    sent = again;
  }
  if (pace && sent.answer.kind === 'accepted') speedUp(pace);
  return sent;
}

/** null: a write is not needed any more, or cannot be sent. */
async function sendAgain(
  { planned, before }: SentWrite,
  context: WriteContext,
  deps: ScanDeps,
): Promise<SentWrite | null> {
  const seen = await readForWrite(planned, context, deps);
  const again = showsWrite(seen, planned.write) ? null : withFreshReading(before, planned, seen);
  if (again === null || again.planned === null || context.stop.aborted) return null;
  const { planned: next, assessment } = again;
  return { planned: next, before: assessment, answer: await sendOnce(next, context, deps) };
}

function retriesOf({ answer }: SentWrite, pace: Pace | null): number {
  return pace && isThrottled(answer) ? THROTTLED_RETRIES : 1;
}

/** A throttled write was not done; of one without a clear answer nobody knows. */
function canRetry(answer: WriteAnswer): boolean {
  return answer.kind === 'unclear' || isThrottled(answer);
}

function isThrottled(answer: WriteAnswer): boolean {
  return answer.kind === 'refused' && answer.reason === 'throttled';
}

/** A write is never abandoned by `stop`: that would only lose its answer. It has a time limit of its own. */
export async function sendOnce(
  { target: { region }, write }: PlannedWrite,
  { writer }: Pick<WriteContext, 'writer'>,
  { limits }: ScanDeps,
): Promise<WriteAnswer> {
  const signal = timeLimit(limits.callBudgetMs);
  return withinLimit<WriteAnswer>(signal, {
    work: () => writer.write(write, { region, signal }),
    late: () => ({ kind: 'unclear', reason: 'timeout', detail: 'the write gave no answer in time' }),
  });
}

/** Reads the group of a write. Nothing stops it: what came of a write is always read. */
export async function readForWrite(
  { target: { region }, write: { group } }: PlannedWrite,
  { account, writer, before }: WriteContext,
  deps: ScanDeps,
): Promise<Observation> {
  const shown = before.observations[group];
  const values = shown?.kind === 'values' ? shown.values : undefined;
  const signal = new AbortController().signal;
  const order = { group, region, signal, desired: before.policy.desired, known: values };
  // The membership is read where it is written.
  if (group === MEMBERSHIP && writer !== account) return writer.readMember(before.target.accountId, order);
  // Its administrator writes it, and sees the whole of it.
  if (groupOf(group).appliesTo === 'members') return writer.readMember(before.target.accountId, order);
  // A target that its administrator alone showed has no role to read it: the rest of the group is missing as before.
  if (shown?.kind === 'values' && shown.missing && writer !== account) {
    const seen = await writer.readMember(before.target.accountId, order);
    return seen.kind === 'values' ? { ...seen, missing: shown.missing } : seen;
  }
  return observationAfterWrite(await readOnce(account, order, deps));
}

/** A Region that took the credentials for the scan has not been left since. */
export function observationAfterWrite(reading: Reading): Observation {
  if (reading.kind !== 'token-rejected') return reading;
  return { kind: 'unknown', reason: 'credentials', detail: reading.detail };
}

export function showsWrite(seen: Observation, write: Write): boolean {
  return seen.kind === 'values' && groupOf(write.group).showsWrite(seen.values, write);
}
