import type { MacieCall } from '../../core/activity/macie-call.ts';
import { alertOfDrift, callOf, type RecordedDrift } from '../../core/alerts/finding-alert.ts';
import type { DriftRecord, UnreadableRecord } from '../../core/alerts/records.ts';
import type { Drift } from '../../core/compliance/drift.ts';
import { minuteText } from '../../core/time.ts';
import { callLines, earlierCallLines } from '../words/activity-words.ts';
import { ageText } from '../words/age.ts';
import { UNDONE_EACH_TIME } from '../words/drift-words.ts';
import { remedyText } from '../words/remedy-words.ts';

/** Since when equal drifts are open, the calls behind them, and the next step of a person where the outcome does not say it. */
export function recordLines(group: readonly RecordedDrift[], at: string): readonly string[] {
  const records = group.flatMap(({ record }) => record ?? []);
  const open = records.filter(({ state }) => state !== 'closed');
  const calls = group.flatMap((one) => callOf(one) ?? []);
  const isContested = open.some(({ contestedAt }) => contestedAt !== null);
  return [
    ...sinceLines(open, at),
    ...callerLines(calls),
    ...earlierCallLines(open.flatMap(({ earlierCalls }) => earlierCalls)),
    ...(isContested ? [UNDONE_EACH_TIME] : []),
    ...stepLines(group, at),
  ];
}

const MAX_CALLERS = 5;

/** Equal drifts may have several callers: a line for each. */
function callerLines(calls: readonly MacieCall[]): readonly string[] {
  const byCaller = Map.groupBy(calls, ({ name, actor: { type, name: who, sessionName } }) =>
    JSON.stringify([name, type, who, sessionName]),
  );
  const left = byCaller.size - MAX_CALLERS;
  return [
    ...[...byCaller.values()].slice(0, MAX_CALLERS).flatMap(callLines),
    ...(left > 0 ? [`and by ${left} more callers`] : []),
  ];
}

/** Such as `open since 2026-11-20 16:42 UTC, for 3 days`. */
export function sinceLines(records: readonly (DriftRecord | UnreadableRecord)[], at: string): readonly string[] {
  const times = records.map(({ since }) => since).toSorted();
  const [first] = times;
  if (first === undefined) return [];
  const [from, to] = [minuteText(first), minuteText(times.at(-1) ?? first)];
  const age = ageText(first, at);
  return [`open since ${from === to ? from : `${from} to ${to}`}${age === '' ? '' : `, for ${age}`}`];
}

const OUTCOMES_WITHOUT_STEP: ReadonlySet<Drift['outcome']> = new Set(['applied', 'failed', 'skipped']);

/** The other outcomes name the step themselves. The reason of one that was skipped is in its line already. */
function stepLines(group: readonly RecordedDrift[], at: string): readonly string[] {
  const [first] = group;
  if (first === undefined || first.drift.waiver || !OUTCOMES_WITHOUT_STEP.has(first.drift.outcome)) return [];
  const alerts = group.map((one) => alertOfDrift(withoutReason(one), at));
  return alerts.slice(0, 1).map((alert) => `to do: ${remedyText({ first: alert, alerts })}`);
}

function withoutReason({ drift, ...recorded }: RecordedDrift): RecordedDrift {
  return { ...recorded, drift: drift.outcome === 'skipped' ? { ...drift, detail: null } : drift };
}
