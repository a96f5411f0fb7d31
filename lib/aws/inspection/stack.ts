import type { StackFacts } from '../../core/doctor/facts.ts';
import type { Lookup } from '../../core/lookup.ts';
import { everyPage, tokenOf } from '../every-page.ts';
import { itemsOf } from '../items-of.ts';
import { ask } from './ask.ts';
import type { InspectionClients } from './clients.ts';
import { promised } from './promised.ts';

/** A stack of CloudFormation, with its resources; null: there is none of that name. */
export async function readStack(
  name: string,
  { clients, signal }: { readonly clients: InspectionClients; readonly signal: AbortSignal },
): Promise<Lookup<StackFacts | null>> {
  const [client, { DescribeStacksCommand, paginateListStackResources }] = await Promise.all([
    clients.cloudformation(),
    import('@aws-sdk/client-cloudformation'),
  ]);
  const region = await client.config.region();
  const described = await ask({ operation: 'cloudformation:DescribeStacks', region }, async () => {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: name }), { abortSignal: signal });
    return promised(itemsOf(Stacks)[0], 'Stacks');
  });
  if (described.kind === 'unknown') return described;
  if (described.value === null) return { kind: 'known', value: null };
  const stack = described.value;
  const listed = await ask({ operation: 'cloudformation:ListStackResources', region }, async () => {
    const pages = paginateListStackResources({ client }, { StackName: name }, { abortSignal: signal });
    const resources: [string, string][] = [];
    for await (const page of everyPage(pages, tokenOf))
      for (const { LogicalResourceId = '', PhysicalResourceId = '' } of itemsOf(page.StackResourceSummaries))
        resources.push([LogicalResourceId, PhysicalResourceId]);
    promised(resources[0], 'StackResourceSummaries');
    return resources;
  });
  if (listed.kind === 'unknown') return listed;
  const outputs = itemsOf(stack.Outputs).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]);
  return {
    kind: 'known',
    value: {
      status: stack.StackStatus ?? '',
      outputs: Object.fromEntries(outputs),
      resources: Object.fromEntries(listed.value ?? []),
    },
  };
}
