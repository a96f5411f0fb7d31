import { notKnown, ok, unanswered, wrong, type Finding } from '../../../core/doctor/finding.ts';
import type { ScheduleFacts } from '../../../core/doctor/facts.ts';
import type { RunRecord } from '../../../core/compliance/report.ts';
import type { Lookup } from '../../../core/lookup.ts';
import { minuteText } from '../../../core/time.ts';
import { countOf } from '../../../render/words/sentence.ts';
import { whyOutdated, whyUnreceived } from '../../run/freshness.ts';
import { resource, type Basis } from '../basis.ts';
import type { DoctorDeps } from '../deps.ts';

/** By the logical id of the queue: what is in it. */
const DEAD_LETTERS: Readonly<Record<string, string>> = {
  DeadLetterQueue: 'queue of failed runs',
  ChangeDeadLetterQueue: 'queue of failed changes',
};

export async function examineRuns(basis: Basis, deps: DoctorDeps, signal: AbortSignal): Promise<readonly Finding[]> {
  const name = resource(basis, 'Schedule') ?? `${basis.order.stack}-check`;
  const [schedule, ...queues] = await Promise.all([
    deps.inspect.schedule(name, signal),
    ...Object.entries(DEAD_LETTERS).map(async ([logicalId, what]) => {
      const url = resource(basis, logicalId);
      if (url === null) return judgeNoQueue(what, basis);
      return judgeQueue({ what, url }, await deps.inspect.messages(url, signal));
    }),
  ]);
  return [judgeSchedule(name, schedule), ...judgeLastRun(basis.runs, deps.now()), ...queues];
}

export function judgeSchedule(name: string, schedule: Lookup<ScheduleFacts | null>): Finding {
  const what = `schedule ${name}`;
  if (schedule.kind === 'unknown') return unanswered(what, schedule.why, 'scheduler:GetSchedule');
  if (schedule.value === null)
    return wrong(what, 'it does not exist: no run starts by itself', 'deploy the stack again');
  const { state, expression } = schedule.value;
  return state === 'ENABLED'
    ? ok(what, expression)
    : wrong(
        what,
        `it is ${state}: no run starts by itself`,
        'enable it in EventBridge Scheduler, or deploy the stack again',
      );
}

export function judgeLastRun(runs: Lookup<readonly RunRecord[]>, now: Date): readonly Finding[] {
  const what = 'last full run';
  if (runs.kind === 'unknown') return [unanswered(what, runs.why, 'dynamodb:Query on the table')];
  const doubt = whyOutdated(runs.value, now);
  const unreceived = whyUnreceived(runs.value);
  const last = runs.value.findLast(({ scope }) => scope === 'full');
  return [
    doubt === null && last
      ? ok(what, `${minuteText(last.finishedAt)}, ${last.verdict}`)
      : wrong(
          what,
          doubt ?? 'no run yet',
          'start one: `npx serverless invoke -f check`; if it fails, its log has the reason',
        ),
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
