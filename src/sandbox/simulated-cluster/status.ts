// When is a status written? When it says something else than before; times alone are nothing new.
import { sameJson } from './same-json.js';
import type { Cluster } from './cluster.js';
import type { Condition, KubernetesObject, Kinds, Plural } from './objects.js';

/** RFC 3339, to the second, as the API server has it. */
export function timestamp(): string {
  return `${new Date().toISOString().slice(0, 19)}Z`;
}

/** Fields that are undefined or 0 are left out, as the API leaves them out; other fields of the status stay. */
export async function writeStatus<P extends Plural>(
  cluster: Cluster,
  plural: P,
  object: KubernetesObject & { readonly status?: object },
  wanted: Readonly<Record<string, unknown>>,
): Promise<Kinds[P] | undefined> {
  const before: Readonly<Record<string, unknown>> = { ...object.status };
  const changes = Object.entries(wanted).filter(([field, value]) => !sameJson(before[field], value));
  if (changes.length === 0) return undefined;
  const status = Object.fromEntries(changes.map(([field, value]) => [field, value === undefined ? null : value]));
  return cluster.patch(plural, object, { status }, 'status');
}

/** With the times of before, where the status is still the same. */
export function transition(before: readonly Condition[] | undefined, condition: Condition): Condition {
  const now = timestamp();
  const old = before?.find(({ type }) => type === condition.type);
  const isSame = old?.status === condition.status;
  if (isSame && old.reason === condition.reason && old.message === condition.message) return old;
  return { ...condition, lastTransitionTime: isSame ? (old.lastTransitionTime ?? now) : now };
}
