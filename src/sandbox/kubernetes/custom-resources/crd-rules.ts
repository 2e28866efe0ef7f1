// What does the API server do with a CustomResourceDefinition? Fills in its names, accepts them unless they are taken,
// and serves it at once: here no controller comes later.
// https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/custom-resource-definition-v1/
import type { JsonObject } from '../../json.js';
import { copy, isObject, objectAt, objectsAt, stringAt, stringsAt } from '../../json.js';
import type { ClusterView, KindRules } from '../kind.js';
import { DEFINITION_COLUMNS } from './definition-columns.js';
import { dnsSubdomainProblems } from '../kinds/names.js';
import { checkDefinition } from './check-definition.js';
import { acceptNames, type Acceptance } from './names-accepted.js';

const STORAGE = 'customresourcedefinitions.apiextensions.k8s.io';

export const CRD_RULES: KindRules = {
  fillDefaults: (draft) => {
    const spec = draft['spec'];
    if (!isObject(spec)) return;
    const names = objectAt(spec, 'names');
    const kind = stringAt(names, 'kind') ?? '';
    if (!stringAt(names, 'singular')) names['singular'] = kind.toLowerCase();
    if (!stringAt(names, 'listKind') && kind !== '') names['listKind'] = `${kind}List`;
    spec['names'] = names;
    spec['conversion'] ??= { strategy: 'None' };
    const webhook = objectAt(objectAt(spec['conversion'], 'webhook'), 'clientConfig')['service'];
    if (isObject(webhook)) webhook['port'] ??= 443;
  },
  prepare: (draft, before, cluster) => {
    draft['status'] = statusOf(draft, before, cluster);
  },
  validate: (crd, before) => checkDefinition(crd, before),
  validateName: dnsSubdomainProblems,
  columns: DEFINITION_COLUMNS,
};

function statusOf(draft: JsonObject, before: JsonObject | undefined, cluster: ClusterView): JsonObject {
  const was = objectAt(before, 'status');
  const group = stringAt(draft['spec'], 'group');
  const name = stringAt(draft['metadata'], 'name');
  const others = cluster
    .list(STORAGE)
    .filter((one) => stringAt(one['spec'], 'group') === group && stringAt(one['metadata'], 'name') !== name)
    .map((one) => objectAt(objectAt(one, 'status'), 'acceptedNames'));
  const acceptance = acceptNames(objectAt(draft['spec'], 'names'), objectAt(was, 'acceptedNames'), others);
  const storage = objectsAt(draft['spec'], 'versions').find((version) => version['storage'] === true);
  const stored = stringsAt(was, 'storedVersions');
  const now = stringAt(storage, 'name');
  return {
    ...copy(was),
    acceptedNames: acceptance.names,
    conditions: conditionsOf(acceptance, was, stringAt(draft['metadata'], 'creationTimestamp') ?? ''),
    storedVersions: now === undefined || stored.includes(now) ? stored : [...stored, now],
  };
}

/** What is established stays so. `since` stands for the time: rules have no clock. */
function conditionsOf({ reason, message }: Acceptance, was: JsonObject, since: string): JsonObject[] {
  const isAccepted = reason === 'NoConflicts';
  const old = objectsAt(was, 'conditions');
  const oldEstablished = old.find(({ type, status }) => type === 'Established' && status === 'True');
  const established: JsonObject = isAccepted
    ? { status: 'True', reason: 'InitialNamesAccepted', message: 'the initial names have been accepted' }
    : { status: 'False', reason: 'NotAccepted', message: 'not all names are accepted' };
  const fresh: JsonObject[] = [
    { type: 'NamesAccepted', status: isAccepted ? 'True' : 'False', reason, message },
    { type: 'Established', ...(oldEstablished ?? established) },
  ];
  return fresh.map(({ type, status, reason, message }) => {
    const same = old.find((one) => one['type'] === type && one['status'] === status);
    return {
      lastTransitionTime: same?.['lastTransitionTime'] ?? since,
      message: message!,
      reason: reason!,
      status: status!,
      type: type!,
    };
  });
}
