import type { FunctionFacts } from '../../core/doctor/facts.ts';
import type { Lookup } from '../../core/lookup.ts';
import { ask } from './ask.ts';
import type { InspectionClients } from './clients.ts';
import { promised } from './promised.ts';

/** The configuration of a Lambda function; null: there is none of that name. */
export async function readFunction(
  name: string,
  { clients, signal }: { readonly clients: InspectionClients; readonly signal: AbortSignal },
): Promise<Lookup<FunctionFacts | null>> {
  const [client, { GetFunctionConfigurationCommand }] = await Promise.all([
    clients.lambda(),
    import('@aws-sdk/client-lambda'),
  ]);
  const region = await client.config.region();
  return ask({ operation: 'lambda:GetFunctionConfiguration', region }, async () => {
    const command = new GetFunctionConfigurationCommand({ FunctionName: name });
    const { Runtime, Role, Environment, LastModified } = await client.send(command, { abortSignal: signal });
    return {
      runtime: promised(Runtime, 'Runtime'),
      role: promised(Role, 'Role'),
      environment: { ...Environment?.Variables },
      lastModified: LastModified ?? '',
    };
  });
}
