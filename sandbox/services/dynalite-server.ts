import type { Server } from 'node:http';
import { Readable } from 'node:stream';
import type { Reply, Request } from '../server/http.ts';

const TARGET = 'DynamoDB_20120810';
const HEADERS = {
  'content-type': 'application/x-amz-json-1.0',
  authorization:
    'AWS4-HMAC-SHA256 Credential=sandbox/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
  'x-amz-date': '20260101T000000Z',
};

/**
 * A dynalite server behind the sandbox. It starts with the first call, because most worlds have no table, and listens nowhere: a second
 * connection for each call costs more than the call.
 */
export class DynaliteServer {
  readonly #tables: readonly string[];
  #started: Promise<Server> | undefined;

  /** Creates tables with the keys `pk` and `sk` and the sparse index `open`, as the stack does. */
  constructor(tables: readonly string[]) {
    this.#tables = tables;
  }

  async forward({ headers, body }: Pick<Request, 'headers' | 'body'>): Promise<Reply> {
    const server = await (this.#started ??= this.#start());
    return send(server, { headers: { ...HEADERS, 'x-amz-target': String(headers['x-amz-target']) }, body });
  }

  async #start(): Promise<Server> {
    const { default: dynalite } = await import('dynalite');
    const server = dynalite({ createTableMs: 0, deleteTableMs: 0 });
    for (const name of this.#tables) await createTable(server, name);
    return server;
  }
}

async function createTable(server: Server, name: string): Promise<void> {
  const table = {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: ['pk', 'sk', 'open'].map((key) => ({ AttributeName: key, AttributeType: 'S' })),
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'open',
        KeySchema: [
          { AttributeName: 'open', KeyType: 'HASH' },
          { AttributeName: 'pk', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
  };
  const headers = { ...HEADERS, 'x-amz-target': `${TARGET}.CreateTable` };
  await send(server, { headers, body: Buffer.from(JSON.stringify(table)) });
  // dynalite needs some milliseconds to create a table, as DynamoDB does.
  const describe = {
    headers: { ...HEADERS, 'x-amz-target': `${TARGET}.DescribeTable` },
    body: Buffer.from(JSON.stringify({ TableName: name })),
  };
  while (!(await send(server, describe)).body.toString().includes('"TableStatus":"ACTIVE"'))
    await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Has the server handle a request, and takes the parts of the response that dynalite sets. */
function send(
  server: Server,
  { headers, body }: { headers: Readonly<Record<string, string>>; body: Buffer },
): Promise<Reply> {
  const message = Object.assign(Readable.from([body]), { method: 'POST', url: '/', headers });
  return new Promise((resolve) => {
    const response = {
      statusCode: 200,
      setHeader: () => undefined,
      end: (text: string) =>
        resolve({ status: response.statusCode, headers: { 'content-type': HEADERS['content-type'] }, body: text }),
    };
    server.emit('request', message, response);
  });
}
