import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface LocalProxy {
  readonly url: string;
  /** What was asked of it: `CONNECT host:port`, or a method and a URL. */
  readonly asked: string[];
  readonly close: () => void;
}

interface ProxyOptions {
  readonly http: number;
  readonly tls: number;
  /** Tunnels need a password. */
  readonly refuses?: boolean;
}

/** A forward proxy on loopback that leads every host to the same place: plain requests to one port, tunnels to another. */
export async function startProxy({ refuses = false, ...ports }: ProxyOptions): Promise<LocalProxy> {
  const asked: string[] = [];
  const sockets = new Set<Duplex>();
  const server = createServer((incoming, outgoing) => {
    asked.push(`${incoming.method} ${incoming.url}`);
    forward(incoming, { outgoing, port: ports.http });
  });
  server.on('connect', (incoming: IncomingMessage, socket: Socket) => {
    asked.push(`CONNECT ${incoming.url} ${incoming.headers['proxy-authorization'] ?? ''}`.trim());
    // A program that ends closes its connections at any moment.
    socket.on('error', () => socket.destroy());
    if (incoming.headers['proxy-authorization'] === undefined && refuses) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    const onward = connect(ports.tls, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => onward.destroy());
    sockets.add(socket).add(onward);
  });
  const port = await listen(server);
  const close = (): void => {
    for (const socket of sockets) socket.destroy();
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}`, asked, close };
}

function forward(incoming: IncomingMessage, { outgoing, port }: { outgoing: ServerResponse; port: number }): void {
  const { pathname, search } = new URL(incoming.url ?? '/', 'http://x');
  const { method, headers } = incoming;
  const onward = request({ host: '127.0.0.1', port, path: pathname + search, method, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.on('error', () => outgoing.destroy()).pipe(outgoing);
  });
  onward.on('error', () => outgoing.destroy());
  incoming.pipe(onward);
}

export interface TlsFront {
  readonly port: number;
  /** The certificate, which is its own authority. */
  readonly certificate: string;
  readonly close: () => void;
}

/** HTTPS for every AWS name, in front of a plain port. */
export async function startTlsFront(port: number): Promise<TlsFront> {
  const folder = mkdtempSync(join(tmpdir(), 'tls-'));
  const certificate = join(folder, 'cert.pem');
  const names = 'subjectAltName=DNS:*.amazonaws.com,DNS:*.us-east-1.amazonaws.com,DNS:*.eu-west-1.amazonaws.com';
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=local',
      '-addext',
      names,
      '-keyout',
      join(folder, 'key.pem'),
      '-out',
      certificate,
    ],
    { stdio: 'ignore' },
  );
  const server = createTlsServer(
    { key: readFileSync(join(folder, 'key.pem')), cert: readFileSync(certificate) },
    (incoming, outgoing) => forward(incoming, { outgoing, port }),
  );
  const listening = await listen(server);
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { port: listening, certificate, close };
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
