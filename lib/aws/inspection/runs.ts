import type { ScheduleFacts } from '../../core/doctor/facts.ts';
import type { Lookup } from '../../core/lookup.ts';
import { ask } from './ask.ts';
import type { InspectionClients } from './clients.ts';
import { promised } from './promised.ts';

interface Context {
  readonly clients: InspectionClients;
  readonly signal: AbortSignal;
}

/** A schedule of the default group; null: there is none of that name. */
export async function readSchedule(name: string, { clients, signal }: Context): Promise<Lookup<ScheduleFacts | null>> {
  const [client, { GetScheduleCommand }] = await Promise.all([
    clients.scheduler(),
    import('@aws-sdk/client-scheduler'),
  ]);
  return ask({ operation: 'scheduler:GetSchedule', region: await client.config.region() }, async () => {
    const { State, ScheduleExpression, Target } = await client.send(new GetScheduleCommand({ Name: name }), {
      abortSignal: signal,
    });
    return {
      state: promised(State, 'State'),
      expression: ScheduleExpression ?? '',
      target: promised(Target?.Arn, 'Target'),
    };
  });
}

/** The messages that wait in a queue; null: there is no such queue. */
export async function countMessages(url: string, { clients, signal }: Context): Promise<Lookup<number | null>> {
  const [client, { GetQueueAttributesCommand }] = await Promise.all([clients.sqs(), import('@aws-sdk/client-sqs')]);
  return ask({ operation: 'sqs:GetQueueAttributes', region: await client.config.region() }, async () => {
    const command = new GetQueueAttributesCommand({
      QueueUrl: url,
      AttributeNames: ['ApproximateNumberOfMessages'],
    });
    const { Attributes = {} } = await client.send(command, { abortSignal: signal });
    return Number(Attributes['ApproximateNumberOfMessages']);
  });
}
