// How do requests reach the API server? Over connections that are kept, with credentials that are renewed each
// minute and after a 401, with a time-out on every call; 429 is waited out. Knows no kinds.
import { request, type Dispatcher } from 'undici';
import { fenced } from './fence.js';
import { parseStatus, StatusError } from './status-error.js';

export interface Authentication {
  readonly headers: Readonly<Record<string, string>>;
  readonly dispatcher: Dispatcher;
}

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** With its query. */
  readonly path: string;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

export interface Transport {
  /** The parsed answer. Throws StatusError, or undici's error where there was no answer. */
  json(call: ApiRequest): Promise<unknown>;
  /** The body's bytes as they come; the signal ends it. Throws as `json` does. */
  stream(path: string, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>>;
  close(): Promise<void>;
}

export interface TransportOptions {
  readonly server: string;
  /** Fresh headers and a fresh dispatcher; the dispatcher is only used at first and after a refusal. */
  readonly authenticate: () => Promise<Authentication>;
  /** Asked as each request that isn't a GET leaves: false lets nothing out. */
  readonly mayWrite?: () => boolean;
  /** Told of every answer, and of requests without one: `<error>`. */
  readonly observe?: (code: string, method: string, host: string) => void;
  /** Milliseconds; for tests. */
  readonly timeout?: number;
  readonly renewEvery?: number;
}

const TIMEOUT = 30_000;
const RENEW_EVERY = 60_000;
const ATTEMPTS_WHEN_BUSY = 5;
const LONGEST_RETRY_AFTER = 60;
/** Node's codes of a certificate that isn't believed: the CA may have been renewed. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|SSL|TLS/;

export function createTransport({
  server,
  authenticate,
  mayWrite,
  observe = () => undefined,
  timeout = TIMEOUT,
  renewEvery = RENEW_EVERY,
}: TransportOptions): Transport {
  const credentials = createCredentials(authenticate, renewEvery);
  const { host } = new URL(server);
  const base = server.replace(/\/+$/, '');
  const closing = new AbortController();

  /** One answer with a good status; once more, with new credentials, where those were refused. */
  async function send(call: ApiRequest, bodyTimeout: number, mayRenew = true): Promise<Dispatcher.ResponseData> {
    const signal = AbortSignal.any([closing.signal, ...(call.signal ? [call.signal] : [])]);
    // A plugin that gives credentials may hang, and the caller's time be over: a leader must notice that.
    const { headers, dispatcher } = await unlessAborted(credentials.get(), signal);
    const answer = await request(base + call.path, {
      method: call.method,
      dispatcher: call.method === 'GET' || !mayWrite ? dispatcher : fenced(dispatcher, mayWrite),
      headers: {
        ...headers,
        accept: 'application/json',
        ...(call.body === undefined ? {} : { 'content-type': typeOf(call) }),
      },
      body: call.body === undefined ? null : JSON.stringify(call.body),
      headersTimeout: timeout,
      bodyTimeout,
      signal,
    }).catch((error: unknown) => {
      observe('<error>', call.method, host);
      if (CERTIFICATE.test(codeOf(error))) credentials.refuse();
      throw error;
    });
    observe(String(answer.statusCode), call.method, host);
    if (answer.statusCode < 300) return answer;
    const text = await answer.body.text();
    if (answer.statusCode === 401 && mayRenew) {
      credentials.refuse();
      return send(call, bodyTimeout, false);
    }
    throw parseStatus(answer.statusCode, text, single(answer.headers['retry-after']));
  }

  async function json(call: ApiRequest): Promise<unknown> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await (await send(call, timeout)).body.json();
      } catch (error) {
        const isBusy = error instanceof StatusError && error.code === 429 && attempt < ATTEMPTS_WHEN_BUSY;
        if (!isBusy) throw error;
        const seconds = Math.min(error.retryAfter ?? 1, LONGEST_RETRY_AFTER);
        await pause(seconds * 1000, AbortSignal.any([closing.signal, ...(call.signal ? [call.signal] : [])]));
      }
    }
  }

  return {
    json,
    // No time-out of its own: a watch may be silent, and its reader has a watchdog.
    stream: async (path, signal) => (await send({ method: 'GET', path, signal }, 0)).body as AsyncIterable<Uint8Array>,
    close: async () => {
      closing.abort(new Error('closed'));
      await credentials.close();
    },
  };
}

/** Rejects with the signal's reason where that comes first. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort);
    void promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

function typeOf({ method }: ApiRequest): string {
  return method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

/** The code of an error or of what caused it: `ECONNREFUSED`, `UND_ERR_HEADERS_TIMEOUT`…; empty where there is none. */
export function codeOf(error: unknown): string {
  // Asked by shape: tests run in a realm with an Error of its own.
  if (typeof error !== 'object' || error === null) return '';
  const { code, cause, errors } = error as { code?: unknown; cause?: unknown; errors?: unknown };
  if (typeof code === 'string') return code;
  return codeOf(Array.isArray(errors) ? errors[0] : cause);
}

/** Milliseconds. Ends early, without an error, when the signal says so. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end);
  });
}

interface Credentials {
  get(): Promise<Authentication>;
  /** They were not accepted: the next get asks for new ones, connection included. */
  refuse(): void;
  close(): Promise<void>;
}

function createCredentials(authenticate: () => Promise<Authentication>, renewEvery: number): Credentials {
  let current: Authentication | undefined;
  let renewAt = 0;
  let isRefused = false;
  let pending: Promise<Authentication> | undefined;

  async function renew(): Promise<Authentication> {
    const fresh = await authenticate();
    const old = current?.dispatcher;
    const keep = old && !isRefused;
    // Watches on the old connections end by themselves within minutes.
    if (old && !keep) void old.close().catch(() => undefined);
    if (keep && fresh.dispatcher !== old) void fresh.dispatcher.close().catch(() => undefined);
    current = { headers: fresh.headers, dispatcher: keep ? old : fresh.dispatcher };
    isRefused = false;
    renewAt = Date.now() + renewEvery;
    return current;
  }

  return {
    get: async () => {
      if (current && !isRefused && Date.now() < renewAt) return current;
      pending ??= renew().finally(() => (pending = undefined));
      return pending;
    },
    refuse: () => {
      isRefused = true;
    },
    close: async () => {
      await current?.dispatcher.destroy().catch(() => undefined);
    },
  };
}
