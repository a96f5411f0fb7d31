import { afterEach, describe, expect, test } from '@jest/globals';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createClients } from '../../lib/aws/clients.ts';
import { callerIdentity } from '../../lib/aws/identity.ts';

let server: Server | undefined;
afterEach(() => {
  server?.close();
});

/** A server that does this with each connection. */
async function listening(onConnection: (socket: Socket) => void): Promise<string> {
  server = createServer((socket) => {
    socket.on('error', () => undefined);
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const reply =
  (status: string, body: string, headers = '') =>
  (socket: Socket) =>
    socket.once('data', () =>
      socket.end(`HTTP/1.1 ${status}\r\n${headers}content-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`),
    );

async function messageFor(endpoint: string, requestTimeoutMs = 300): Promise<string> {
  const clients = createClients({
    homeRegion: 'eu-west-1',
    endpoints: { useFipsEndpoint: false, useDualstackEndpoint: false, endpointOf: () => endpoint },
    requestTimeoutMs,
    connectTimeoutMs: 300,
    readAttempts: 1,
    credentials: () => () => Promise.resolve({ accessKeyId: 'a', secretAccessKey: 'b' }),
  });
  try {
    const caller = await callerIdentity(clients, AbortSignal.timeout(2000));
    return `account ${caller.accountId}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    clients.destroy();
  }
}

describe('the account of the credentials, if STS cannot be reached', () => {
  test.each<[string, () => Promise<string>, RegExp]>([
    ['refuses', () => Promise.resolve('http://127.0.0.1:1'), /127\.0\.0\.1.*ECONNREFUSED/],
    ['has no address', () => Promise.resolve('http://sts.invalid'), /sts\.invalid could not be resolved \(E/],
    [
      'resets',
      async () => `http://${await listening((s) => s.resetAndDestroy())}`,
      /127\.0\.0\.1 failed \(ECONNRESET\)/,
    ],
    ['is silent', async () => `http://${await listening(() => undefined)}`, /no answer in time \(127\.0\.0\.1\)/],
    [
      'is not TLS',
      async () => `https://${await listening(reply('200 OK', ''))}`,
      /127\.0\.0\.1 is not trusted or not TLS \(EPROTO: wrong version number\)/,
    ],
    ['is no HTTP', async () => `http://${await listening((s) => s.end('SSH-2.0\r\n'))}`, /127\.0\.0\.1 failed \(HPE_/],
    [
      'is a proxy that wants a password',
      async () => `http://${await listening(reply('407 Proxy Authentication Required', '<html>'))}`,
      /127\.0\.0\.1 was refused by a proxy \(HTTP 407\)/,
    ],
    [
      'is a proxy that fails',
      async () => `http://${await listening(reply('502 Bad Gateway', '<html>', 'via: 1.1 squid\r\n'))}`,
      /127\.0\.0\.1 was refused by a proxy \(HTTP 502\)/,
    ],
    [
      'is a page',
      async () => `http://${await listening(reply('200 OK', '<html>log in</html>'))}`,
      /without a 12-digit account: check for a proxy/,
    ],
    [
      'is a forbidden page',
      async () => `http://${await listening(reply('403 Forbidden', '<html>no</html>'))}`,
      /was denied: 127\.0\.0\.1 in eu-west-1 answered HTTP 403 without an error type/,
    ],
    [
      'is empty',
      async () => `http://${await listening(reply('200 OK', ''))}`,
      /without a 12-digit account: check for a proxy/,
    ],
    [
      'is a gateway without its service',
      async () => `http://${await listening(reply('504 Gateway Timeout', '<html>'))}`,
      /failed \(HTTP 504 from 127\.0\.0\.1\)/,
    ],
  ])('%s: names the host and the Region', async (_, endpoint, expected) => {
    const message = await messageFor(await endpoint());
    expect(message).toMatch(expected);
    expect(message).toContain('eu-west-1');
    expect(message).not.toMatch(/\$response|hidden field|\n/);
  });
});
