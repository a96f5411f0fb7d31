import type { ClientRequest } from 'node:http';
import { NodeHttpHandler, type NodeHttpHandlerOptions } from '@smithy/node-http-handler';
import type { HandlerOptions, RequestHandler } from './node-handler.ts';
import { proxyTo, type Proxies } from './proxies.ts';

export interface Network {
  readonly proxies: Proxies;
  /** PEM certificates that are trusted in place of those of Node.js; null: those. */
  readonly ca: string | null;
}

/** Prepares request handlers that go through proxies and trust a CA bundle. The libraries for it are loaded here, if at all. */
export async function proxyHandlers({ proxies, ca }: Network): Promise<(options: HandlerOptions) => RequestHandler> {
  const certificates = ca === null ? {} : { ca };
  const [{ HttpProxyAgent }, { HttpsProxyAgent }] = await Promise.all([
    import('http-proxy-agent'),
    import('https-proxy-agent'),
  ]);
  return ({ agent, ...timeouts }) => {
    const through = (url: string): NodeHttpHandlerOptions => {
      const httpsAgent = new HttpsProxyAgent(url, { ...agent, ...certificates });
      // What it is constructed with is for the proxy itself; these are for the host behind it.
      Object.assign(httpsAgent.options, certificates);
      httpsAgent.on('proxyConnect', ({ statusCode }: { statusCode: number }, request: ClientRequest) => {
        if (statusCode !== 200) request.destroy(refusal(url, { statusCode, host: request.host }));
      });
      return { ...timeouts, httpAgent: new HttpProxyAgent(url, { ...agent, ...certificates }), httpsAgent };
    };
    const direct = new NodeHttpHandler({ ...timeouts, httpAgent: agent, httpsAgent: { ...agent, ...certificates } });
    return chooseByHost(direct, { proxies, handlerOf: (url) => new NodeHttpHandler(through(url)) });
  };
}

/** Without this the answer of the proxy would be read as that of AWS: a 403 as a denial. */
function refusal(url: string, { statusCode, host }: { statusCode: number; host: string }): Error {
  const message = `the proxy ${new URL(url).host} refuses to connect to ${host} (HTTP ${statusCode})`;
  return Object.assign(new Error(message), { code: 'ECONNREFUSED' });
}

interface Choice {
  readonly proxies: Proxies;
  readonly handlerOf: (proxyUrl: string) => NodeHttpHandler;
}

/** One handler in front of several: each request takes the one of its proxy. */
function chooseByHost(direct: NodeHttpHandler, { proxies, handlerOf }: Choice): RequestHandler {
  const byProxy = new Map<string, NodeHttpHandler>();
  const handlerFor = (request: Parameters<NodeHttpHandler['handle']>[0]): NodeHttpHandler => {
    const url = proxyTo(request, proxies);
    if (url === null) return direct;
    const handler = byProxy.get(url) ?? handlerOf(url);
    byProxy.set(url, handler);
    return handler;
  };
  return {
    metadata: direct.metadata,
    handle: (request, options) => handlerFor(request).handle(request, options),
    updateHttpClientConfig: (key, value) => direct.updateHttpClientConfig(key, value),
    httpHandlerConfigs: () => direct.httpHandlerConfigs(),
    destroy: () => {
      for (const handler of [direct, ...byProxy.values()]) handler.destroy();
    },
  };
}
