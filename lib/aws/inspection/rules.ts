import type { RuleFacts } from '../../core/doctor/facts.ts';
import type { Lookup } from '../../core/lookup.ts';
import { itemsOf } from '../items-of.ts';
import { ask } from './ask.ts';
import type { InspectionClients } from './clients.ts';
import { promised } from './promised.ts';

/** A rule of the default bus of a Region, with its targets; null: there is none of that name. */
export async function readRule(
  { name, region }: { readonly name: string; readonly region: string },
  { clients, signal }: { readonly clients: InspectionClients; readonly signal: AbortSignal },
): Promise<Lookup<RuleFacts | null>> {
  const [client, { DescribeRuleCommand, ListTargetsByRuleCommand }] = await Promise.all([
    clients.eventBridge(region),
    import('@aws-sdk/client-eventbridge'),
  ]);
  const described = await ask({ operation: 'events:DescribeRule', region }, async () => {
    const { State } = await client.send(new DescribeRuleCommand({ Name: name }), { abortSignal: signal });
    return promised(State, 'State');
  });
  if (described.kind === 'unknown') return described;
  if (described.value === null) return { kind: 'known', value: null };
  const listed = await ask({ operation: 'events:ListTargetsByRule', region }, async () => {
    const { Targets } = await client.send(new ListTargetsByRuleCommand({ Rule: name }), { abortSignal: signal });
    return itemsOf(promised(Targets, 'Targets'));
  });
  if (listed.kind === 'unknown') return listed;
  return { kind: 'known', value: { state: described.value, targets: (listed.value ?? []).map(({ Arn = '' }) => Arn) } };
}
