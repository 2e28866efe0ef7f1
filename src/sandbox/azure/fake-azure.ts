// What does this Azure answer? State, clock and chance in one place; `handle` turns one request into one answer and
// never waits: how long an answer takes stands in it.
import { AliasDeletions } from './alias-deletions.js';
import { routeControl } from './control.js';
import type { Answer, Exchange, FakeRequest } from './exchange.js';
import { exchangeOf, ok } from './exchange.js';
import { Faults } from './faults.js';
import { identityRequest, checkToken } from './identity.js';
import { Journal } from './journal.js';
import type { JsonObject } from '../json.js';
import { numberAt, objectsAt, stringAt } from '../json.js';
import { Operations, superseded } from './operations.js';
import type { Profile } from './profiles.js';
import { PROFILES } from './profiles.js';
import type { Chance } from './random.js';
import { chance } from './random.js';
import { Refusal } from './refusal.js';
import type { Resource, World } from './resource.js';
import { route } from './router.js';
import { Store } from './store.js';
import { Throttle } from './throttle.js';

export interface FakeAzureOptions {
  readonly profile?: Profile;
  readonly seed?: number;
  /** Takes every bearer token. */
  readonly anyToken?: boolean;
  /** Milliseconds since the epoch. */
  readonly clock?: () => number;
}

/** Milliseconds from which on the journal says how long a request took to arrive. */
const SLOW = 500;

export class FakeAzure implements World {
  readonly store = new Store();
  readonly operations = new Operations();
  readonly journal = new Journal();
  readonly faults = new Faults();
  readonly throttle = new Throttle();
  readonly aliasDeletions = new AliasDeletions();
  readonly tokens = new Set<string>();
  readonly anyToken: boolean;
  readonly chance: Chance;
  readonly clock: () => number;
  profile: Profile;

  constructor(options: FakeAzureOptions = {}) {
    this.profile = options.profile ?? PROFILES['instant']!;
    this.chance = chance(options.seed ?? 1);
    this.anyToken = options.anyToken ?? false;
    this.clock = options.clock ?? Date.now;
  }

  handle(request: FakeRequest): Answer {
    const now = this.clock();
    this.operations.settle(now);
    let exchange: Exchange;
    try {
      exchange = exchangeOf(request, now);
    } catch (error) {
      return answerOf(error);
    }
    try {
      const early = routeControl(this, exchange) ?? this.#login(exchange);
      if (early !== undefined) return early;
    } catch (error) {
      return answerOf(error);
    }
    const answer = this.#arm(exchange);
    this.#record(exchange, answer);
    return answer;
  }

  #login(exchange: Exchange): Answer | undefined {
    const { method, path } = exchange;
    const { effect, delayMs } = path.includes('/oauth2/')
      ? this.faults.take(method, path, this.chance)
      : { effect: undefined, delayMs: 0 };
    if (effect?.['dropBefore'] !== undefined) return { status: 0, headers: {}, drop: true, delayMs };
    if (effect?.['status'] !== undefined) {
      const error = stringAt(effect, 'code') ?? 'invalid_client';
      const description = stringAt(effect, 'message') ?? 'AADSTS7000215: Invalid client secret provided.';
      return { ...ok({ error, error_description: description }, numberAt(effect, 'status')), delayMs };
    }
    const answer = identityRequest(this, exchange);
    return answer === undefined ? undefined : { ...answer, delayMs };
  }

  #arm(exchange: Exchange): Answer {
    const { method, path } = exchange;
    const { effect, delayMs } = this.faults.take(method, path, this.chance);
    const headers: Record<string, string> = this.#standardHeaders(exchange);
    if (effect?.['dropBefore'] !== undefined) return { status: 0, headers: {}, drop: true, delayMs };
    prepare(exchange, effect);
    let answer: Answer;
    try {
      if (effect?.['status'] !== undefined) throw failure(effect, path);
      checkToken(this, exchange);
      checkVersion(exchange);
      if (this.profile.throttled) {
        this.throttle.take(method, path, exchange.now);
        const { word, left } = this.throttle.remaining(method, path);
        headers[`x-ms-ratelimit-remaining-subscription-${word}`] = String(left);
      }
      answer = route(this, exchange);
    } catch (error) {
      answer = answerOf(error);
    }
    const delay = delayMs + this.#latency(exchange);
    const drop = effect?.['dropAfterCommit'] !== undefined ? { drop: true as const } : {};
    return { ...answer, headers: { ...headers, ...answer.headers }, delayMs: delay, ...drop };
  }

  #standardHeaders({ now, request }: Exchange): Record<string, string> {
    const id = this.chance.guid();
    const stamp = new Date(now).toISOString().replace(/[-:]|\.\d+/g, '');
    const client = request.headers['x-ms-client-request-id'];
    return {
      'cache-control': 'no-cache',
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'x-ms-request-id': id,
      'x-ms-correlation-request-id': id,
      'x-ms-routing-request-id': `FAKE:${stamp}:${id}`,
      ...(client === undefined ? {} : { 'x-ms-client-request-id': client }),
    };
  }

  #latency({ method, path }: Exchange): number {
    const { readMs, writeMs, recordSetMs } = this.profile;
    if (method === 'GET' || method === 'HEAD') return this.vary(readMs);
    return this.vary(/dnszones\/[^/]+\/\w+\//i.test(path) ? recordSetMs : writeMs);
  }

  #record({ request, method, path, query, now, operationId }: Exchange, answer: Answer): void {
    const error = stringAt(answer.body, 'code') ?? stringAt((answer.body as JsonObject | undefined)?.['error'], 'code');
    const optional = {
      apiVersion: query.get('api-version') ?? undefined,
      code: answer.status >= 400 ? error : undefined,
      caller: callerOf(request.headers['authorization']),
      userAgent: request.headers['user-agent'],
      clientRequestId: request.headers['x-ms-client-request-id'],
      operationId,
      dropped: answer.drop,
      arrivalMs: (request.arrivalMs ?? 0) < SLOW ? undefined : Math.round(request.arrivalMs!),
    };
    this.journal.add({
      time: new Date(now).toISOString(),
      method,
      path,
      status: answer.status,
      durationMs: Math.round(answer.delayMs ?? 0),
      requestBytes: Buffer.byteLength(request.body),
      ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
    });
  }

  vary(milliseconds: number): number {
    if (this.profile.jitter === 0) return milliseconds;
    return milliseconds * (1 + this.profile.jitter * (2 * this.chance.next() - 1));
  }

  get(id: string): Resource | undefined {
    return this.store.get(id);
  }

  ofType(type: string): readonly Resource[] {
    return this.store.ofType(type);
  }

  children(id: string): readonly Resource[] {
    return this.store.childrenOf(id);
  }

  busy(id: string): boolean {
    return this.operations.running(id) !== undefined;
  }

  heldBy(id: string): string | undefined {
    return this.operations.holder(id);
  }
}

function prepare(exchange: Exchange, effect: JsonObject | undefined): void {
  const failed = effect?.['failOperation'];
  if (failed !== undefined) {
    const code = stringAt(failed, 'code') ?? 'InternalServerError';
    const message = stringAt(failed, 'message') ?? 'An error occurred.';
    exchange.doom = { outcome: 'Failed', error: { code, message, details: [] } };
  }
  if (effect?.['cancelOperation'] !== undefined) {
    exchange.doom = { outcome: 'Canceled', error: superseded('of this request', 'Superseded by another operation.') };
  }
  const poll = effect?.['pollStatus'];
  if (typeof poll === 'number' || typeof poll === 'string') exchange.pollStatus = poll;
}

// Before Azure DNS hears of it, and so not flat: https://github.com/Azure/azure-sdk-for-java/issues/2560 has ScopeLocked.
const SAID_BY_ARM =
  /^(scopelocked|authorizationfailed|authenticationfailed\w*|invalidauthenticationtoken\w*|requestdisallowedbypolicy|subscriptionrequeststhrottled|readonlydisabledsubscription)$/i;

function failure(effect: JsonObject, path: string): Refusal {
  const status = numberAt(effect, 'status') ?? 500;
  const code = stringAt(effect, 'code') ?? 'InternalServerError';
  const retryAfter = effect['retryAfter'];
  return new Refusal(status, code, stringAt(effect, 'message') ?? `Fault: ${code}.`, {
    flat: /\/(private)?dnszones(\/|$)/i.test(path) && !SAID_BY_ARM.test(code),
    ...(Array.isArray(effect['details']) ? { details: objectsAt(effect, 'details') } : {}),
    ...(typeof retryAfter === 'number' || typeof retryAfter === 'string'
      ? { headers: { 'retry-after': String(retryAfter) } }
      : {}),
  });
}

function checkVersion({ query }: Exchange): void {
  const version = query.get('api-version');
  const gateway = { gateway: true };
  if (version === null) {
    const message = 'The api-version query parameter (?api-version=) is required for all requests.';
    throw new Refusal(400, 'MissingApiVersionParameter', message, gateway);
  }
  if (!/^\d{4}-\d{2}-\d{2}(-[a-z]+)?$/.test(version)) {
    throw new Refusal(400, 'InvalidApiVersionParameter', `The api-version '${version}' is invalid.`, gateway);
  }
}

function answerOf(error: unknown): Answer {
  if (error instanceof Refusal) return ok(error.body, error.status, error.headers);
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return ok({ error: { code: 'InternalServerError', message: `The fake failed: ${message}` } }, 500);
}

/** The client id in a token; undefined where it is no token of ours. */
function callerOf(authorization: string | undefined): string | undefined {
  const claims = authorization?.split('.')[1];
  try {
    return claims && stringAt(JSON.parse(Buffer.from(claims, 'base64url').toString()) as JsonObject, 'appid');
  } catch {
    return undefined;
  }
}
