// How do resources get in without a client? A state file, or somebody else's change behind everybody's back.
import { ensureGroup, GROUP_TYPE } from './resource-groups.js';
import type { FakeAzure } from './fake-azure.js';
import type { Json } from '../json.js';
import { copy, isObject } from '../json.js';
import { kindOf } from './kinds.js';
import { Refusal } from './refusal.js';
import type { Resource } from './resource.js';
import { stamp } from './resource.js';
import { asResource } from './store.js';

/** An array, or `{ value: [...] }`. Returns what is wrong with it, or undefined when it is all there. */
export function loadState(fake: FakeAzure, value: Json): string | undefined {
  const list = isObject(value) ? value['value'] : value;
  if (!Array.isArray(list)) return 'The state must be an array of ARM resources, or an object with one as "value".';
  const resources = list.map((one) => asResource(one));
  const bad = resources.findIndex((one) => one === undefined);
  if (bad >= 0) return `state[${bad}]: has no id that names an ARM resource.`;
  fake.store.clear();
  fake.operations.clear();
  for (const resource of byNeed(resources as Resource[])) keep(fake, resource, true);
  return undefined;
}

/** At once, with a new etag and a group made if need be. Returns the resource, or what is wrong with it. */
export function placeResource(fake: FakeAzure, value: Json): Resource | string {
  const resource = asResource(value);
  if (resource === undefined) return 'A resource needs an id that names an ARM resource.';
  return keep(fake, resource, false);
}

// What others refer to comes first, so that what the server fills in finds it.
function byNeed(resources: readonly Resource[]): Resource[] {
  const order = ['resourcegroups', 'networksecuritygroups', 'virtualnetworks', 'publicipaddresses', 'loadbalancers'];
  const rank = ({ type }: Resource): number => {
    const found = order.indexOf(type.slice(type.lastIndexOf('/') + 1).toLowerCase());
    return found < 0 ? order.length : found;
  };
  return resources.toSorted((a, b) => rank(a) - rank(b));
}

function keep(fake: FakeAzure, given: Resource, keepEtag: boolean): Resource {
  ensureGroup(fake, given.id, typeof given['location'] === 'string' ? given['location'] : undefined);
  const before = fake.get(given.id);
  const kind = kindOf(given.type);
  const sent = copy({ ...given, type: canonical(given.type, kind.type) });
  const { ipAddress: address, ipPrefix: range, resourceGuid: guid } = sent.properties;
  const completed = complete(fake, sent, before);
  if (given.type.toLowerCase() === GROUP_TYPE.toLowerCase()) {
    fake.store.put(completed);
    return completed;
  }
  if (typeof address === 'string') completed.properties['ipAddress'] = address;
  if (typeof range === 'string') completed.properties['ipPrefix'] = range;
  if (before === undefined && typeof guid === 'string') completed.properties['resourceGuid'] = guid;
  const finished = kind.finish?.(completed, fake) ?? completed;
  const oldEtag = keepEtag && typeof given['etag'] === 'string' ? given['etag'] : undefined;
  const fresh = fake.chance.guid();
  const isBare = kind.bareEtag === true || isRecordSet(given.type);
  const etag = oldEtag ?? (isBare ? fresh : `W/"${fresh}"`);
  if (isRecordSet(given.type)) fake.store.put({ ...finished, etag });
  else fake.store.put(stamp(finished, kind, etag, 'Succeeded'));
  if (before === undefined) for (const one of kind.companions?.(finished) ?? []) addMissing(fake, one);
  return fake.get(given.id)!;
}

// Somebody else may have made what the checks of today refuse: then it stays as given.
function complete(fake: FakeAzure, sent: Resource, before: Resource | undefined): Resource {
  try {
    return kindOf(sent.type).complete(copy(sent), before === undefined ? undefined : copy(before), fake);
  } catch (error) {
    if (error instanceof Refusal) return sent;
    throw error;
  }
}

function addMissing(fake: FakeAzure, resource: Resource): void {
  if (fake.get(resource.id) === undefined) fake.store.put({ ...resource, etag: fake.chance.guid() });
}

function isRecordSet(type: string): boolean {
  return /^microsoft\.network\/(private)?dnszones\/(?!virtualnetworklinks)\w+$/i.test(type);
}

function canonical(given: string, known: string): string {
  if (given.toLowerCase() === GROUP_TYPE.toLowerCase()) return GROUP_TYPE;
  if (!isRecordSet(given)) return known;
  const [, zone, type] = given.split('/');
  const word = zone!.toLowerCase() === 'dnszones' ? 'dnszones' : 'privateDnsZones';
  return `Microsoft.Network/${word}/${type!.toUpperCase()}`;
}
