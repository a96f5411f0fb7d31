import type { ClientOptions } from '../../../aws/client-options.ts';
import { endpointConfig } from '../../../aws/endpoint-config.ts';
import { createCredentials } from '../../../aws/credentials.ts';
import { endpointSettings, type EndpointSettings } from '../../../aws/endpoint-settings.ts';
import { handlersFor } from '../../../aws/network-handlers.ts';
import {
  firstSet,
  sharedProfile,
  type NamedValue,
  type SharedProfile,
  type Variables,
} from '../../../aws/shared-config.ts';
import { unreadConfig } from '../../../aws/unread-config.ts';
import { WardenError } from '../../../core/errors.ts';
import { ALL_REGIONS, partitionWithoutMacie } from '../../../core/regions.ts';
import { closest } from '../../../policy/closest.ts';

/** How a person asked for AWS: options go before variables, and variables before the profile, as in the AWS CLI. */
export interface ConnectionOptions {
  readonly env: Variables;
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
  readonly endpointUrl?: string | undefined;
  /** A role to assume before all calls. */
  readonly roleArn?: string | undefined;
  /** Asks the person for the code of an MFA device; left out where there is nobody to ask. */
  readonly askMfaCode?: ((device: string) => Promise<string>) | undefined;
}

export interface Connection {
  readonly clientOptions: ClientOptions;
  readonly homeRegion: NamedValue;
  /** null: none was asked for. */
  readonly profile: string | null;
}

/** Reads options, variables and profile. Throws a WardenError for what cannot be meant. */
export async function resolveConnection(options: ConnectionOptions): Promise<Connection> {
  const { env, endpointUrl } = options;
  const profile = await sharedProfile(env, options.profile);
  if (profile.namedBy !== null && profile.settings === null) throw await noSuchProfile(profile);
  const homeRegion = homeRegionOf(options, profile);
  const createHandler = await handlersFor(env, profile);
  const readAttempts = attemptsOf(env, profile);
  const endpoints = endpointSettings(endpointUrl, { env, profile });
  return {
    homeRegion,
    profile: profile.name,
    clientOptions: {
      homeRegion: homeRegion.value,
      credentials: createCredentials(env, {
        profile,
        isOption: options.profile !== undefined,
        askMfaCode: options.askMfaCode,
        clientConfig: credentialsEndpoint(endpoints),
      }),
      ...(createHandler ? { createHandler } : {}),
      ...(profile.name === null ? {} : { profile: profile.name }),
      ...(readAttempts === null ? {} : { readAttempts }),
      endpoints,
    },
  };
}

/** Of the clients of STS and SSO that fetch credentials. Two URLs cannot be given to them: the SDK then looks for its own. */
function credentialsEndpoint(endpoints: EndpointSettings): object {
  const isOne = endpoints.endpointOf('sts') === endpoints.endpointOf('sso');
  return isOne ? endpointConfig(endpoints, 'sts') : {};
}

const MOST_NAMES = 10;

async function noSuchProfile(profile: SharedProfile): Promise<WardenError> {
  const { name, namedBy, profiles, files } = profile;
  const near = closest(name ?? '', [...profiles.keys()]);
  const unread = await unreadConfig(profile);
  const found = near === null ? namesOf([...profiles.keys()]) : `Did you mean ${near}?`;
  const hints = unread.length > 0 && profiles.size === 0 ? unread : [...unread, found];
  return new WardenError(
    'usage',
    `${namedBy}: there is no profile ${JSON.stringify(name)} in ${files.join(' or ')}. ${hints.join('. ')}`,
  );
}

function namesOf(known: readonly string[]): string {
  if (known.length === 0) return 'They have no profile at all';
  const more = known.length > MOST_NAMES ? ` and ${known.length - MOST_NAMES} more` : '';
  return `They have ${known.slice(0, MOST_NAMES).join(', ')}${more}`;
}

const REGION_FORM = /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/;

// AWS_REGION overrides AWS_DEFAULT_REGION. https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-envvars.html
function homeRegionOf({ env, region }: ConnectionOptions, { name, settings }: SharedProfile): NamedValue {
  const found =
    region === undefined ? firstSet(env, ['AWS_REGION', 'AWS_DEFAULT_REGION']) : { name: '--region', value: region };
  const ofProfile = settings?.['region'] ? { name: `profile ${name ?? 'default'}`, value: settings['region'] } : null;
  const chosen = found ?? ofProfile ?? { name: 'default', value: 'us-east-1' };
  const elsewhere = partitionWithoutMacie(chosen.value);
  if (elsewhere !== null)
    throw new WardenError(
      'usage',
      `${chosen.name}: expected a Region of the partition aws, found ${JSON.stringify(chosen.value)}. Macie is not offered in ${elsewhere}`,
    );
  if (REGION_FORM.test(chosen.value)) return chosen;
  throw new WardenError(
    'usage',
    `${chosen.name}: expected the name of an AWS Region, found ${JSON.stringify(chosen.value)}${didYouMean(chosen.value)}`,
  );
}

/** A hint with a space before it, or nothing. */
function didYouMean(region: string): string {
  const near = closest(region.trim(), ALL_REGIONS);
  return near === null || near === region ? '' : `. Did you mean ${near}?`;
}

const MOST_ATTEMPTS = 10;

/** How often a read is tried, the first time included; null: nobody has said so. https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html */
function attemptsOf(env: Variables, { name, settings }: SharedProfile): number | null {
  const ofProfile = settings?.['max_attempts'];
  const found =
    firstSet(env, ['AWS_MAX_ATTEMPTS']) ??
    (ofProfile ? { name: `max_attempts of profile ${name ?? 'default'}`, value: ofProfile } : null);
  if (found === null) return null;
  if (/^[1-9]\d*$/.test(found.value)) return Math.min(Number(found.value), MOST_ATTEMPTS);
  throw new WardenError('usage', `${found.name}: expected a number from 1 on, found ${JSON.stringify(found.value)}`);
}
