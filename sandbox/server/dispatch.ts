import { answer, type Answer } from './answer.ts';
import type { Backend } from './backend.ts';
import { callOf, type SandboxCall } from './call-log.ts';
import type { Request } from './http.ts';
import { answerSlackApi, SLACK_API_PATH } from '../services/slack-api.ts';
import { answerWebhook } from '../services/slack.ts';
import type { TrailRecord } from '../services/trail.ts';
import type { Delivery } from '../worlds/topics.ts';

export interface Observers {
  readonly onCall?: (call: SandboxCall) => void;
  readonly onDelivery?: (delivery: Delivery) => void;
  /** Called for each record that CloudTrail writes, once its call has an answer. */
  readonly onRecord?: (record: TrailRecord) => void;
}

interface Dispatch {
  readonly backend: Backend;
  readonly calls: SandboxCall[];
  readonly observers: Observers;
  readonly historyLimit: number;
}

/** Answers a request, logs the call, and notifies the observers of what it caused. */
export async function dispatch(
  request: Request,
  { backend, calls, observers, historyLimit }: Dispatch,
): Promise<Answer> {
  const { inbox, trail } = backend.state;
  if (request.path.startsWith('/slack/')) return dispatchSlack(request, { inbox, observers });
  const [deliveryCount, recordCount] = [inbox.length, trail.length];
  const decided = answer(request, backend);
  // `answer` is synchronous up to here, so the new deliveries and records belong to this request.
  const [deliveries, records] = [inbox.slice(deliveryCount), trail.slice(recordCount)];
  const answered = decided.isForwarded ? { ...decided, reply: await backend.dynalite.forward(request) } : decided;
  const call = { seq: (calls.at(-1)?.seq ?? 0) + 1, ...callOf(answered, backend) };
  calls.push(call);
  observers.onCall?.(call);
  for (const delivery of deliveries) observers.onDelivery?.(delivery);
  for (const record of records) observers.onRecord?.(record);
  for (const history of [calls, trail]) dropOldest(history, historyLimit);
  return answered;
}

/** Drops half at a time, because removing from the front of a long list is slow. */
function dropOldest(history: unknown[], limit: number): void {
  if (history.length > limit) history.splice(0, history.length - Math.ceil(limit / 2));
}

function dispatchSlack(request: Request, { inbox, observers }: { inbox: Delivery[]; observers: Observers }): Answer {
  const { answer, delivery } = request.path.startsWith(SLACK_API_PATH)
    ? answerSlackApi(request, inbox)
    : answerWebhook(request);
  if (delivery) {
    inbox.push(delivery);
    observers.onDelivery?.(delivery);
  }
  return answer;
}
