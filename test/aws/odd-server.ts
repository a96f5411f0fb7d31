import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EndpointSettings } from '../../lib/aws/endpoint-settings.ts';

/** A server that answers every request with this body, whatever AWS promises. */
export async function answering(
  body: string,
): Promise<{ readonly endpoints: EndpointSettings; readonly close: () => Promise<unknown> }> {
  const server = createServer((_, response) => response.end(body));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    endpoints: { useFipsEndpoint: false, useDualstackEndpoint: false, endpointOf: () => url },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
