import type { Clients } from './clients.ts';

/** The alias of the account; null where there is none, or where it could not be read: nothing depends on it. */
export async function accountAlias(
  { configOf }: Pick<Clients, 'configOf'>,
  signal: AbortSignal,
): Promise<string | null> {
  try {
    // Not among the clients of `clients.ts`: the Lambda functions do without IAM.
    const { IAMClient, ListAccountAliasesCommand } = await import('@aws-sdk/client-iam');
    const client = new IAMClient({ ...configOf('iam'), maxAttempts: 1 });
    const { AccountAliases = [] } = await client.send(new ListAccountAliasesCommand({}), { abortSignal: signal });
    const [alias] = AccountAliases;
    return typeof alias === 'string' && alias !== '' ? alias : null;
  } catch {
    return null;
  }
}
