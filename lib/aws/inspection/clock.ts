import type { Lookup } from '../../core/lookup.ts';
import { ask } from './ask.ts';
import type { InspectionClients } from './clients.ts';

/** The time that AWS has, from the Date header of an answer of STS: refusals have it too. */
export async function timeOfAws(
  now: () => Date,
  { clients, signal }: { readonly clients: InspectionClients; readonly signal: AbortSignal },
): Promise<Lookup<{ readonly skewMs: number } | null>> {
  const [client, { GetCallerIdentityCommand }] = await Promise.all([clients.sts(), import('@aws-sdk/client-sts')]);
  const asked = { operation: 'sts:GetCallerIdentity', region: await client.config.region() };
  let skewMs: number | null = null;
  client.middlewareStack.add(
    (next) => async (input) => {
      const result = await next(input);
      const sentAt = Date.parse(dateOf(result.response));
      if (!Number.isNaN(sentAt)) skewMs = now().getTime() - sentAt;
      return result;
    },
    { step: 'deserialize', priority: 'low' },
  );
  const answer = await ask(asked, () => client.send(new GetCallerIdentityCommand({}), { abortSignal: signal }));
  if (skewMs !== null) return { kind: 'known', value: { skewMs } };
  return answer.kind === 'unknown' ? answer : { kind: 'known', value: null };
}

function dateOf(response: unknown): string {
  const headers: unknown = typeof response === 'object' && response !== null ? Reflect.get(response, 'headers') : null;
  const date: unknown = typeof headers === 'object' && headers !== null ? Reflect.get(headers, 'date') : null;
  return typeof date === 'string' ? date : '';
}
