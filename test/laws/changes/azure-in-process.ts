// The fake Azure in this process, under the virtual clock: the operator's port without a socket, and what is in effect
// there at each moment. A write that is accepted is in effect once its operation has ended.
import type { ArmResource } from '../../../src/core/network/arm-resource.js';
import type { ArmId } from '../../../src/core/values/arm-id.js';
import type { Clock } from '../../../src/operator/clock.js';
import { sleep } from '../../../src/operator/clock.js';
import type { AzureApi, CallKind } from '../../../src/operator/ports.js';
import { AzureError } from '../../../src/operator/ports.js';
import type { Throttle } from '../../../src/operator/throttle.js';
import { apiVersionOf } from '../../../src/adapters/azure/api-versions.js';
import type { FakeAzure } from '../../../src/sandbox/azure/index.js';
import type { Answer } from '../../../src/sandbox/azure/index.js';
import type { Json } from './packets.js';

const METHODS = { read: 'GET', write: 'PUT', delete: 'DELETE' } as const;
const HOST = 'https://fake';

export type InEffect = readonly Json[];

/** Whom the world belongs to; tells `changed` of each new state that is in effect. */
export class AzureInProcess {
  private readonly held = new Map<string, Json>();
  /** When something last came into effect. */
  lastChange = -Infinity;

  constructor(
    readonly fake: FakeAzure,
    private readonly clock: Clock,
    private readonly changed: (state: InEffect) => void,
  ) {
    for (const one of fake.store.all()) this.held.set(one.id.toLowerCase(), one);
  }

  /** Sorted by id. */
  inEffect(): InEffect {
    return [...this.held.values()].sort((a, b) => (a.id.toLowerCase() < b.id.toLowerCase() ? -1 : 1));
  }

  isBusy(): boolean {
    return this.fake.store.all().some(({ id }) => this.fake.busy(id));
  }

  /** Answers at once; the time that it takes stands in the answer. */
  handle(method: string, url: string, headers: Readonly<Record<string, string>>, body: string): Answer {
    const answer = this.fake.handle({
      method,
      url,
      headers: { host: 'fake', authorization: 'Bearer t', ...headers },
      body,
    });
    this.look();
    const id = decodeURI(url.replace(/\?.*/, ''));
    const running = this.fake.operations.running(id);
    if (running) this.clock.after(running.endsAt - this.clock.now(), () => this.look());
    return answer;
  }

  private look(): void {
    this.fake.operations.settle(this.clock.now());
    const there = new Map(this.fake.store.all().map((one) => [one.id.toLowerCase(), one]));
    let isNew = false;
    for (const key of new Set([...this.held.keys(), ...there.keys()])) {
      if (this.fake.busy(key) || there.get(key) === this.held.get(key)) continue;
      const one = there.get(key);
      if (one) this.held.set(key, one);
      else this.held.delete(key);
      isNew = true;
    }
    if (!isNew) return;
    this.lastChange = this.clock.now();
    this.changed(this.inEffect());
  }
}

/** One operator's way to it; `isCut()`: that operator has died, and no answer reaches it any more. */
export function doorTo(azure: AzureInProcess, clock: Clock, throttle: Throttle, isCut: () => boolean): AzureApi {
  async function send(kind: CallKind, id: ArmId, url: string, headers = {}, body = ''): Promise<Answer> {
    await throttle.admit(kind, id);
    if (isCut()) return never();
    const answer = azure.handle(METHODS[kind], url, headers, body);
    await sleep(clock, answer.delayMs ?? 0);
    if (isCut()) return never();
    const { code, detailCodes } = errorIn(answer);
    const wait = answer.headers['retry-after'];
    const status = answer.drop ? 0 : answer.status;
    throttle.observe({
      ...{ kind, id, status, milliseconds: answer.delayMs ?? 0 },
      ...(status >= 400 && { code, detailCodes }),
      ...(wait !== undefined && { retryAfter: Number(wait) }),
    });
    if (answer.drop) throw failure('ConnectionFailed', kind !== 'read');
    return answer;
  }

  async function get(id: ArmId, type: string): Promise<ArmResource | undefined> {
    const answer = await send('read', id, at(id, type));
    if (answer.status === 404 && ['ResourceNotFound', 'NotFound'].includes(errorIn(answer).code)) return undefined;
    return good('read', answer).body as unknown as ArmResource;
  }

  /** Reads that fail on the way are repeated: Azure goes on with what it has accepted. */
  async function patiently<T>(read: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await read();
      } catch (error) {
        const { status } = (error as AzureError).info;
        if (status !== 0 && status < 500 && status !== 429) throw error;
        await sleep(clock, 1000);
      }
    }
  }

  async function follow(id: ArmId, accepted: Answer): Promise<void> {
    const url = accepted.headers['azure-asyncoperation'];
    if (url === undefined) return;
    for (let { headers } = accepted; ;) {
      await sleep(clock, Number(headers['retry-after'] ?? 2) * 1000);
      const answer = await patiently(async () => good('read', await send('read', id, url.slice(HOST.length))));
      const { status, error } = answer.body as Json;
      if (status === 'Succeeded') return;
      if (status !== 'InProgress') throw failure(error?.code ?? status, true, 0, codesOf(error));
      headers = answer.headers;
    }
  }

  return {
    get,
    list: async ({ read, path, type }) => {
      if (read === 'Get') return [await get(path, type)].filter((one) => one !== undefined);
      const all: ArmResource[] = [];
      for (let url: string | undefined = at(path, type); url !== undefined;) {
        const { value, nextLink } = good('read', await send('read', path, url)).body as Json;
        all.push(...value);
        url = (nextLink as string | undefined)?.replace(/^https:\/\/[^/]+/, '');
      }
      return all;
    },
    put: async ({ id, type, body, etag, create }) => {
      if (create && /loadBalancers$/i.test(type) && (await get(id, type)))
        throw failure('PreconditionFailed', true, 412);
      const condition = create && /dnszones\//i.test(type) ? { 'if-none-match': '*' } : ifMatch(etag);
      const answer = good('write', await send('write', id, at(id, type), condition, JSON.stringify(body)));
      await follow(id, answer);
      const written = await patiently(() => get(id, type));
      if (!written) throw failure('NotFound', true);
      return written;
    },
    delete: async ({ id, type, etag }) => {
      const answer = await send('delete', id, at(id, type), ifMatch(etag));
      if (answer.status === 404) return;
      await follow(id, good('delete', answer));
    },
    close: () => Promise.resolve(),
  };
}

function at(id: string, type: string): string {
  return `${encodeURI(id)}?api-version=${apiVersionOf(type)}`;
}

function ifMatch(etag: string | undefined): Readonly<Record<string, string>> {
  return etag === undefined ? {} : { 'if-match': etag };
}

function good(kind: CallKind, answer: Answer): Answer {
  if (answer.status < 400) return answer;
  const { code, detailCodes, message } = errorIn(answer);
  const wait = answer.headers['retry-after'];
  throw new AzureError({
    ...{ status: answer.status, code, message, detailCodes },
    ...(wait !== undefined && { retryAfter: Number(wait) }),
    uncertain: kind !== 'read' && answer.status >= 500,
  });
}

function errorIn(answer: Answer): { readonly code: string; readonly message: string; readonly detailCodes: string[] } {
  const body = answer.body as Json;
  const error = body?.error ?? body ?? {};
  return { code: error.code ?? `Http${answer.status}`, message: error.message ?? '', detailCodes: codesOf(error) };
}

function codesOf(error: Json): string[] {
  return (error?.details ?? []).map(({ code }: Json) => code as string);
}

function failure(code: string, uncertain: boolean, status = 0, detailCodes: string[] = []): AzureError {
  return new AzureError({ status, code, message: code, detailCodes, uncertain });
}

function never<T>(): Promise<T> {
  return new Promise(() => {});
}
