import type { ExecutionFacts, MachineFacts } from '../../core/doctor/facts.ts';
import type { Lookup } from '../../core/lookup.ts';
import { itemsOf } from '../items-of.ts';
import { ask } from './ask.ts';
import type { InspectionClients } from './clients.ts';
import { promised } from './promised.ts';

/** Enough to find an execution of the machine itself, should the children of a Map be listed too. */
const MAX_EXECUTIONS = 100;

/** A state machine, with its last execution; null: there is none of that ARN. */
export async function readMachine(
  arn: string,
  { clients, signal }: { readonly clients: InspectionClients; readonly signal: AbortSignal },
): Promise<Lookup<MachineFacts | null>> {
  const [client, { DescribeStateMachineCommand, ListExecutionsCommand }] = await Promise.all([
    clients.stateMachines(),
    import('@aws-sdk/client-sfn'),
  ]);
  const region = await client.config.region();
  const described = await ask({ operation: 'states:DescribeStateMachine', region }, async () => {
    const { status } = await client.send(new DescribeStateMachineCommand({ stateMachineArn: arn }), {
      abortSignal: signal,
    });
    return promised(status, 'status');
  });
  if (described.kind === 'unknown') return described;
  if (described.value === null) return { kind: 'known', value: null };
  const listed = await ask({ operation: 'states:ListExecutions', region }, async () => {
    const command = new ListExecutionsCommand({ stateMachineArn: arn, maxResults: MAX_EXECUTIONS });
    const { executions } = await client.send(command, { abortSignal: signal });
    return itemsOf(promised(executions, 'executions')).map(({ executionArn, status, startDate }): ExecutionFacts => ({
      arn: promised(executionArn, 'executionArn'),
      status: promised(status, 'status'),
      startedAt: promised(startDate, 'startDate'),
    }));
  });
  if (listed.kind === 'unknown') return listed;
  // The child of a Map has `NAME/LABEL` in its ARN. The newest are first.
  const own = `${arn.replace(':stateMachine:', ':execution:')}:`;
  const last = (listed.value ?? []).find((execution) => execution.arn.startsWith(own)) ?? null;
  return { kind: 'known', value: { status: described.value, lastExecution: last } };
}
