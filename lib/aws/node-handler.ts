import { NodeHttpHandler, type NodeHttpHandlerOptions } from '@smithy/node-http-handler';

export type RequestHandler = Pick<
  NodeHttpHandler,
  'handle' | 'metadata' | 'updateHttpClientConfig' | 'httpHandlerConfigs' | 'destroy'
>;

export interface HandlerOptions extends Pick<
  NodeHttpHandlerOptions,
  'connectionTimeout' | 'requestTimeout' | 'throwOnRequestTimeout'
> {
  readonly agent: { readonly keepAlive: boolean; readonly maxSockets: number };
}

export function createNodeHandler({ agent, ...options }: HandlerOptions): RequestHandler {
  // Options, not agents: the handler then loads node:https when it first needs it.
  return new NodeHttpHandler({ ...options, httpAgent: agent, httpsAgent: agent });
}
