// How do tests speak to the function? As clients do, less the socket.
import type { KubernetesApi } from '../../../src/sandbox/kubernetes/kubernetes-api.js';
import { createKubernetesApi } from '../../../src/sandbox/kubernetes/kubernetes-api.js';

export interface Reply {
  readonly status: number;
  readonly body: any;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Client {
  readonly api: KubernetesApi;
  send(method: string, url: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Reply>;
  /** Yields the events of a watch, parsed. */
  watch(url: string): Promise<AsyncIterableIterator<any>>;
}

export function newClient(options: { readonly now?: () => number } = {}): Client {
  const api = createKubernetesApi({ token: 't', ...options });
  const ask = (method: string, url: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) =>
    api.handle({
      method,
      url,
      headers: { authorization: 'Bearer t', 'content-type': 'application/json', 'user-agent': 'test/1', ...headers },
      body: body === undefined ? new Uint8Array() : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
    });
  return {
    api,
    send: async (method, url, body, headers) => {
      const answer = await ask(method, url, body, headers);
      return { status: answer.status, body: answer.body, headers: answer.headers };
    },
    watch: async (url) => {
      const { stream } = await ask('GET', url);
      if (!stream) throw new Error(`${url} is no watch`);
      return parsedLines(stream);
    },
  };
}

async function* parsedLines(stream: AsyncIterableIterator<string>): AsyncIterableIterator<any> {
  for await (const line of stream) yield JSON.parse(line);
}
