import type { Macie2Client } from '@aws-sdk/client-macie2';

type Stack = Pick<Parameters<Macie2Client['send']>[0]['middlewareStack'], 'add'>;

/**
 * Makes a command fail where the answer has no body. To the SDK that is an answer in which every field is absent, and for some
 * calls this means that nothing is configured.
 */
export function refuseEmptyBody({ middlewareStack }: { readonly middlewareStack: Stack }): void {
  middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const response = Object(result.response);
      const bytes = await bytesOf(Reflect.get(response, 'body'));
      if (bytes.length === 0 && Reflect.get(response, 'statusCode') === 200)
        throw Object.assign(new SyntaxError('the body is empty'), { $metadata: { httpStatusCode: 200 } });
      Reflect.set(response, 'body', bytes);
      return result;
    },
    { step: 'deserialize', priority: 'low', name: 'refuseEmptyBody' },
  );
}

async function bytesOf(body: unknown): Promise<Buffer> {
  const chunks: Buffer[] = [];
  if (!isIterable(body)) return Buffer.alloc(0);
  for await (const chunk of body) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function isIterable(body: unknown): body is AsyncIterable<Uint8Array> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}
