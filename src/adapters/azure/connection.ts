// How do bytes leave the house? One keep-alive agent for ARM and the token endpoints, which `close` ends. Proxies of the
// environment are the SDK's affair, but never for this machine or its metadata service: the SDK would send those to the
// proxy too (https://learn.microsoft.com/azure/virtual-machines/instance-metadata-service#proxies).
import { createDefaultHttpClient, type HttpClient } from '@azure/core-rest-pipeline';
import { FencedAgent, isWrite, NotSentError } from './fenced-agent.js';

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
  const agent = new FencedAgent({ keepAlive: true, ...(ca === undefined ? {} : { ca }) }, mayWrite);
  const client = createDefaultHttpClient();
  return {
    httpClient: {
      sendRequest: (request) => {
        const { protocol, hostname } = new URL(request.url);
        // By now the proxy policy has set its agent where the environment asks for one.
        if (isNearby(hostname)) delete request.agent;
        if (protocol === 'https:') request.agent ??= agent;
        // Here and not before: fetching a token and waiting for a turn take time, in which a lease may be over.
        if (isWrite(request.method) && !mayWrite()) return Promise.reject(new NotSentError());
        return client.sendRequest(request);
      },
    },
    close: () => agent.destroy(),
  };
}

function isNearby(hostname: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]|169\.254\.169\.254)$/.test(hostname);
}
