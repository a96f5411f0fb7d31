import type { IncomingMessage, ServerResponse } from 'node:http';

/** A request. Its SigV4 scope names the service and the caller; the signature itself is not checked. */
export interface Request {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  /** From `Credential=KEY/date/REGION/SERVICE/aws4_request`; null when the request is not signed. */
  readonly scope: Scope | null;
}

interface Scope {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** The archived report of a large organization has more than a hundred. */
const MAX_BODY_BYTES = 512 * 2 ** 20;
const SCOPE = /Credential=(?<accessKeyId>[^/,\s]+)\/\d{8}\/(?<region>[^/]+)\/(?<service>[^/]+)\/aws4_request/;

export async function readRequest(message: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_BODY_BYTES) throw new RangeError(`the body is over ${MAX_BODY_BYTES} bytes`);
    chunks.push(bytes);
  }
  const url = new URL(message.url ?? '/', 'http://sandbox');
  return {
    method: message.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: message.headers,
    body: Buffer.concat(chunks),
    scope: scopeOf(message.headers.authorization ?? ''),
  };
}

function scopeOf(authorization: string): Scope | null {
  const { accessKeyId, region, service } = SCOPE.exec(authorization)?.groups ?? {};
  return accessKeyId && region && service ? { accessKeyId, region, service } : null;
}

export function sendReply(response: ServerResponse, { status, headers, body }: Reply): void {
  const requestId = crypto.randomUUID();
  response
    .writeHead(status, { 'x-amzn-requestid': requestId, 'content-length': Buffer.byteLength(body), ...headers })
    .end(body);
}
