import { notKnown, ok, unanswered, wrong, type Finding } from '../../../core/doctor/finding.ts';
import type { ScheduleFacts } from '../../../core/doctor/facts.ts';
import type { RunRecord } from '../../../core/compliance/report.ts';
import type { Lookup } from '../../../core/lookup.ts';
import { minuteText } from '../../../core/time.ts';
import { countOf } from '../../../render/words/sentence.ts';
import { whyOutdated, whyUnreceived } from '../../run/freshness.ts';
import { resource, type Basis } from '../basis.ts';
import type { DoctorDeps } from '../deps.ts';
import { examineMachine, machineArn } from '../machine.ts';

/** By the logical id of the queue: what is in it. */
const DEAD_LETTERS: Readonly<Record<string, string>> = {
  DeadLetterQueue: 'queue of failed runs',
  ChangeDeadLetterQueue: 'queue of failed changes',
};

/** By the logical id of a schedule that a stack may have: its end of the name, and what it starts. */
const MORE_SCHEDULES: Readonly<Record<string, string>> = { DigestSchedule: 'digest', PulseSchedule: 'pulse' };

export async function examineRuns(basis: Basis, deps: DoctorDeps, signal: AbortSignal): Promise<readonly Finding[]> {
  const name = resource(basis, 'Schedule') ?? `${basis.order.stack}-check`;
  const full = basis.steps.length > 0 ? `:stateMachine:${basis.order.stack}-organization` : functionOf(basis);
  const more = Object.entries(MORE_SCHEDULES).flatMap(([logicalId, kind]) => {
    const found = resource(basis, logicalId);
    return found === null ? [] : [{ name: found, target: kind === 'pulse' ? functionOf(basis) : full }];
  });
  const [schedules, machine, ...queues] = await Promise.all([
    Promise.all(
      [{ name, target: full }, ...more].map(async (one) =>
        judgeSchedule(one, await deps.inspect.schedule(one.name, signal)),
      ),
    ),
    examineMachine(basis, deps, signal),
    ...Object.entries(DEAD_LETTERS).map(async ([logicalId, what]) => {
      const url = resource(basis, logicalId);
      if (url === null) return judgeNoQueue(what, basis);
      return judgeQueue({ what, url }, await deps.inspect.messages(url, signal));
    }),
  ]);
  return [...schedules, ...machine, ...judgeLastRun(basis.runs, deps.now(), startOf(basis)), ...queues];
}

function startOf(basis: Basis): string {
  const { stack, homeRegion } = basis.order;
  return basis.steps.length > 0
    ? `aws stepfunctions start-execution --region ${homeRegion} --state-machine-arn ${machineArn(basis)}`
    : `aws lambda invoke --region ${homeRegion} --function-name ${stack}-check --cli-read-timeout 0 answer.json`;
}

function functionOf({ order }: Basis): string {
  return `:function:${order.stack}-check`;
}

interface Schedule {
  readonly name: string;
  /** The end of the ARN that it has to start. */
  readonly target: string;
}

export function judgeSchedule({ name, target: wanted }: Schedule, schedule: Lookup<ScheduleFacts | null>): Finding {
  const what = `schedule ${name}`;
  if (schedule.kind === 'unknown') return unanswered(what, schedule.why, 'scheduler:GetSchedule');
  if (schedule.value === null)
    return wrong(what, 'it does not exist: no run starts by itself', 'deploy the stack again');
  const { state, expression, target } = schedule.value;
  if (state !== 'ENABLED')
    return wrong(
      what,
      `it is ${state}: no run starts by itself`,
      'enable it in EventBridge Scheduler, or deploy the stack again',
    );
  return target.endsWith(wanted)
    ? ok(what, `${expression}, starts ${wanted.split(':').at(-1)}`)
    : wrong(what, `it starts ${target}, not ${wanted.split(':').at(-1)}`, 'deploy the stack again');
}

/** `start`: the command that starts a run. */
export function judgeLastRun(runs: Lookup<readonly RunRecord[]>, now: Date, start: string): readonly Finding[] {
  const what = 'last full run';
  if (runs.kind === 'unknown') return [unanswered(what, runs.why, 'dynamodb:Query on the table')];
  const doubt = whyOutdated(runs.value, now);
  const unreceived = whyUnreceived(runs.value);
  const last = runs.value.findLast(({ scope }) => scope === 'full');
  return [
    doubt === null && last
      ? ok(what, `${minuteText(last.finishedAt)}, ${last.verdict}`)
      : wrong(what, doubt ?? 'no run yet', `start one: \`${start}\`; if it fails, its log has the reason`),
    ...(unreceived === null ? [] : [wrong('last message', unreceived, 'see the area notifications')]),
  ];
}

function judgeNoQueue(what: string, { stack }: Basis): Finding {
  return stack.kind === 'unknown'
    ? notKnown(what, 'its URL is in the stack, which could not be described')
    : wrong(what, 'the stack has none', 'deploy the stack again');
}

export function judgeQueue(
  { what, url }: { readonly what: string; readonly url: string },
  messages: Lookup<number | null>,
): Finding {
  if (messages.kind === 'unknown') return unanswered(what, messages.why, 'sqs:GetQueueAttributes');
  if (messages.value === null) return wrong(what, `it does not exist: ${url}`, 'deploy the stack again');
  if (Number.isNaN(messages.value)) return notKnown(what, 'SQS answered without the number of messages');
  return messages.value === 0
    ? ok(what, 'empty')
    : wrong(
        what,
        countOf(messages.value, 'message'),
        `see the log of that time, then \`aws sqs receive-message --queue-url ${url}\``,
      );
}
