import type { Variables } from './shared-config.ts';

/** The proxies of an environment, and the hosts that are reached without one. */
export interface Proxies {
  readonly http: string | null;
  readonly https: string | null;
  readonly exceptions: readonly string[];
}

/**
 * Reads HTTP_PROXY, HTTPS_PROXY and NO_PROXY as the AWS CLI does: lower case goes before upper case, and an empty lower-case
 * variable switches the other one off. https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-proxy.html
 */
export function proxiesOf(env: Variables): Proxies {
  const exceptions = (either(env, 'no_proxy') ?? '').split(',').map((name) => name.trim().toLowerCase());
  return {
    http: proxyUrl(either(env, 'http_proxy')),
    https: proxyUrl(either(env, 'https_proxy')),
    exceptions: exceptions.filter((name) => name !== ''),
  };
}

function either(env: Variables, name: string): string | undefined {
  return env[name] ?? env[name.toUpperCase()];
}

/** `proxy.example.com:3128` is a proxy that is spoken to by HTTP. */
function proxyUrl(text: string | undefined): string | null {
  const trimmed = (text ?? '').trim();
  if (trimmed === '') return null;
  if (/^https?:/i.test(trimmed)) return trimmed;
  return trimmed.startsWith('//') ? `http:${trimmed}` : `http://${trimmed}`;
}

export interface Destination {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number | undefined;
}

/** The proxy to a host; null: none. A loopback address is this machine, which no proxy can reach. */
export function proxyTo({ protocol, hostname, port }: Destination, proxies: Proxies): string | null {
  const proxy = protocol === 'http:' ? proxies.http : proxies.https;
  const host = hostname.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  if (proxy === null || isLoopback(host)) return null;
  const names = [host, `${host}:${port ?? (protocol === 'http:' ? 80 : 443)}`];
  return proxies.exceptions.some((exception) => names.some((name) => isCovered(name, exception))) ? null : proxy;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/** `example.com` and `.example.com` both cover the name and every name below it. */
function isCovered(name: string, exception: string): boolean {
  const bare = exception.replace(/^\*?\.+/, '');
  return exception === '*' || name === bare || name.endsWith(`.${bare}`);
}
