// An API server that misbehaves on demand: each list and each watch takes the next handler of its script, and behaves
// well when the script is at its end.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent } from 'undici';
import { createTransport, type Transport } from '../../../src/adapters/kubernetes/transport.js';

export type Handler = (request: IncomingMessage, response: ServerResponse, url: URL) => void;

export interface ScriptedApi {
  readonly transport: Transport;
  readonly requests: { readonly method: string; readonly url: URL; readonly headers: IncomingMessage['headers'] }[];
  /** How often credentials were asked for. */
  authentications: number;
  close(): Promise<void>;
}

export interface Script {
  readonly lists?: Handler[];
  readonly watches?: Handler[];
  readonly renewEvery?: number;
  readonly timeout?: number;
  readonly mayWrite?: () => boolean;
}

export async function scriptedApi({ lists = [], watches = [], ...options }: Script): Promise<ScriptedApi> {
  const requests: ScriptedApi['requests'] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url!, 'http://api');
    requests.push({ method: request.method!, url, headers: request.headers });
    const isWatch = url.searchParams.get('watch') === 'true';
    const handler = (isWatch ? watches : lists).shift() ?? (isWatch ? open() : list('100', []));
    handler(request, response, url);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const api: ScriptedApi = {
    transport: createTransport({
      server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      authenticate: () => {
        api.authentications += 1;
        return Promise.resolve({
          headers: { authorization: `Bearer token-${api.authentications}` },
          dispatcher: new Agent(),
        });
      },
      ...options,
    }),
    requests,
    authentications: 0,
    close: async () => {
      await api.transport.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return api;
}

export function item(name: string, uid = `uid-${name}`, resourceVersion = '1') {
  return { metadata: { namespace: 'shop', name, uid, resourceVersion } };
}

export function list(resourceVersion: string, items: readonly unknown[], next = ''): Handler {
  return (_, response) => response.end(JSON.stringify({ metadata: { resourceVersion, continue: next }, items }));
}

export function refuse(code: number, reason = '', headers: Record<string, string> = {}): Handler {
  return (_, response) => {
    response.writeHead(code, headers);
    response.end(JSON.stringify({ kind: 'Status', code, reason, message: `refused with ${code}` }));
  };
}

export function event(type: string, object: unknown): string {
  return `${JSON.stringify({ type, object })}\n`;
}

/** Sends these, and stays open. */
export function open(...chunks: readonly (string | Buffer)[]): Handler {
  return (_, response) => {
    response.writeHead(200);
    response.flushHeaders();
    for (const chunk of chunks) response.write(chunk);
  };
}

/** Sends these and ends as it should. */
export function end(...chunks: readonly string[]): Handler {
  return (_, response) => response.end(chunks.join(''));
}

/** Sends these and tears the connection. */
export function drop(...chunks: readonly string[]): Handler {
  return (_, response) => {
    response.writeHead(200);
    response.write(chunks.join(''), () => setImmediate(() => response.destroy()));
  };
}
