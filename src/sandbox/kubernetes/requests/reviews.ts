// May I? The administrator may all. Reviews are answered and not kept.
// https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/
import type { JsonObject } from '../../json.js';
import { ADMINISTRATOR } from './authentication.js';
import { noSuchPath } from '../api-error.js';
import { timestamp } from '../cluster.js';
import type { Kind } from '../kind.js';
import { apiVersionOf } from '../kind-registry.js';

/** `review` as sent, with its status. */
export function answerReview(kind: Kind, review: JsonObject, now: number): JsonObject {
  const answered = (status: JsonObject): JsonObject => ({
    ...review,
    kind: kind.kind,
    apiVersion: apiVersionOf(kind),
    metadata: kind.kind === 'SelfSubjectReview' ? { creationTimestamp: timestamp(now) } : (review['metadata'] ?? {}),
    status,
  });
  switch (kind.kind) {
    case 'SelfSubjectAccessReview':
    case 'SubjectAccessReview':
    case 'LocalSubjectAccessReview':
      return answered({ allowed: true });
    case 'SelfSubjectRulesReview':
      return answered({
        resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
        nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
        incomplete: false,
      });
    case 'SelfSubjectReview':
      return answered({ userInfo: { ...ADMINISTRATOR, groups: [...ADMINISTRATOR.groups] } });
    default:
      throw noSuchPath();
  }
}

export function isReview(kind: Kind): boolean {
  return kind.verbs.length === 1 && kind.verbs[0] === 'create';
}
