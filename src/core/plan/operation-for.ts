// What must be written so that a resource is as it should be? The difference between the observed body and the desired
// one, with what each change is for; nothing where they say the same.
import type { ArmResource } from '../network/arm-resource.js';
import type { AzureState } from '../network/azure-state.js';
import { diffJson } from '../network/change.js';
import { sendable } from '../network/load-balancers/index.js';
import type { DesiredResource } from '../network/network-model.js';
import type { Operation } from '../network/operation.js';
import type { ArmKey } from '../values/arm-id.js';
import { armKey } from '../values/arm-id.js';
import type { Json, JsonObject } from '../values/json.js';
import { isArray, isObject } from '../values/json.js';
import type { SourceRef } from '../values/source-ref.js';
import { uniqueSources } from '../values/source-ref.js';
import { attribute } from './attribute.js';
import { closesAccess } from './closes-access.js';

// Most of what is desired is what is there, and was so a pass ago.
const IN_STEP = new WeakMap<DesiredResource, InStep>();

interface InStep {
  readonly key: ArmKey;
  readonly observed: ArmResource;
  /** Where it was seen last. */
  seenIn: AzureState;
}

export function operationFor(desired: DesiredResource, azure: AzureState): Operation | undefined {
  const known = IN_STEP.get(desired);
  if (known && isSeenIn(azure, known)) return undefined;
  const key = armKey(desired.id);
  const observed = azure.resources.get(key);
  const operation = difference(desired, observed);
  if (!operation && observed) IN_STEP.set(desired, { key, observed, seenIn: azure });
  return operation;
}

function isSeenIn(azure: AzureState, known: InStep): boolean {
  if (known.seenIn === azure) return true;
  if (azure.resources.get(known.key) !== known.observed) return false;
  known.seenIn = azure;
  return true;
}

function difference(desired: DesiredResource, observed: ArmResource | undefined): Operation | undefined {
  const etag = observed?.etag;
  const base = { id: desired.id, type: desired.type, gathers: desired.gathers };
  if (desired.body === undefined) {
    if (!observed) return undefined;
    const because = uniqueSources(desired.because);
    const changes = [{ path: '/', before: observed, after: null }];
    return { ...base, action: 'Delete', because, changes, closes: true, ...(etag !== undefined && { etag }) };
  }
  const body = whole(desired.body, desired.because);
  const changes = attribute(diffJson(observed ?? shellOf(body), body), desired);
  if (changes.length === 0) return undefined;
  const because = uniqueSources(changes.flatMap((change) => change.because ?? desired.because));
  return {
    ...base,
    action: observed ? 'Update' : 'Create',
    body: sendable(body),
    because,
    changes: changes.map((change) => withoutRepetition(change, because)),
    closes: observed !== undefined && closesAccess(observed, body),
    ...(etag !== undefined && { etag }),
  };
}

// A write that failed leaves its body behind as if it were done, and a state that says so. The remedy is to write it again
// (https://learn.microsoft.com/troubleshoot/azure/azure-kubernetes/load-balancers/load-balancer-in-failed-state).
function whole(body: ArmResource, because: readonly SourceRef[]): ArmResource {
  const state = body.properties?.['provisioningState'];
  if (because.length === 0 || (state !== 'Failed' && state !== 'Canceled')) return body;
  return { ...body, properties: { ...body.properties, provisioningState: 'Succeeded' } };
}

// A new resource is shown by its parts, so that each has its own reason: it is compared with one that has no children.
function shellOf({ properties }: ArmResource): JsonObject {
  const isCollection = (value: Json | undefined): boolean =>
    isArray(value) && value.every((member) => isObject(member) && 'name' in member);
  const collections = Object.keys(properties ?? {}).filter((key) => isCollection(properties?.[key]));
  return { properties: Object.fromEntries(collections.map((key) => [key, []])) };
}

function withoutRepetition(change: Operation['changes'][number], because: readonly SourceRef[]): typeof change {
  if (change.because?.join() !== because.join()) return change;
  const { because: _same, ...rest } = change;
  return rest;
}
