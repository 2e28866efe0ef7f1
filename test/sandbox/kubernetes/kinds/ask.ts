// How is the same question put to the embedded API and to a real API server? As one request with one answer; what no
// two servers have alike (ids, times, addresses that nobody asked for) is written as a word.
import { readFile } from 'node:fs/promises';
import { Agent, request } from 'undici';
import { parse } from 'yaml';
import { createKubernetesApi } from '../../../../src/sandbox/kubernetes/kubernetes-api.js';
import type { ControlPlane } from '../../../../src/sandbox/control-plane/start-control-plane.js';

export interface Question {
  readonly method: string;
  readonly url: string;
  readonly body?: unknown;
  readonly contentType?: string;
  readonly accept?: string;
}

export interface Answer {
  readonly status: number;
  readonly warnings: readonly string[];
  readonly body: any;
}

export type Ask = (question: Question) => Promise<Answer>;

const headersOf = ({ contentType = 'application/json', accept = 'application/json' }: Question, token: string) => ({
  authorization: `Bearer ${token}`,
  'content-type': contentType,
  accept,
});

const warningsOf = (header: string | readonly string[] | undefined): string[] =>
  [header ?? []]
    .flat()
    .flatMap((line) => [...line.matchAll(/299 \S+ ("(?:[^"\\]|\\.)*")/g)].map(([, text]) => JSON.parse(text!)));

/** Stopped by whoever started it. */
export function embedded(): { readonly ask: Ask; readonly stop: () => void } {
  const token = 'a-token';
  const api = createKubernetesApi({ token });
  const ask: Ask = async (question) => {
    const answer = await api.handle({
      method: question.method,
      url: question.url,
      headers: headersOf(question, token),
      body: new TextEncoder().encode(question.body === undefined ? '' : JSON.stringify(question.body)),
    });
    const body: unknown = typeof answer.body === 'string' ? JSON.parse(answer.body) : answer.body;
    return {
      status: answer.status,
      warnings: warningsOf(answer.headers['warning'] ?? answer.headers['Warning']),
      body,
    };
  };
  return { ask, stop: () => api.stop() };
}

export async function real({ kubeconfig, server }: ControlPlane): Promise<Ask> {
  const { clusters, users } = parse(await readFile(kubeconfig, 'utf8'));
  const ca = Buffer.from(clusters[0].cluster['certificate-authority-data'], 'base64').toString();
  const dispatcher = new Agent({ connect: { ca } });
  return async (question) => {
    const answer = await request(server + question.url, {
      method: question.method as 'GET',
      dispatcher,
      headers: headersOf(question, users[0].user.token),
      ...(question.body !== undefined && { body: JSON.stringify(question.body) }),
    });
    return {
      status: answer.statusCode,
      warnings: warningsOf(answer.headers['warning']),
      body: await answer.body.json(),
    };
  };
}
