import { readFile } from 'node:fs/promises';
import { WardenError } from '../core/errors.ts';
import type { ClientOptions } from './client-options.ts';
import { proxiesOf } from './proxies.ts';
import { firstSet, type NamedValue, type SharedProfile, type Variables } from './shared-config.ts';

/** Request handlers for the proxies and the CA bundle of an environment; undefined: it has none. Throws a WardenError for a bundle that is none. */
export async function handlersFor(
  env: Variables,
  { name, settings }: SharedProfile,
): Promise<ClientOptions['createHandler']> {
  const bundle =
    firstSet(env, ['AWS_CA_BUNDLE']) ?? bundleOfProfile(name, settings) ?? firstSet(env, ['REQUESTS_CA_BUNDLE']);
  const proxies = proxiesOf(env);
  if (bundle === null && proxies.http === null && proxies.https === null) return undefined;
  const ca = bundle === null ? null : await readBundle(bundle);
  const { proxyHandlers } = await import('./proxy-handler.ts');
  return proxyHandlers({ proxies, ca });
}

function bundleOfProfile(name: string | null, settings: SharedProfile['settings']): NamedValue | null {
  return settings?.['ca_bundle']
    ? { name: `ca_bundle of profile ${name ?? 'default'}`, value: settings['ca_bundle'] }
    : null;
}

async function readBundle({ name, value }: NamedValue): Promise<string> {
  const text = await readFile(value, 'utf8').catch((error: unknown) => {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new WardenError('usage', `${name}: the CA bundle ${value} cannot be read (${why})`);
  });
  if (text.includes('-----BEGIN CERTIFICATE-----') || text.includes('-----BEGIN TRUSTED CERTIFICATE-----')) return text;
  throw new WardenError('usage', `${name}: expected PEM certificates in ${value}, found none`);
}
