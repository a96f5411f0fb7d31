import type { fromIni as fromIniOfSdk } from '@aws-sdk/credential-provider-ini';
import { WardenError } from '../core/errors.ts';
import type { ClientOptions } from './client-options.ts';
import type { RequestHandler } from './node-handler.ts';
import { CredentialsProblem, machineFailure, profileFailure, tokenFileFailure } from './credentials-problem.ts';
import { profileChain, type ProfileChain } from './profile-credentials.ts';
import { firstSet, type SharedProfile, type Variables } from './shared-config.ts';

type CreateCredentials = NonNullable<ClientOptions['credentials']>;
type Provider = ReturnType<typeof fromIniOfSdk>;

export interface CredentialsChoice {
  readonly profile: SharedProfile;
  /** Was the profile named by an option? It then goes before all that the environment holds. */
  readonly isOption: boolean;
  /** Asks a person for the code of an MFA device; left out where there is nobody to ask. */
  readonly askMfaCode?: ((device: string) => Promise<string>) | undefined;
  /** Settings of the clients that fetch credentials. */
  readonly clientConfig: object;
}

/**
 * The credentials that the AWS CLI would take: keys in the environment, the role of a profile, a token file in the environment, the rest
 * of the profile, and at last those of the container or the instance. --profile goes before the environment. The chain of the SDK has
 * another order, and goes on to the instance where a profile fails. Throws a WardenError for settings that cannot work.
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-authentication.html#cli-chap-authentication-precedence
 */
export function createCredentials(env: Variables, choice: CredentialsChoice): CreateCredentials {
  const keys = choice.isOption ? null : environmentKeys(env);
  if (keys) return () => () => Promise.resolve(keys);
  const chain = profileChain(choice.profile, choice.askMfaCode !== undefined);
  if ('problem' in chain) throw new WardenError('usage', chain.problem);
  return (requestHandler) => {
    let provider: Promise<Provider> | undefined;
    return async (identity) =>
      (await (provider ??= providerOf({ env, choice, chain, requestHandler })))({
        ...identity,
        callerClientConfig: identity?.['callerClientConfig'],
      });
  };
}

function environmentKeys(env: Variables) {
  const [accessKeyId, secretAccessKey] = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'].map((name) => keyIn(env, name));
  const sessionToken = keyIn(env, 'AWS_SESSION_TOKEN') ?? keyIn(env, 'AWS_SECURITY_TOKEN');
  if (accessKeyId && !secretAccessKey)
    throw new WardenError('usage', 'AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not: set both or neither');
  if (!accessKeyId || !secretAccessKey) return null;
  return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
}

/** A key that was copied with the line end or a blank makes a signature that AWS refuses, or a header that cannot be sent. */
function keyIn(env: Variables, name: string): string | undefined {
  const value = env[name] || undefined;
  if (value === undefined || !/\s/.test(value)) return value;
  throw new WardenError('usage', `${name}: there is white space in it: set it again without`);
}

interface Context {
  readonly env: Variables;
  readonly choice: CredentialsChoice;
  readonly chain: ProfileChain;
  readonly requestHandler: RequestHandler;
}

async function providerOf(context: Context): Promise<Provider> {
  const { memoizeIdentityProvider, isIdentityExpired, doesIdentityRequireRefresh } = await import('@smithy/core');
  // All clients share one: a person is asked once for the code of an MFA device.
  const provider = await uncached(context);
  return memoizeIdentityProvider(provider, isIdentityExpired, doesIdentityRequireRefresh) ?? provider;
}

async function uncached(context: Context): Promise<Provider> {
  const { choice, chain, env, requestHandler } = context;
  const tokenFile = choice.isOption ? null : firstSet(env, ['AWS_WEB_IDENTITY_TOKEN_FILE']);
  // The calls that fetch credentials take the same proxy.
  const clientConfig = { ...choice.clientConfig, requestHandler };
  const isRole = chain.names.length > 1 || chain.source === 'role';
  if (!isRole && tokenFile !== null) return ofTokenFile(tokenFile.value, { env, clientConfig });
  if (!isRole && chain.source === 'none') return ofMachine(clientConfig, choice.profile);
  return ofProfile(context, clientConfig);
}

async function ofProfile({ choice, chain }: Context, clientConfig: object): Promise<Provider> {
  const { profile, askMfaCode } = choice;
  const { fromIni } = await import('@aws-sdk/credential-provider-ini');
  const provider = fromIni({
    profile: chain.names[0] ?? 'default',
    ...(askMfaCode ? { mfaCodeProvider: askMfaCode } : {}),
    logger: SILENT,
    clientConfig,
  });
  const settings = profile.profiles.get(chain.names.at(-1) ?? '') ?? {};
  return (identity) =>
    provider(identity).catch((error: unknown) => {
      throw profileFailure(error, chain, settings);
    });
}

async function ofTokenFile(path: string, { env, clientConfig }: { env: Variables; clientConfig: object }) {
  const roleArn = env['AWS_ROLE_ARN'];
  if (!roleArn) throw new CredentialsProblem('AWS_WEB_IDENTITY_TOKEN_FILE is set and AWS_ROLE_ARN is not: set both');
  const { fromTokenFile } = await import('@aws-sdk/credential-provider-web-identity');
  const provider = fromTokenFile({ webIdentityTokenFile: path, roleArn, clientConfig });
  const identityOf: Provider = (identity) =>
    provider(identity).catch((error: unknown) => {
      throw tokenFileFailure(error, { name: 'AWS_WEB_IDENTITY_TOKEN_FILE', path, roleArn });
    });
  return identityOf;
}

const SILENT = { debug: ignore, info: ignore, warn: ignore, error: ignore };

function ignore(): void {}

/** Of the container or the instance that this runs on. */
async function ofMachine(clientConfig: object, { name }: SharedProfile): Promise<Provider> {
  const { defaultProvider } = await import('@aws-sdk/credential-provider-node');
  const provider = defaultProvider({ ...(name === null ? {} : { profile: name }), logger: SILENT, clientConfig });
  return (identity) =>
    provider(identity).catch((error: unknown) => {
      throw machineFailure(error, name);
    });
}
