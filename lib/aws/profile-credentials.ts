import type { Settings, SharedProfile } from './shared-config.ts';

type Source = 'role' | 'keys' | 'web-identity' | 'process' | 'sso' | 'login' | 'none';

/** A profile, and the ones that it takes its credentials from: the last of them has some of its own. */
export interface ProfileChain {
  readonly names: readonly string[];
  readonly source: Source;
}

/** The chain of a profile, or a sentence on why it has none. `isThereSomebody`: a person can be asked for a code. */
export function profileChain(
  profile: SharedProfile,
  isThereSomebody: boolean,
): ProfileChain | { readonly problem: string } {
  const { profiles, files } = profile;
  const names: string[] = [];
  let current = profile.name ?? 'default';
  for (;;) {
    const settings = profiles.get(current);
    const before = names.at(-1);
    if (settings === undefined && before !== undefined)
      return { problem: missing(before, { key: 'source_profile', wanted: current, files }) };
    const isRole = sourceOf(settings ?? {}) === 'role' && !(before !== undefined && hasKeys(settings));
    if (!isRole || settings === undefined) return endOf([...names, current], { profile, settings: settings ?? {} });
    if (names.includes(current))
      return { problem: `profile ${names[0]}: source_profile leads in a circle: ${[...names, current].join(', ')}` };
    names.push(current);
    const problem = roleProblem(current, { settings, isThereSomebody });
    if (problem !== null) return { problem };
    const { source_profile: next } = settings;
    if (!next) return { names, source: 'role' };
    current = next;
  }
}

/** In the order of the AWS CLI and the SDK. */
function sourceOf(settings: Settings): Source {
  if (settings['role_arn'] && settings['web_identity_token_file'] === undefined) return 'role';
  if (hasKeys(settings)) return 'keys';
  if (settings['web_identity_token_file'] !== undefined) return 'web-identity';
  if (settings['credential_process'] !== undefined) return 'process';
  if (SSO_KEYS.some((key) => settings[key] !== undefined)) return 'sso';
  return settings['login_session'] === undefined ? 'none' : 'login';
}

const SSO_KEYS = ['sso_session', 'sso_start_url', 'sso_account_id', 'sso_role_name'];

function hasKeys(settings: Settings | undefined): boolean {
  return Boolean(settings?.['aws_access_key_id'] && settings['aws_secret_access_key']);
}

const CREDENTIAL_SOURCES = ['Environment', 'Ec2InstanceMetadata', 'EcsContainer'];

function roleProblem(name: string, { settings, isThereSomebody }: { settings: Settings; isThereSomebody: boolean }) {
  const { source_profile: profile, credential_source: source, mfa_serial: device } = settings;
  if (profile && source) return `profile ${name}: source_profile and credential_source exclude each other: remove one`;
  if (!profile && !source) return `profile ${name}: role_arn needs source_profile or credential_source: add one`;
  if (source && !CREDENTIAL_SOURCES.includes(source))
    return `profile ${name}: credential_source: expected one of ${CREDENTIAL_SOURCES.join(', ')}, found ${JSON.stringify(source)}`;
  return device && !isThereSomebody
    ? `profile ${name}: its role needs a code of the MFA device ${device}, and there is no terminal to ask on. Run it on one, or set the keys of a session with MFA`
    : null;
}

function endOf(
  names: readonly string[],
  { profile, settings }: { readonly profile: SharedProfile; readonly settings: Settings },
): ProfileChain | { readonly problem: string } {
  const name = names.at(-1) ?? '';
  const source = sourceOf(settings);
  const problem = ownProblem(name, { source, settings, profile });
  return problem === null ? { names, source } : { problem };
}

interface Own {
  readonly source: Source;
  readonly settings: Settings;
  readonly profile: SharedProfile;
}

function ownProblem(name: string, { source, settings, profile }: Own): string | null {
  const [id, secret] = [settings['aws_access_key_id'], settings['aws_secret_access_key']];
  if (source !== 'keys' && Boolean(id) !== Boolean(secret))
    return `profile ${name}: aws_${id ? 'access_key_id' : 'secret_access_key'} is set and aws_${id ? 'secret_access_key' : 'access_key_id'} is not: set both or neither`;
  if (source === 'web-identity' && !settings['role_arn'])
    return `profile ${name}: web_identity_token_file needs role_arn: add it`;
  return source === 'sso' ? ssoProblem(name, { settings, profile }) : null;
}

function ssoProblem(name: string, { settings, profile }: Omit<Own, 'source'>): string | null {
  const { sections, files } = profile;
  const { sso_session: session } = settings;
  const shared = session === undefined ? {} : sections.get(`sso-session.${session}`);
  if (shared === undefined)
    return missing(name, { key: 'sso_session', wanted: session ?? '', files: files.slice(0, 1) });
  const all = { ...shared, ...settings };
  const lacking = ['sso_start_url', 'sso_region', 'sso_account_id', 'sso_role_name'].filter((key) => !all[key]);
  return lacking.length === 0
    ? null
    : `profile ${name}: SSO needs ${lacking.join(' and ')} as well: run aws configure sso --profile ${name}`;
}

interface Missing {
  readonly key: string;
  readonly wanted: string;
  readonly files: readonly string[];
}

function missing(name: string, { key, wanted, files }: Missing): string {
  return `profile ${name}: ${key} names ${JSON.stringify(wanted)}, which is not in ${files.join(' or ')}`;
}
