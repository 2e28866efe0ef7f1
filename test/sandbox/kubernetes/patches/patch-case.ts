// What is a case of a patch, and how is it played? The same steps run over the pure functions and against a real API
// server; both must end at what the case expects.
import type { Agent } from 'undici';
import { request } from 'undici';
import { isObject, objectAt, objectsAt, stringAt, type Json, type JsonObject } from '../../../../src/sandbox/json.js';
import { ApiError } from '../../../../src/sandbox/kubernetes/api-error.js';
import {
  applyPatch,
  jsonPatch,
  mergePatch,
  strategicMergePatch,
  trackManager,
} from '../../../../src/sandbox/kubernetes/patches/index.js';
import type { Schema } from '../../../../src/sandbox/kubernetes/schema.js';

/** Stands in cases for the name of the object. */
export const NAME = 'NAME';

export interface TestKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly schema: Schema;
}

export interface Step {
  readonly as: 'json' | 'merge' | 'strategic' | 'apply' | 'replace';
  /** What is sent; for `apply` and `replace` without apiVersion, kind and name. */
  readonly body: Json;
  /** `fieldManager`; `tester` by default. */
  readonly manager?: string;
  readonly force?: boolean;
  readonly subresource?: 'status';
}

export interface PatchCase {
  readonly name: string;
  readonly because: string;
  readonly kind: TestKind;
  /** Created by the manager `creator`; absent: an apply creates it. */
  readonly before?: JsonObject;
  /** The last one is the one in question: only it may fail. */
  readonly steps: readonly Step[];
  /** By path with `/`: what stands there at the end; undefined for nothing. */
  readonly after?: Readonly<Record<string, Json | undefined>>;
  /** By manager (`name` or `name status`): its `fieldsV1`; undefined where it has no entry. */
  readonly owners?: Readonly<Record<string, JsonObject | undefined>>;
  readonly error?: Refusal;
}

export interface Refusal {
  readonly code: number;
  readonly reason?: string;
  readonly message: string;
  readonly causes?: readonly Json[];
}

export interface Outcome {
  readonly object?: JsonObject;
  readonly error?: Refusal;
}

/** The time of each step: one second after the other. */
const START = Date.UTC(2026, 0, 1);

export function playPure({ kind, before, steps }: PatchCase, name: string): Outcome {
  const { schema, apiVersion } = kind;
  let object: JsonObject | undefined;
  if (before) {
    const after = named(kind, before, name);
    object = trackManager({ before: undefined, after, manager: 'creator', schema, apiVersion, now: START });
  }
  let now = START;
  for (const [index, step] of steps.entries()) {
    now += 1000;
    try {
      object = asRead(playStep(kind, object, step, name, now));
    } catch (error) {
      if (!(error instanceof ApiError) || index < steps.length - 1) throw error;
      return { error: refusal(error.status) };
    }
  }
  return { object: object ?? {} };
}

function playStep(kind: TestKind, before: JsonObject | undefined, step: Step, name: string, now: number): JsonObject {
  const { apiVersion, schema } = kind;
  const { manager = 'tester', subresource, force = false } = step;
  const write = { before, manager, schema, apiVersion, subresource, now };
  if (step.as === 'apply') return applyPatch({ ...write, applied: named(kind, step.body, name), force });
  if (!before) throw new Error('only an apply creates');
  const asked = change(kind, before, step, name);
  const after = subresource === 'status' ? { ...before, status: asked.status } : asked;
  return trackManager({ ...write, after: asRead(after) });
}

function change(kind: TestKind, before: JsonObject, { as, body }: Step, name: string): JsonObject {
  switch (as) {
    case 'json':
      return jsonPatch(before, body);
    case 'merge':
      return mergePatch(before, body);
    case 'strategic':
      return strategicMergePatch(before, body, kind.schema);
    default:
      return named(kind, body, name);
  }
}

const TYPES = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
  replace: 'application/json',
};

export interface RealServer {
  readonly server: string;
  readonly token: string;
  readonly agent: Agent;
}

export async function playReal(real: RealServer, { kind, before, steps }: PatchCase, name: string): Promise<Outcome> {
  const group = kind.apiVersion.includes('/') ? 'apis' : 'api';
  const all = `/${group}/${kind.apiVersion}/namespaces/default/${kind.plural}`;
  if (before) {
    const made = await call(real, 'POST', `${all}?fieldManager=creator`, named(kind, before, name));
    if (made.kind === 'Status') throw new Error(`the case can't begin: ${JSON.stringify(made)}`);
  }
  for (const [index, step] of steps.entries()) {
    const { as, manager = 'tester', subresource, force = false } = step;
    const path = `${all}/${name}${subresource ? `/${subresource}` : ''}`;
    const query = `fieldManager=${manager}${as === 'apply' ? `&force=${force}` : ''}`;
    const body = await bodyOf(real, kind, step, name, `${all}/${name}`);
    const answer = await call(real, as === 'replace' ? 'PUT' : 'PATCH', `${path}?${query}`, body, TYPES[as]);
    if (answer.kind !== 'Status') continue;
    if (index < steps.length - 1) throw new Error(`step ${index + 1} was refused: ${JSON.stringify(answer)}`);
    return { error: refusal(answer) };
  }
  return { object: await call(real, 'GET', `${all}/${name}`) };
}

/** A replacement names the version that it replaces. */
async function bodyOf(real: RealServer, kind: TestKind, { as, body }: Step, name: string, path: string): Promise<Json> {
  if (as !== 'apply' && as !== 'replace') return body;
  const object = named(kind, body, name);
  if (as === 'apply') return object;
  const { resourceVersion } = objectAt(await call(real, 'GET', path), 'metadata');
  return { ...object, metadata: { ...objectAt(object, 'metadata'), resourceVersion } };
}

export async function call(
  { server, token, agent }: RealServer,
  method: 'GET' | 'POST' | 'PUT' | 'PATCH',
  path: string,
  body?: Json,
  type = 'application/json',
): Promise<JsonObject> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': type };
  const text = body === undefined ? null : JSON.stringify(body);
  const answer = await request(`${server}${path}`, { method, headers, body: text, dispatcher: agent });
  return (await answer.body.json()) as JsonObject;
}

function named({ apiVersion, kind }: TestKind, body: Json, name: string): JsonObject {
  if (!isObject(body)) throw new Error('an object is applied');
  return { apiVersion, kind, ...body, metadata: { name, namespace: 'default', ...objectAt(body, 'metadata') } };
}

function refusal(status: JsonObject): Refusal {
  const details = objectAt(status, 'details');
  const causes = objectsAt(details, 'causes');
  const reason = stringAt(status, 'reason');
  return {
    code: status.code as number,
    ...(reason !== undefined && { reason }),
    message: stringAt(status, 'message') ?? '',
    ...(causes.length > 0 && { causes }),
  };
}

/** What the server does when it reads a body: nulls and empty metadata are nothing. */
function asRead(object: JsonObject): JsonObject {
  const read = withoutNulls(object) as JsonObject;
  const metadata = Object.entries(objectAt(read, 'metadata')).filter(([key, value]) => {
    return key === 'managedFields' || typeof value !== 'object' || Object.keys(value ?? {}).length > 0;
  });
  return { ...read, metadata: Object.fromEntries(metadata) };
}

function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([, one]) => one !== null && one !== undefined);
  return Object.fromEntries(entries.map(([key, one]) => [key, withoutNulls(one ?? null)]));
}

/** What stands at `spec/ports/0/port`. */
export function valueAt(object: JsonObject, path: string): Json | undefined {
  let at: Json | undefined = object;
  for (const key of path.split('/')) {
    if (Array.isArray(at)) at = at[Number(key)];
    else at = isObject(at) ? at[key.replaceAll('~1', '/')] : undefined;
  }
  return at;
}

export function ownersOf(object: JsonObject): Record<string, JsonObject> {
  const entries = objectsAt(objectAt(object, 'metadata'), 'managedFields');
  return Object.fromEntries(
    entries.map((entry) => {
      const subresource = stringAt(entry, 'subresource');
      const name = `${stringAt(entry, 'manager') ?? ''}${subresource ? ` ${subresource}` : ''}`;
      return [`${stringAt(entry, 'operation') ?? ''} ${name}`, objectAt(entry, 'fieldsV1')];
    }),
  );
}
