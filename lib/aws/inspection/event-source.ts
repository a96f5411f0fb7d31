import type { EventSourceFacts } from '../../core/doctor/facts.ts';
import type { Lookup } from '../../core/lookup.ts';
import { itemsOf } from '../items-of.ts';
import { ask } from './ask.ts';
import type { InspectionClients } from './clients.ts';
import { promised } from './promised.ts';

/** The mappings of queues to a function; null: there is no such function. */
export async function readEventSources(
  functionName: string,
  { clients, signal }: { readonly clients: InspectionClients; readonly signal: AbortSignal },
): Promise<Lookup<readonly EventSourceFacts[] | null>> {
  const [client, { ListEventSourceMappingsCommand }] = await Promise.all([
    clients.lambda(),
    import('@aws-sdk/client-lambda'),
  ]);
  return ask({ operation: 'lambda:ListEventSourceMappings', region: await client.config.region() }, async () => {
    const command = new ListEventSourceMappingsCommand({ FunctionName: functionName });
    const { EventSourceMappings } = await client.send(command, { abortSignal: signal });
    return itemsOf(promised(EventSourceMappings, 'EventSourceMappings')).map((one) => ({
      state: promised(one.State, 'State'),
      reason: one.StateTransitionReason ?? '',
      lastResult: one.LastProcessingResult ?? '',
      source: one.EventSourceArn ?? '',
    }));
  });
}
