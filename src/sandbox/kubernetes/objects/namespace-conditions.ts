// What does a namespace on its way out wait for? Said in the conditions that the namespace controller writes.
// https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
import type { JsonObject } from '../../json.js';
import { objectAt, objectsAt, stringAt } from '../../json.js';
import { finalizersOf } from './finalizers.js';

export interface Content {
  readonly storage: string;
  readonly object: JsonObject;
}

/** `before`: the conditions as they are; the time of one that hasn't changed stays. `now`: RFC 3339. */
export function deletionConditions(
  contents: readonly Content[],
  before: readonly JsonObject[],
  now: string,
): JsonObject[] {
  // `configmaps.`, `deployments.apps`: the resource and its group, with nothing for the core group.
  const resources = count(contents.map(({ storage }) => (storage.includes('.') ? storage : `${storage}.`)));
  const finalizers = count(contents.flatMap(({ object }) => finalizersOf(object)));
  const conditions = [
    ['NamespaceDeletionDiscoveryFailure', 'False', 'ResourcesDiscovered', 'All resources successfully discovered'],
    [
      'NamespaceDeletionGroupVersionParsingFailure',
      'False',
      'ParsedGroupVersions',
      'All legacy kube types successfully parsed',
    ],
    [
      'NamespaceDeletionContentFailure',
      'False',
      'ContentDeleted',
      'All content successfully deleted, may be waiting on finalization',
    ],
    resources.length > 0
      ? [
          'NamespaceContentRemaining',
          'True',
          'SomeResourcesRemain',
          `Some resources are remaining: ${listed(resources, 'has')}`,
        ]
      : ['NamespaceContentRemaining', 'False', 'ContentRemoved', 'All content successfully removed'],
    finalizers.length > 0
      ? [
          'NamespaceFinalizersRemaining',
          'True',
          'SomeFinalizersRemain',
          `Some content in the namespace has finalizers remaining: ${listed(finalizers, 'in')}`,
        ]
      : [
          'NamespaceFinalizersRemaining',
          'False',
          'ContentHasNoFinalizers',
          'All content-preserving finalizers finished',
        ],
  ] as const;
  return conditions.map(([type, status, reason, message]) => {
    const was = before.find((one) => one['type'] === type);
    const isSame = was?.['status'] === status && was['reason'] === reason && was['message'] === message;
    return { type, status, lastTransitionTime: isSame ? stringAt(was, 'lastTransitionTime') : now, reason, message };
  });
}

export function conditionsOf(namespace: JsonObject): JsonObject[] {
  return objectsAt(objectAt(namespace, 'status'), 'conditions');
}

function count(names: readonly string[]): readonly (readonly [name: string, times: number])[] {
  return [...new Set(names)].sort().map((name) => [name, names.filter((one) => one === name).length]);
}

function listed(counts: readonly (readonly [string, number])[], word: 'has' | 'in'): string {
  return counts.map(([name, times]) => `${name} ${word} ${times} resource instances`).join(', ');
}
