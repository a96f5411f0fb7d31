import { MACIE_REGIONS } from '../core/regions.ts';
import type { ErrorFacts } from './error-facts.ts';
import { failure, type Call, type ErrorMeaning } from './error-meaning.ts';

// https://nodejs.org/api/dns.html#error-codes and getaddrinfo(3)
const DNS =
  /^(EAI_\w+|ENOTFOUND|ENODATA|EFORMERR|ESERVFAIL|ENOTIMP|EREFUSED|EBAD(QUERY|NAME|FAMILY|RESP|STR|FLAGS|HINTS)|ENONAME|ENOTINITIALIZED|EDESTRUCTION|ECANCELLED|ELOADIPHLPAPI|EADDRGETNETWORKPARAMS)$/;
/** Resources that this machine lacks, or actions that it does not allow. */
const LOCAL = /^(EMFILE|ENFILE|ENOBUFS|ENOMEM|EBUSY|EAGAIN|EADDRNOTAVAIL|EADDRINUSE|EACCES|EPERM)$/;
const TIMEOUT = /^(ETIMEDOUT|ETIMEOUT|ESOCKETTIMEDOUT|ERR_\w*TIMEOUT|UND_ERR_\w*TIMEOUT)$/;
const TIMEOUT_NAMES = new Set(['TimeoutError', 'AbortError', 'RequestTimeout', 'RequestTimeoutException']);
// https://nodejs.org/api/tls.html#x509-certificate-error-codes
const TLS =
  /^(ERR_TLS_\w+|ERR_SSL_\w+|ERR_OSSL_\w+|EPROTO|(CERT|CRL|UNABLE_TO|ERROR_IN|DEPTH_ZERO|SELF_SIGNED)_\w+|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED|OUT_OF_MEM)$/;
/** Every other code of the system, of Node.js's sockets, its HTTP parser and undici. */
const CONNECTION =
  /^(E(?!RR_)[A-Z0-9]+|ERR_(SOCKET|HTTP|HTTP2|QUIC|STREAM|NETWORK|CONNECTION)_\w+|UND_ERR_\w+|HPE_\w+)$/;
/** Agents for proxies and old versions of Node.js give a text and no code. */
const PROXY_TEXT = /\bprox(y|ies)\b|tunnel+ing socket|HTTP tunnel/i;
const CONNECTION_TEXT = /socket hang up|network socket disconnected|fetch failed|SSL routines/i;

/** A call that got no answer of AWS. Codes before names: the SDK calls a reset connection TimeoutError with code ECONNRESET. */
export function networkFailure(facts: ErrorFacts, call: Call): ErrorMeaning | null {
  const { message, name, status } = facts;
  const isTyped = !facts.isUntyped && !facts.isOurs && !TIMEOUT_NAMES.has(name);
  if (facts.isOfProxy && !isTyped) return proxyFailure(facts, call);
  // A service can send a field called `code` as well.
  const code = isTyped && status !== null ? null : facts.code;
  if (code !== null && DNS.test(code)) return dnsFailure(facts, call);
  if (code !== null && TIMEOUT.test(code)) return timeout(facts, call);
  // The word of a proxy in a typed answer of AWS is a part of a name.
  if (status === null && (facts.isOurs || code !== null) && PROXY_TEXT.test(message)) return proxyFailure(facts, call);
  if (code !== null && TLS.test(code)) return tlsFailure(facts, call);
  if (code !== null && LOCAL.test(code))
    return failure(
      'network',
      `${connectionOf(facts, call)} could not be opened (${code}): check the open files, sockets and firewall of this machine`,
    );
  if (code !== null && CONNECTION.test(code))
    return failure('network', `${connectionOf(facts, call)} failed (${code})`, true);
  if (TIMEOUT_NAMES.has(name)) return timeout(facts, call);
  if (status === null && facts.isOurs && CONNECTION_TEXT.test(message))
    return failure('network', `${connectionOf(facts, call)} failed: ${reasonOf(facts)}`, true);
  return null;
}

function connectionOf(facts: ErrorFacts, call: Call): string {
  return `${call.operation} in ${call.region}: the connection to ${hostOf(facts, call)}`;
}

function hostOf({ host }: ErrorFacts, { operation }: Call): string {
  return host ?? `the endpoint of ${operation.split(':')[0]}`;
}

function timeout({ host }: ErrorFacts, { operation, region }: Call): ErrorMeaning {
  return failure(
    'timeout',
    `${operation} in ${region} gave no answer in time${host === null ? '' : ` (${host})`}`,
    true,
  );
}

function dnsFailure(facts: ErrorFacts, call: Call): ErrorMeaning {
  const { operation, region } = call;
  const { code, host } = facts;
  // The name that does not resolve may be that of a proxy.
  const isOfRegion = host === null || host.includes(region);
  if (code === 'ENOTFOUND' && isOfRegion && operation.startsWith('macie2:') && !MACIE_REGIONS.includes(region))
    return failure('region-unsupported', `there is no Macie endpoint in ${region}: take the Region out of the policy`);
  const name = host === null ? `the name of ${hostOf(facts, call)}` : `the name ${host}`;
  return failure('network', `${operation} in ${region}: ${name} could not be resolved (${code}): check DNS`);
}

function tlsFailure(facts: ErrorFacts, call: Call): ErrorMeaning {
  const { code } = facts;
  return failure(
    'network',
    `${connectionOf(facts, call)} is not trusted or not TLS (${code}: ${reasonOf(facts)}): check the clock, the certificates (NODE_EXTRA_CA_CERTS) and proxies in between`,
  );
}

/** OpenSSL writes ids of threads and places in its source around its reason; they differ from call to call. */
function reasonOf({ message }: ErrorFacts): string {
  return /error:[\dA-F]+:[^:]*:[^:]*:([^:]+)/i.exec(message)?.[1]?.trim() ?? message;
}

function proxyFailure(facts: ErrorFacts, call: Call): ErrorMeaning {
  const { status, message, code } = facts;
  const answer = status === null ? [code, message].filter(Boolean).join(': ') : `HTTP ${status}`;
  return failure(
    'network',
    `${connectionOf(facts, call)} was refused by a proxy (${answer}): check HTTPS_PROXY, NO_PROXY and the credentials of the proxy`,
    true,
  );
}
