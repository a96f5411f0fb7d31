import type { SQSBatchResponse } from 'aws-lambda';
import { eventId, type ReceivedEvent } from '../../core/activity/received-event.ts';
import { WardenError } from '../../core/errors.ts';
import type { Caller } from '../../core/run.ts';
import type { LoadedPolicy } from '../../policy/loaded-policy.ts';
import { accountsInScope } from '../organization/account-scope.ts';
import { OWN_ACCOUNT } from '../scan/deps.ts';
import type { ChangeDeps } from './deps.ts';
import { checkChangedTargets, type CheckedTargets } from './check-changed-targets.ts';
import { selectEvents, type IgnoredEvent } from './select-events.ts';

/** The answer for the queue. A person who sends an event by hand also gets what was checked, and why the rest was not. */
export interface ChangeAnswer extends SQSBatchResponse {
  readonly checked?: number;
  readonly ignored?: readonly IgnoredEvent[];
}

const NOTHING: CheckedTargets = { returned: [], callToAlertMs: null };

/**
 * The use case of the handler `change`. Events only trigger a check and name who called; decisions use a fresh read. Transient
 * failures go back to the queue; irrelevant events are logged and ignored.
 */
export async function change(input: unknown, deps: ChangeDeps): Promise<ChangeAnswer> {
  const received = await deps.parseEvents(input);
  const [policy, caller, processed] = await Promise.all([
    deps.loadPolicy(),
    deps.forAccount(OWN_ACCOUNT).identify(deps.deadline),
    findProcessed(received, deps),
  ]);
  const accounts = await coveredAccounts(policy, caller, deps);
  const options = { caller, accounts, policy: policy.policy, processed };
  const { selected, ignored, ownRepairs } = selectEvents(received, options);
  for (const one of ignored) deps.logIgnored(one);

  const { returned, callToAlertMs } =
    selected.length > 0 ? await checkChangedTargets(selected, { policy, ownRepairs }, deps) : NOTHING;
  const done = selected.filter((one) => !returned.includes(one)).flatMap(({ event }) => eventId(event) ?? []);
  await addProcessed(done, deps);
  deps.recordEvents({ received: received.length, ignored: ignored.length, returned: returned.length, callToAlertMs });

  const itemIdentifiers = [...new Set(returned.flatMap(({ messageId }) => messageId ?? []))];
  for (const { event } of returned.filter(isLost)) deps.logIgnored({ ...LOST, eventId: eventId(event) });
  // Without a queue only the sender can send the event again.
  if (returned.some((one) => one.messageId === null && !isLost(one)))
    throw new WardenError(
      'unprocessed-event',
      'the target of this event could not be checked for now: try again in a minute',
    );
  const isByHand = received.some((one) => one.messageId === null && !isLost(one));
  return {
    batchItemFailures: itemIdentifiers.map((itemIdentifier) => ({ itemIdentifier })),
    ...(isByHand ? { checked: selected.length, ignored } : {}),
  };
}

/** The ids of the accounts that the policy covers and that can be used. */
async function coveredAccounts(
  policy: LoadedPolicy,
  { accountId }: Caller,
  deps: ChangeDeps,
): Promise<ReadonlySet<string>> {
  if (policy.policy.accounts === 'self') return new Set([accountId]);
  const { accounts } = await accountsInScope({ policy }, deps, deps.deadline);
  return new Set(
    accounts.flatMap(({ account, notApplicable }) => (account && notApplicable === null ? [account.accountId] : [])),
  );
}

/** To fail the whole batch for such an event would cost the others: the schedule reads its target. */
const LOST = {
  event: 'an event of a batch',
  why: 'its target could not be checked for now, and without the id of its message it cannot be returned to the queue',
};

function isLost({ messageId, isOfBatch }: Pick<ReceivedEvent, 'messageId' | 'isOfBatch'>): boolean {
  return messageId === null && isOfBatch === true;
}

async function findProcessed(
  received: readonly ReceivedEvent[],
  { processedEvents, warn }: Pick<ChangeDeps, 'processedEvents' | 'warn'>,
): Promise<ReadonlySet<string>> {
  const ids = received.flatMap(({ event }) => (event.kind === 'malformed' ? [] : (eventId(event) ?? [])));
  if (processedEvents === null) return new Set();
  try {
    return await processedEvents.find(ids);
  } catch (error) {
    warn('the processed events could not be read; each event is checked again', error);
    return new Set();
  }
}

async function addProcessed(
  ids: readonly string[],
  { processedEvents, warn }: Pick<ChangeDeps, 'processedEvents' | 'warn'>,
): Promise<void> {
  if (processedEvents === null || ids.length === 0) return;
  await processedEvents
    .add(ids)
    .catch((error: unknown) => warn('the processed events were not stored; a second delivery is checked again', error));
}
