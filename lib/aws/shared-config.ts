export type Variables = Readonly<Record<string, string | undefined>>;

export type Settings = Readonly<Record<string, string | undefined>>;

/** A profile of the AWS configuration files. */
export interface SharedProfile {
  /** null where none was asked for: the profile `default`, if there is one. */
  readonly name: string | null;
  /** The option or variable that named it; null where none did. */
  readonly namedBy: string | null;
  /** null: neither file has it. */
  readonly settings: Settings | null;
  /** Every profile, by name. */
  readonly profiles: ReadonlyMap<string, Settings>;
  /** The sections of other kinds, such as `services.local` and `sso-session.corp`. */
  readonly sections: ReadonlyMap<string, Settings>;
  /** The files that were searched. */
  readonly files: readonly string[];
}

export interface NamedValue {
  readonly name: string;
  readonly value: string;
}

/** The first of these variables that is set. An empty one counts as unset. */
export function firstSet(env: Variables, names: readonly string[]): NamedValue | null {
  for (const name of names) {
    const value = env[name];
    if (value) return { name, value };
  }
  return null;
}

// In the order of the AWS CLI. https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-envvars.html
const PROFILE_VARIABLES = ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE'];

/** The profile that the command line or the environment names, else `default`. */
export async function sharedProfile(env: Variables, option: string | undefined): Promise<SharedProfile> {
  const named = option === undefined ? firstSet(env, PROFILE_VARIABLES) : { name: '--profile', value: option };
  const { loadSharedConfigFiles } = await import('@smithy/core/config');
  const configFilepath = env['AWS_CONFIG_FILE'];
  const filepath = env['AWS_SHARED_CREDENTIALS_FILE'];
  const { configFile, credentialsFile } = await loadSharedConfigFiles({
    ...(configFilepath ? { configFilepath } : {}),
    ...(filepath ? { filepath } : {}),
  });
  const names = [...new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)])].toSorted();
  const settingsOf = (name: string): [string, Settings] => [name, { ...configFile[name], ...credentialsFile[name] }];
  const profiles = new Map(names.filter((name) => !isOtherSection(name)).map(settingsOf));
  return {
    name: named?.value ?? null,
    namedBy: named?.name ?? null,
    settings: profiles.get(named?.value ?? 'default') ?? null,
    profiles,
    sections: new Map(names.filter(isOtherSection).map(settingsOf)),
    files: [configFilepath || '~/.aws/config', filepath || '~/.aws/credentials'],
  };
}

function isOtherSection(section: string): boolean {
  return /^(?:sso-session|services)\./.test(section);
}

/** What the AWS CLI calls true: the word in any case. Every other text is false; an empty variable counts as unset. */
export function isSwitchedOn(env: Variables, { variable, setting }: { variable: string; setting: string | undefined }) {
  return (firstSet(env, [variable])?.value ?? setting ?? '').toLowerCase() === 'true';
}
