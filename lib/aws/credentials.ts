import { WardenError } from '../core/errors.ts';
import type { ClientOptions, RequestHandler } from './clients.ts';
import { firstSet, type Variables } from './shared-config.ts';

type CreateCredentials = NonNullable<ClientOptions['credentials']>;
type Provider = ReturnType<CreateCredentials>;

export interface CredentialsChoice {
  readonly profile: string | null;
  /** Was the profile named by an option? It then goes before keys in the environment. */
  readonly isOption: boolean;
  /** Asks a person for the code of an MFA device; left out where there is nobody to ask. */
  readonly askMfaCode?: ((device: string) => Promise<string>) | undefined;
}

/**
 * The credentials that the AWS CLI would take: keys in the environment go before AWS_PROFILE, and --profile goes before them.
 * The chain of the SDK has the first two the other way round. Throws a WardenError for half a pair of keys.
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-envvars.html
 */
export function createCredentials(env: Variables, choice: CredentialsChoice): CreateCredentials {
  const keys = choice.isOption ? null : environmentKeys(env);
  return (requestHandler) => {
    if (keys) return () => Promise.resolve(keys);
    let provider: Promise<Provider> | undefined;
    return async (identity) => (await (provider ??= chainOf(choice, requestHandler)))(identity);
  };
}

function environmentKeys(env: Variables) {
  const accessKeyId = env['AWS_ACCESS_KEY_ID'];
  const secretAccessKey = env['AWS_SECRET_ACCESS_KEY'];
  const sessionToken = firstSet(env, ['AWS_SESSION_TOKEN', 'AWS_SECURITY_TOKEN'])?.value;
  if (accessKeyId && !secretAccessKey)
    throw new WardenError('usage', 'AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not: set both or neither');
  if (!accessKeyId || !secretAccessKey) return null;
  return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
}

const SILENT = { debug: ignore, info: ignore, warn: ignore, error: ignore };

function ignore(): void {}

async function chainOf({ profile, askMfaCode }: CredentialsChoice, requestHandler: RequestHandler): Promise<Provider> {
  const { defaultProvider } = await import('@aws-sdk/credential-provider-node');
  return defaultProvider({
    ...(profile === null ? {} : { profile }),
    ...(askMfaCode ? { mfaCodeProvider: askMfaCode } : {}),
    // It warns of keys beside a profile, and --profile is meant to go before them.
    logger: SILENT,
    // The calls that fetch credentials take the same proxy.
    clientConfig: { requestHandler },
  });
}
