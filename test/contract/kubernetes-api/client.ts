// How do the HTTP cases ask? As plainly as the wire has it: a method, a path, headers and a body; what comes back is
// looked at by the case alone. A watch is a list of lines that grows.
import { Agent, request as send } from 'undici';
import { eventually } from '../eventually.js';
import type { Server } from '../describe-on-both.js';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Parsed where it is JSON. */
  readonly body: any;
}

export interface Question {
  readonly headers?: Readonly<Record<string, string>>;
  /** A string is sent as it is; anything else as JSON. */
  readonly body?: unknown;
}

export interface Watch {
  readonly status: number;
  /** Parsed lines, as far as they have come. */
  readonly events: readonly { readonly type: string; readonly object: any }[];
  /** Resolves with the events once `isEnough` says so; fails with those that came. */
  readonly until: (isEnough: (events: Watch['events']) => boolean) => Promise<Watch['events']>;
  /** Resolves when the server has ended it. */
  readonly ended: Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface Client {
  readonly request: (method: string, path: string, question?: Question) => Promise<Answer>;
  readonly watch: (path: string, headers?: Readonly<Record<string, string>>) => Promise<Watch>;
  readonly close: () => Promise<void>;
}

const PATCHES: Readonly<Record<string, string>> = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
};

export function patchOf(type: keyof typeof PATCHES, body: unknown): Question {
  return { headers: { 'content-type': PATCHES[type]! }, body };
}

export function createClient(server: () => Server): Client {
  let agent: Agent | undefined;
  const ask = (method: string, path: string, { headers = {}, body }: Question) => {
    agent ??= new Agent({ connect: { ca: server().ca }, bodyTimeout: 60_000 });
    return send(server().server + path, {
      method: method as 'GET',
      dispatcher: agent,
      headers: {
        authorization: `Bearer ${server().token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        // An empty value takes a header away.
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  };
  const request: Client['request'] = async (method, path, question = {}) => {
    const answer = await ask(method, path, question);
    const text = await answer.body.text();
    return { status: answer.statusCode, headers: answer.headers, body: parsed(text) };
  };
  const watch: Client['watch'] = async (path, headers = {}) => {
    const answer = await ask('GET', path, { headers });
    const events: { type: string; object: any }[] = [];
    const ended = (async () => {
      let rest = '';
      for await (const chunk of answer.body.setEncoding('utf8')) {
        const lines = (rest + chunk).split('\n');
        rest = lines.pop()!;
        events.push(...lines.filter((line) => line !== '').map((line) => JSON.parse(line) as (typeof events)[number]));
      }
    })().catch(() => undefined);
    return {
      status: answer.statusCode,
      events,
      until: (isEnough) =>
        eventually(() => {
          if (!isEnough(events)) throw new Error(`these came: ${JSON.stringify(events, undefined, 1)}`);
          return events;
        }, 10_000),
      ended,
      stop: async () => {
        answer.body.destroy();
        await ended;
      },
    };
  };
  return { request, watch, close: async () => agent?.destroy() };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
