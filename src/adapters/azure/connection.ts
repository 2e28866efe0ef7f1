// How do bytes leave the house? One keep-alive agent for ARM and the token endpoints, and one for each proxy, which `close`
// ends. Which proxy of the environment is for whom is the SDK's affair, but never for this machine or its metadata service: the SDK would send those to the
// proxy too (https://learn.microsoft.com/azure/virtual-machines/instance-metadata-service#proxies).
import { createDefaultHttpClient, type HttpClient, type PipelineRequest } from '@azure/core-rest-pipeline';
import { FencedAgent, FencedProxyAgent, isWrite, NotSentError } from './fenced-agent.js';

export interface Connection {
  readonly httpClient: HttpClient;
  /** Ends all sockets. */
  close(): void;
}

export interface ConnectionOptions {
  /** PEM of authorities to trust in place of Node's own. */
  readonly ca?: string;
  /** Asked as each PUT and DELETE leaves: false lets nothing out. */
  readonly mayWrite?: () => boolean;
}

export function createConnection({ ca, mayWrite = () => true }: ConnectionOptions = {}): Connection {
  const options = { keepAlive: true, ...(ca === undefined ? {} : { ca }) };
  const agent = new FencedAgent(options, mayWrite);
  const throughProxies = new Map<string, FencedProxyAgent>();
  const through = (proxy: string): FencedProxyAgent => {
    const known = throughProxies.get(proxy) ?? new FencedProxyAgent(proxy, options, mayWrite);
    throughProxies.set(proxy, known);
    return known;
  };
  const client = createDefaultHttpClient();
  return {
    httpClient: {
      sendRequest: (request) => {
        const { protocol, hostname } = new URL(request.url);
        // By now the proxy policy has set its agent where the environment asks for one.
        if (isNearby(hostname)) delete request.agent;
        const proxy = proxyOf(request.agent);
        if (protocol === 'https:') request.agent = proxy === undefined ? (request.agent ?? agent) : through(proxy);
        // Here and not before: fetching a token and waiting for a turn take time, in which a lease may be over.
        if (isWrite(request.method) && !mayWrite()) return Promise.reject(new NotSentError());
        return client.sendRequest(request);
      },
    },
    close: () => [agent, ...throughProxies.values()].forEach((one) => one.destroy()),
  };
}

/** Not told by its class: there may be several copies of the library, and to pass over one would leave a gap in the fence. */
function proxyOf(agent: PipelineRequest['agent']): string | undefined {
  const { proxy } = (agent ?? {}) as { readonly proxy?: { readonly href?: string } };
  return proxy?.href;
}

function isNearby(hostname: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]|169\.254\.169\.254)$/.test(hostname);
}
