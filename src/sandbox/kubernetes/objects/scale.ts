// How is the subresource `scale` read and written? A small object that stands for one field of another.
// https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/scale-v1/
import type { Json, JsonObject } from '../../json.js';
import { copy, isObject, numberAt, objectAt } from '../../json.js';
import { badRequest } from '../api-error.js';
import type { ScalePaths } from '../kind.js';
import { selectorText } from '../kinds/selector-text.js';

export function scaleOf(object: JsonObject, { replicas, statusReplicas, selector }: ScalePaths): JsonObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = objectAt(object, 'metadata');
  const selected = selector === undefined ? undefined : at(object, selector);
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: at(object, replicas) ?? 0 },
    status: {
      replicas: at(object, statusReplicas) ?? 0,
      ...(selected !== undefined && { selector: isObject(selected) ? selectorText(selected) : selected }),
    },
  };
}

/** The object with the scale's wish. Throws 400 for a scale without a count. */
export function withScale(object: JsonObject, scale: JsonObject, { replicas }: ScalePaths): JsonObject {
  const count = numberAt(objectAt(scale, 'spec'), 'replicas') ?? 0;
  if (!Number.isInteger(count) || count < 0) {
    throw badRequest(
      `Scale.autoscaling "" is invalid: spec.replicas: Invalid value: ${count}: must be greater than or equal to 0`,
    );
  }
  const draft = copy(object);
  const keys = keysOf(replicas);
  const parent = keys.slice(0, -1).reduce<JsonObject>((inner, key) => {
    if (!isObject(inner[key])) inner[key] = {};
    return inner[key];
  }, draft);
  parent[keys.at(-1)!] = count;
  const version = objectAt(scale, 'metadata')['resourceVersion'];
  if (version !== undefined) objectAt(draft, 'metadata')['resourceVersion'] = version;
  return draft;
}

function at(object: JsonObject, path: string): Json | undefined {
  return keysOf(path).reduce<Json | undefined>((inner, key) => (isObject(inner) ? inner[key] : undefined), object);
}

const keysOf = (path: string): readonly string[] => path.split('.').filter((key) => key !== '');
