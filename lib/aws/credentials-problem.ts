import { WardenError } from '../core/errors.ts';
import { errorFacts } from './error-facts.ts';
import { HOW_TO_LOG_IN } from './log-in.ts';
import type { ProfileChain } from './profile-credentials.ts';
import type { Settings } from './shared-config.ts';

/** There are no credentials. The message is a sentence with the next step. */
export class CredentialsProblem extends WardenError {
  constructor(message: string, cause?: unknown) {
    super('identity', message, { cause });
    // As the SDK calls such errors: a call that fails for it is classified by this name.
    this.name = 'CredentialsProviderError';
  }
}

/** Of the SDK: a provider of credentials or of the token behind them has none. Everything else is an answer of STS or a connection. */
const PROVIDER_ERRORS = new Set(['CredentialsProviderError', 'TokenProviderError']);

/** The error of a profile with the login that it needs; the error itself where the connection failed. */
export function profileFailure(error: unknown, { names, source }: ProfileChain, settings: Settings): unknown {
  if (!(error instanceof Error) || error instanceof WardenError || isOfConnection(error)) return error;
  const { message, isOurs } = errorFacts(error);
  const [first = ''] = names;
  const name = names.at(-1) ?? first;
  const problem = (text: string): CredentialsProblem => new CredentialsProblem(`profile ${name}: ${text}`, error);
  if (isOfFile(error)) return problem(fileText('web_identity_token_file', settings['web_identity_token_file'], error));
  if (isOurs) return error;
  if (!PROVIDER_ERRORS.has(error.name))
    return new CredentialsProblem(`profile ${first}: its role could not be assumed (${error.name}: ${message})`, error);
  if (source === 'sso') return problem(ssoText({ name, message, settings }));
  if (source === 'login') return problem(`the login has ended, or there was none: run aws login --profile ${name}`);
  return problem(
    source === 'process'
      ? `credential_process gave no credentials: ${outputOf(error.message)}`
      : `no credentials: ${message}`,
  );
}

/** The same for a token file that the environment names. */
export function tokenFileFailure(
  error: unknown,
  { name, path, roleArn }: { name: string; path: string; roleArn: string },
): unknown {
  if (!(error instanceof Error) || isOfConnection(error)) return error;
  if (isOfFile(error)) return new CredentialsProblem(fileText(name, path, error), error);
  const { message, isOurs } = errorFacts(error);
  if (isOurs) return error;
  return new CredentialsProblem(`${name}: ${roleArn} could not be assumed (${error.name}: ${message})`, error);
}

/** The same for a machine that was asked last. `profile`: the one that was named, and has none. */
export function machineFailure(error: unknown, profile: string | null): unknown {
  if (!(error instanceof Error) || !PROVIDER_ERRORS.has(error.name)) return error;
  const where =
    profile === null
      ? 'there are no AWS credentials in the environment, in the profile default, or of this machine'
      : `profile ${profile} has no credentials, and neither has this machine`;
  const trial =
    profile === null ? '. Without an AWS account, `npm start` in a clone tries everything on a local one' : '';
  return new CredentialsProblem(`${where} (${error.message}). ${HOW_TO_LOG_IN}${trial}`, error);
}

/** Such errors name the host, and have their sentence elsewhere. */
function isOfConnection(error: Error): boolean {
  return !isOfFile(error) && 'code' in error && typeof error.code === 'string' && /^E[A-Z_]+$/.test(error.code);
}

function isOfFile(error: Error): error is NodeJS.ErrnoException {
  return 'syscall' in error && (error.syscall === 'open' || error.syscall === 'read');
}

function fileText(name: string, path: string | undefined, { code }: NodeJS.ErrnoException): string {
  return `${name}: the file ${path} cannot be read (${code})`;
}

/** The SDK keeps of the answer of SSO its text alone. */
function ssoText({ name, message, settings }: { name: string; message: string; settings: Settings }): string {
  if (message.includes('To refresh this SSO session') || message.startsWith('UnauthorizedException'))
    return `the SSO login has ended, or there was none: run aws sso login --profile ${name}`;
  return message.startsWith('ForbiddenException')
    ? `SSO gives you no role ${settings['sso_role_name']} in account ${settings['sso_account_id']} (${message})`
    : `SSO gave no credentials (${message})`;
}

/** What the program wrote to stderr; its command line may hold secrets. */
function outputOf(message: string): string {
  const complaint = /^Profile \S+ credential_process (.*)$/.exec(message)?.[1];
  if (complaint !== undefined) return `it ${complaint}`;
  const [first = '', ...lines] = message.split('\n');
  if (!first.startsWith('Command failed:')) return message.replaceAll(/\s+/g, ' ');
  return lines.join(' ').replaceAll(/\s+/g, ' ').trim() || 'it failed and wrote nothing to stderr';
}
