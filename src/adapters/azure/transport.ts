// How does one request go out? ARM's wire JSON through the pipeline of the network SDK, for any ARM path: its typed calls
// drop what they don't know. Every request is admitted, timed, observed; none is repeated.
import { createNetworkManagement } from '@azure/arm-network/api';
import type { TokenCredential } from '@azure/core-auth';
import type { ArmId } from '../../core/values/arm-id.js';
import { AzureError, type Admit, type CallKind, type Observe } from '../../operator/ports.js';
import type { AzureCloud } from './cloud.js';
import type { Connection } from './connection.js';
import { authenticationFailed, connectionFailed, readError, retryAfter, timedOut, type Answer } from './errors.js';

export interface Request {
  readonly kind: CallKind;
  /** The resource that it is about, for the gate and the count. */
  readonly id: ArmId;
  /** An ARM path, or an absolute address that ARM gave us: taken as it is. */
  readonly url: string;
  readonly apiVersion?: string;
  /** Parameters besides `api-version`. */
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface Transport {
  /** Resolves with any HTTP answer, good or bad. Throws AzureError where there was none. */
  send(request: Request): Promise<Answer>;
  /** An address in an answer, made absolute; undefined where it leaves ARM, since our token goes with it. */
  own(url: string): string | undefined;
  /** Aborted by `close`. */
  readonly closing: AbortSignal;
  close(): void;
}

export interface TransportOptions {
  readonly cloud: AzureCloud;
  readonly credential: TokenCredential;
  readonly connection: Connection;
  readonly admit: Admit;
  readonly observe: Observe;
  /** Seconds, one request. */
  readonly timeout: number;
}

const METHODS = { read: 'get', write: 'put', delete: 'delete' } as const;

export function createTransport(options: TransportOptions): Transport {
  const { cloud, connection, admit, observe, timeout } = options;
  // The subscription only serves typed calls; ours is in each path.
  const client = createNetworkManagement(oneLine(options.credential), '', {
    endpoint: cloud.endpoint,
    // The SDK asks for the public cloud's scope whatever the endpoint.
    credentials: { scopes: [cloud.scope] },
    retryOptions: { maxRetries: 0 },
    userAgentOptions: { userAgentPrefix: 'azure-network-operator' },
    httpClient: connection.httpClient,
  });
  const closing = new AbortController();

  async function exchange(request: Request): Promise<Answer> {
    const abort = new AbortController();
    const signal = AbortSignal.any([abort.signal, closing.signal]);
    const call = client.pathUnchecked(encode(request.url))[METHODS[request.kind]]({
      ...(request.apiVersion === undefined
        ? {}
        : { queryParameters: { 'api-version': request.apiVersion, ...request.query } }),
      ...(request.headers ? { headers: { ...request.headers } } : {}),
      ...(request.body === undefined ? {} : { body: request.body }),
      abortSignal: signal,
    });
    const answer = await within(timeout, call, () => {
      abort.abort();
      return timedOut(request.kind, timeout, `${METHODS[request.kind].toUpperCase()} ${request.id}`);
    });
    return { status: Number(answer.status), headers: answer.headers, body: answer.body as unknown };
  }

  return {
    closing: closing.signal,
    close: () => {
      closing.abort();
      connection.close();
    },
    own: (url) => ownAddress(url, cloud.endpoint),
    send: async (request) => {
      await admit(request.kind, request.id);
      const started = performance.now();
      const tell = (seen: Omit<Parameters<Observe>[0], 'kind' | 'id' | 'milliseconds'>): void =>
        observe({ kind: request.kind, id: request.id, ...seen, milliseconds: performance.now() - started });
      try {
        const answer = await exchange(request);
        tell(seenIn(request.kind, answer));
        return answer;
      } catch (error) {
        const failure = failureOf(request.kind, error);
        tell({ status: failure.info.status, code: failure.info.code });
        throw failure;
      }
    },
  };
}

function seenIn(
  kind: CallKind,
  { status, headers, body }: Answer,
): Omit<Parameters<Observe>[0], 'kind' | 'id' | 'milliseconds'> {
  const wait = retryAfter(headers);
  const remaining = Number(headers[`x-ms-ratelimit-remaining-subscription-${kind}s`] ?? NaN);
  const error = status >= 400 ? readError(body, `Http${status}`) : undefined;
  return {
    status,
    ...(error ? { code: error.code, detailCodes: error.detailCodes } : {}),
    ...(wait === undefined ? {} : { retryAfter: wait }),
    ...(Number.isNaN(remaining) ? {} : { remaining }),
  };
}

function failureOf(kind: CallKind, error: unknown): AzureError {
  return error instanceof AzureError ? error : connectionFailed(kind, error);
}

/** Failures to get a token come out as ours, of one line. */
function oneLine(credential: TokenCredential): TokenCredential {
  return {
    getToken: (scopes, options) =>
      credential.getToken(scopes, options).catch((error: unknown) => {
        throw authenticationFailed(error);
      }),
  };
}

/** The SDK has no time limit of its own, and its credentials don't all heed an abort: so the clock decides. */
async function within<T>(seconds: number, call: PromiseLike<T>, late: () => AzureError): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const clock = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), seconds * 1000);
  });
  try {
    return await Promise.race([call, clock]);
  } finally {
    clearTimeout(timer);
  }
}

// Names of record sets may hold what a path can't.
function encode(url: string): string {
  if (url.startsWith('https://')) return url;
  return encodeURI(url).replaceAll('?', '%3F').replaceAll('#', '%23');
}

// Regional front doors stand under ARM's own host: westeurope.management.azure.com.
function ownAddress(url: string, endpoint: string): string | undefined {
  const base = new URL(endpoint);
  if (!URL.canParse(url, endpoint)) return undefined;
  const target = new URL(url, base);
  const ours = target.host === base.host || target.host.endsWith(`.${base.host}`);
  // As it was written, where it was absolute: its signature covers it.
  return target.protocol === 'https:' && ours ? (url.startsWith('https://') ? url : target.href) : undefined;
}
