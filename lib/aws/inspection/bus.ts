import type { BusFacts } from '../../core/doctor/facts.ts';
import type { Lookup } from '../../core/lookup.ts';
import { ask } from './ask.ts';
import type { InspectionClients } from './clients.ts';
import { promised } from './promised.ts';

/** A bus of EventBridge; null: there is none of that name or ARN. */
export async function readBus(
  bus: { readonly name: string; readonly region: string },
  { clients, signal }: { readonly clients: InspectionClients; readonly signal: AbortSignal },
): Promise<Lookup<BusFacts | null>> {
  const [client, { DescribeEventBusCommand }] = await Promise.all([
    clients.eventBridge(bus.region),
    import('@aws-sdk/client-eventbridge'),
  ]);
  return ask({ operation: 'events:DescribeEventBus', region: bus.region }, async () => {
    const { Arn } = await client.send(new DescribeEventBusCommand({ Name: bus.name }), { abortSignal: signal });
    return { arn: promised(Arn, 'Arn') };
  });
}
