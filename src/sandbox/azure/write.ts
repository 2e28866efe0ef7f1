// What happens when a resource is written or deleted? The new body is there at once and says Updating; what comes with
// the end (an address, the disappearance) comes when the operation ends.
import { lastName } from './arm-path.js';
import { checkName } from './children.js';
import { erase } from './erase.js';
import type { Answer, Exchange } from './exchange.js';
import { ok } from './exchange.js';
import type { FakeAzure } from './fake-azure.js';
import type { Json, JsonObject } from '../json.js';
import { copy, isObject, textAt } from '../json.js';
import { pollHeaders } from './operation-requests.js';
import type { Operation, Outcome } from './operations.js';
import { timingFor } from './profiles.js';
import { locked, Refusal } from './refusal.js';
import type { Resource, ResourceType } from './resource.js';
import { stamp } from './resource.js';
import { view } from './view.js';

export interface Written {
  readonly resource: Resource;
  readonly created: boolean;
  readonly operation: Operation | undefined;
}

export function writeResource(
  fake: FakeAzure,
  exchange: Exchange,
  kind: ResourceType,
  id: string,
  body: JsonObject,
): Answer {
  const { resource, created, operation } = write(fake, exchange, kind, id, body);
  const shown = copy(view(fake, resource));
  if (kind.operations === 'private-dns' && operation !== undefined) {
    return ok({}, 202, pollHeaders(operation, exchange, 'global', true, true));
  }
  const headers = operation === undefined ? {} : pollHeaders(operation, exchange, locationOf(resource), false, false);
  return ok(shown, created ? 201 : 200, headers);
}

/** Throws a Refusal and leaves everything as it was. */
export function write(fake: FakeAzure, exchange: Exchange, kind: ResourceType, id: string, body: JsonObject): Written {
  const before = fake.get(id);
  refuseWhileDeleting(fake, id);
  const name = before?.name ?? lastName(id);
  if (kind.operations === 'network') checkName(name);
  const properties = isObject(body['properties']) ? body['properties'] : {};
  const sent: Resource = {
    ...copy(body),
    ...locationFor(kind, body, before),
    id: before?.id ?? id,
    name,
    type: kind.type,
    properties: copy(properties),
  };
  const resource = kind.complete(sent, before === undefined ? undefined : copy(before), fake);
  const unchanged = before !== undefined && isSame(before, resource);
  const isAsync = kind.operations === 'network' || kind.operations === 'private-dns';
  const isDone = !isAsync || (exchange.doom === undefined && (unchanged || kind.succeedsAtOnce?.(resource) === true));
  stamp(resource, kind, etagFor(fake, kind), isDone ? 'Succeeded' : 'Updating');
  fake.store.put(resource);
  if (before === undefined) for (const one of kind.companions?.(resource) ?? []) addCompanion(fake, one);
  const operation = isAsync ? begin(fake, exchange, kind, resource, before, unchanged) : undefined;
  return { resource, created: before === undefined, operation };
}

function etagFor(fake: FakeAzure, kind: ResourceType): string {
  const guid = fake.chance.guid();
  return kind.bareEtag ? guid : `W/"${guid}"`;
}

function addCompanion(fake: FakeAzure, resource: Resource): void {
  fake.store.put({ ...resource, etag: fake.chance.guid() });
}

function locationFor(kind: ResourceType, body: JsonObject, before: Resource | undefined): JsonObject {
  if (kind.operations !== 'network') return {};
  const [is, was] = [body['location'] ?? before?.['location'], before?.['location']];
  if (typeof is !== 'string') {
    const message = 'The location property is required for this definition.';
    throw new Refusal(400, 'LocationRequired', message, { gateway: true });
  }
  const plain = (text: Json | undefined): string =>
    (typeof text === 'string' ? text : '').toLowerCase().replaceAll(' ', '');
  if (was !== undefined && plain(is) !== plain(was)) {
    const message = `The resource already exists in location '${plain(was)}'. A resource with the same name cannot be created in location '${is}'.`;
    throw new Refusal(409, 'InvalidResourceLocation', message, { gateway: true });
  }
  return { location: plain(is) };
}

function locationOf(resource: Resource): string {
  return typeof resource['location'] === 'string' ? resource['location'] : 'westeurope';
}

/** A write while another write runs supersedes it; while a deletion runs it has to wait. */
export function refuseWhileDeleting(fake: FakeAzure, id: string): void {
  const running = fake.operations.running(id);
  if (running?.kind !== 'delete') return;
  const seconds = Math.max(1, Math.ceil((running.endsAt - fake.clock()) / 1000));
  const message = `Operation on ${id} can't start: operation ${running.id} is running. Retry in ${seconds} seconds.`;
  throw locked('RetryableErrorDueToAnotherOperation', message, seconds);
}

function begin(
  fake: FakeAzure,
  exchange: Exchange,
  kind: ResourceType,
  resource: Resource,
  before: Resource | undefined,
  unchanged: boolean,
): Operation {
  const timing = timingFor(fake.profile, kind.type);
  const occupied = new Set(kind.occupies?.(resource) ?? []);
  const releases = before === undefined ? [] : (kind.occupies?.(before) ?? []).filter((one) => !occupied.has(one));
  const operation = fake.operations.start(fake.chance.guid(), {
    resourceId: resource.id,
    kind: 'write',
    endsAt: exchange.now + (unchanged ? 0 : fake.vary(timing.operationMs)),
    retryAfter: timing.retryAfter,
    releases,
    ...(exchange.doom === undefined ? {} : { doom: exchange.doom }),
    ...(exchange.pollStatus === undefined ? {} : { pollStatus: exchange.pollStatus }),
    end: (outcome) => {
      finish(fake, kind, resource.id, before, outcome);
    },
  });
  exchange.operationId = operation.id;
  return operation;
}

function finish(fake: FakeAzure, kind: ResourceType, id: string, before: Resource | undefined, outcome: Outcome): void {
  const stored = fake.get(id);
  if (stored === undefined) return;
  const etag = textAt(stored, 'etag');
  const resource = copy(stored);
  switch (outcome) {
    case 'Succeeded': {
      const done = kind.finish?.(resource, fake) ?? resource;
      const isNew = JSON.stringify(done) !== JSON.stringify(stored);
      fake.store.put(stamp(done, kind, isNew ? etagFor(fake, kind) : etag, 'Succeeded'));
      break;
    }
    case 'Failed':
      fake.store.put(stamp(resource, kind, etagFor(fake, kind), 'Failed'));
      break;
    case 'Canceled':
      // Another write won: what was there before stays.
      if (before === undefined) erase(fake, id);
      else fake.store.put({ ...before, etag: etagFor(fake, kind) });
  }
}

export function removeResource(fake: FakeAzure, exchange: Exchange, kind: ResourceType, resource: Resource): Answer {
  refuseWhileDeleting(fake, resource.id);
  kind.checkDelete?.(resource, fake);
  const remove = (): void => erase(fake, resource.id);
  if (kind.operations === 'none') {
    remove();
    return { status: 200, headers: {} };
  }
  const state = textAt(resource.properties, 'provisioningState');
  fake.store.put(stamp(copy(resource), kind, textAt(resource, 'etag'), 'Deleting'));
  const timing = timingFor(fake.profile, kind.type);
  const operation = fake.operations.start(fake.chance.guid(), {
    resourceId: resource.id,
    kind: 'delete',
    endsAt: exchange.now + fake.vary(timing.operationMs),
    retryAfter: timing.retryAfter,
    releases: kind.occupies?.(resource) ?? [],
    ...(exchange.doom === undefined ? {} : { doom: exchange.doom }),
    ...(exchange.pollStatus === undefined ? {} : { pollStatus: exchange.pollStatus }),
    end: (outcome) => {
      const stored = fake.get(resource.id);
      if (outcome === 'Succeeded') remove();
      else if (stored !== undefined) {
        const shown = outcome === 'Failed' ? 'Failed' : state;
        fake.store.put(stamp(copy(stored), kind, etagFor(fake, kind), shown));
      }
    },
  });
  exchange.operationId = operation.id;
  const isPrivate = kind.operations === 'private-dns';
  return { status: 202, headers: pollHeaders(operation, exchange, locationOf(resource), true, isPrivate) };
}

const VOLATILE = new Set(['etag', 'provisioningState']);

function isSame(a: Resource, b: Resource): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: Json | undefined): string {
  return JSON.stringify(value, (key, inner: Json) => {
    if (VOLATILE.has(key)) return undefined;
    if (!isObject(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([x], [y]) => (x < y ? -1 : 1)));
  });
}
