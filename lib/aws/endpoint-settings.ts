import { WardenError } from '../core/errors.ts';
import {
  firstSet,
  isSwitchedOn,
  type NamedValue,
  type Settings,
  type SharedProfile,
  type Variables,
} from './shared-config.ts';

/** Which endpoints of a service are called, and what is called in place of them. */
export interface EndpointSettings {
  readonly useFipsEndpoint: boolean;
  readonly useDualstackEndpoint: boolean;
  /** The URL that is called in place of AWS, by the id of a service such as `macie2`; null: AWS. */
  readonly endpointOf: (service: string) => string | null;
}

/** The services of which the command line makes clients, and those of which the SDK makes clients for credentials. */
const SERVICES = [
  'account',
  'cloudformation',
  'cloudtrail',
  'cloudwatch',
  'dynamodb',
  'eventbridge',
  'iam',
  'kms',
  'lambda',
  'macie2',
  'organizations',
  's3',
  'scheduler',
  'sfn',
  'securityhub',
  'sns',
  'sqs',
  'ssm',
  'sso',
  'sso_oidc',
  'sts',
];

interface Sources {
  readonly env: Variables;
  readonly profile: SharedProfile;
}

/**
 * Reads the option, the variables and the profile settings on endpoints as the AWS CLI does. The SDK itself reads `endpoint_url` of the
 * profile in AWS_PROFILE alone, and knows `true` in lower case alone. Throws a WardenError for a URL that is none.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export function endpointSettings(option: string | undefined, sources: Sources): EndpointSettings {
  const isIgnored = isOn('ignore_configured_endpoint_urls', sources);
  const found = SERVICES.map((service) => {
    if (option !== undefined) return [service, { name: '--endpoint-url', value: option }] as const;
    return [service, isIgnored ? null : configuredUrl(service, sources)] as const;
  });
  const urls = found.flatMap(([service, url]) => (url === null ? [] : [[service, checkedUrl(url, sources)] as const]));
  const byService = new Map(urls);
  return {
    useFipsEndpoint: isOn('use_fips_endpoint', sources),
    useDualstackEndpoint: isOn('use_dualstack_endpoint', sources),
    endpointOf: (service) => byService.get(service) ?? null,
  };
}

/** A setting of the profile; AWS_ and its name in upper case is the variable that goes before it. */
function isOn(setting: string, { env, profile }: Sources): boolean {
  const variable = `AWS_${setting.toUpperCase()}`;
  return isSwitchedOn(env, { variable, setting: profile.settings?.[setting] });
}

/** Variables go before the profile; in each, the setting of one service goes before that of all. */
function configuredUrl(service: string, { env, profile }: Sources): NamedValue | null {
  const ofVariables = firstSet(env, [`AWS_ENDPOINT_URL_${service.toUpperCase()}`, 'AWS_ENDPOINT_URL']);
  if (ofVariables) return ofVariables;
  const of = `of profile ${profile.name ?? 'default'}`;
  const ofService = servicesOf(profile)?.[`${service}.endpoint_url`];
  if (ofService) return { name: `endpoint_url of ${service} ${of}`, value: ofService };
  const ofAll = profile.settings?.['endpoint_url'];
  return ofAll ? { name: `endpoint_url ${of}`, value: ofAll } : null;
}

function servicesOf({ name, settings, sections, files }: SharedProfile): Settings | null {
  const wanted = settings?.['services'];
  if (!wanted) return null;
  const found = sections.get(`services.${wanted}`);
  if (found) return found;
  throw new WardenError(
    'usage',
    `profile ${name ?? 'default'}: it names the section [services ${wanted}], which ${files[0]} does not have`,
  );
}

const EXCLUDED_BY_URL = ['use_fips_endpoint', 'use_dualstack_endpoint'];

function checkedUrl({ name, value }: NamedValue, sources: Sources): string {
  const url = value.trim();
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url))
    throw new WardenError(
      'usage',
      `${name}: expected a URL such as http://127.0.0.1:4566, found ${JSON.stringify(value)}`,
    );
  const excluded = EXCLUDED_BY_URL.find((setting) => isOn(setting, sources));
  if (excluded === undefined) return url;
  throw new WardenError(
    'usage',
    `${name}: a URL of your own and ${excluded} exclude each other: unset one (AWS_${excluded.toUpperCase()}, or the profile)`,
  );
}
