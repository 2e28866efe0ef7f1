// How is the fake itself looked at and changed? The paths below `/_fake/`, which no client of Azure knows.
import { erase } from './erase.js';
import type { Answer, Exchange } from './exchange.js';
import { notAllowed, ok } from './exchange.js';
import type { FakeAzure } from './fake-azure.js';
import type { Json } from '../json.js';
import { copy, isObject, textAt } from '../json.js';
import { kindOf } from './kinds.js';
import type { Profile } from './profiles.js';
import { PROFILES } from './profiles.js';
import { Refusal } from './refusal.js';
import { loadState, placeResource } from './state.js';
import { view } from './view.js';

/** undefined: not a control path. */
export function routeControl(fake: FakeAzure, exchange: Exchange): Answer | undefined {
  if (!exchange.path.startsWith('/_fake/')) return undefined;
  const { method } = exchange;
  switch (exchange.path) {
    case '/_fake/state':
      if (method === 'PUT') return replaceState(fake, exchange);
      return get(method, () => fake.store.all().map((one) => copy(view(fake, one))));
    case '/_fake/resources':
      return resources(fake, exchange);
    case '/_fake/journal':
      if (method === 'DELETE') return done(() => fake.journal.clear());
      return get(method, () => fake.journal.after(Number(exchange.query.get('after') ?? 0) || 0));
    case '/_fake/faults':
      if (method === 'DELETE') return done(() => fake.faults.clear());
      if (method === 'PUT') return putFaults(fake, exchange);
      return get(method, () => fake.faults.list());
    case '/_fake/profile':
      if (method === 'PUT') return putProfile(fake, exchange);
      return get(method, () => copy(fake.profile) as unknown as Json);
    case '/_fake/buckets':
      return get(method, () => fake.throttle.left(exchange.now));
    default:
      throw new Refusal(404, 'NotFound', `There is no control path ${exchange.path}; see docs/fake-azure.md.`);
  }
}

function get(method: string, read: () => Json): Answer {
  if (method !== 'GET') throw notAllowed(method);
  return ok(read());
}

function done(act: () => void): Answer {
  act();
  return { status: 204, headers: {} };
}

function anyBody({ request }: Exchange): Json {
  try {
    return JSON.parse(request.body) as Json;
  } catch {
    throw wrong('The body is not JSON.');
  }
}

function wrong(message: string): Refusal {
  return new Refusal(400, 'BadRequest', message);
}

function replaceState(fake: FakeAzure, exchange: Exchange): Answer {
  const problem = loadState(fake, anyBody(exchange));
  if (problem !== undefined) throw wrong(problem);
  return { status: 204, headers: {} };
}

function resources(fake: FakeAzure, exchange: Exchange): Answer {
  if (exchange.method === 'PUT') {
    const body = anyBody(exchange);
    const placed = (Array.isArray(body) ? body : [body]).map((one) => placeResource(fake, one));
    const problem = placed.find((one) => typeof one === 'string');
    if (typeof problem === 'string') throw wrong(problem);
    return ok(copy(Array.isArray(body) ? placed : placed[0]!));
  }
  if (exchange.method !== 'DELETE') throw notAllowed(exchange.method);
  const id = exchange.query.get('id') ?? '';
  if (removeChild(fake, id)) return { status: 204, headers: {} };
  if (fake.get(id) === undefined) throw new Refusal(404, 'NotFound', `There is no resource ${id}.`);
  erase(fake, id);
  return { status: 204, headers: {} };
}

/** A part of a resource, such as one rule: taken out of its parent's list. */
function removeChild(fake: FakeAzure, id: string): boolean {
  const segments = id.split('/');
  const list = segments.at(-2)?.toLowerCase();
  const parent = fake.get(segments.slice(0, -2).join('/'));
  const child = parent && kindOf(parent.type).children.find((one) => one.list.toLowerCase() === list);
  if (parent === undefined || child === undefined) return false;
  const changed = copy(parent);
  const children = changed.properties[child.list];
  if (!Array.isArray(children)) return false;
  const left = children.filter((one) => !(isObject(one) && textAt(one, 'id').toLowerCase() === id.toLowerCase()));
  if (left.length === children.length) return false;
  changed.properties[child.list] = left;
  placeResource(fake, changed);
  return true;
}

function putFaults(fake: FakeAzure, exchange: Exchange): Answer {
  const problem = fake.faults.set(anyBody(exchange));
  if (problem !== undefined) throw wrong(problem);
  return { status: 204, headers: {} };
}

/** A name, `{ "name": … }`, or fields that replace those of the named (or present) profile. */
function putProfile(fake: FakeAzure, exchange: Exchange): Answer {
  const body = anyBody(exchange);
  const name = typeof body === 'string' ? body : isObject(body) ? body['name'] : undefined;
  const base = typeof name === 'string' ? PROFILES[name] : fake.profile;
  if (base === undefined)
    throw wrong(`There is no profile ${JSON.stringify(name)}; there are ${Object.keys(PROFILES).join(', ')}.`);
  const fields = isObject(body) ? body : {};
  const unknown = Object.keys(fields).find((key) => !(key in base));
  if (unknown !== undefined) throw wrong(`A profile has no field ${unknown}; it has ${Object.keys(base).join(', ')}.`);
  fake.profile = { ...base, ...(fields as Partial<Profile>) };
  fake.throttle.clear();
  return ok(copy(fake.profile) as unknown as Json);
}
