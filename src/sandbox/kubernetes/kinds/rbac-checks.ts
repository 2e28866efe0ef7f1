// What does the API server refuse of roles and their bindings?
import type { JsonObject } from '../../json.js';
import { objectAt, objectsAt, stringAt, stringsAt } from '../../json.js';
import type { FieldError } from '../api-error.js';
import { checkText, isEqual } from './checks.js';
import { invalidValue, notSupported, required } from './field-errors.js';
import { dnsSubdomainProblems } from './names.js';

const GROUP = 'rbac.authorization.k8s.io';

/** Names may have almost any letters, as `system:node` has. */
export function pathSegmentProblems(name: string): readonly string[] {
  if (name === '.' || name === '..') return [`may not be '${name}'`];
  return ['/', '%'].filter((sign) => name.includes(sign)).map((sign) => `may not contain '${sign}'`);
}

export function validateRole(role: JsonObject): readonly FieldError[] {
  const isNamespaced = objectAt(role, 'metadata').namespace !== undefined;
  const rules = objectsAt(role, 'rules');
  return [
    ...rules.flatMap((rule, index) => checkRule(`rules[${index}]`, rule, isNamespaced)),
    ...rules.flatMap((rule, index) => (stringsAt(rule, 'verbs').length > 0 ? [] : [required(`rules[${index}].verbs`)])),
  ];
}

function checkRule(field: string, rule: JsonObject, isNamespaced: boolean): readonly FieldError[] {
  const has = (key: string): boolean => stringsAt(rule, key).length > 0;
  const urls = stringsAt(rule, 'nonResourceURLs');
  if (urls.length === 0) {
    return [
      ...(has('apiGroups')
        ? []
        : [required(`${field}.apiGroups`, 'resource rules must supply at least one api group')]),
      ...(has('resources') ? [] : [required(`${field}.resources`, 'resource rules must supply at least one resource')]),
    ];
  }
  const refuse = (detail: string): FieldError => invalidValue(`${field}.nonResourceURLs`, urls, detail);
  const isMixed = has('apiGroups') || has('resources') || has('resourceNames');
  return [
    ...(isNamespaced ? [refuse('namespaced rules cannot apply to non-resource URLs')] : []),
    ...(isMixed ? [refuse('rules cannot apply to both regular resources and non-resource URLs')] : []),
  ];
}

export function validateBinding(binding: JsonObject, before: JsonObject | undefined): readonly FieldError[] {
  const isNamespaced = objectAt(binding, 'metadata').namespace !== undefined;
  const reference = objectAt(binding, 'roleRef');
  const kinds = isNamespaced ? ['Role', 'ClusterRole'] : ['ClusterRole'];
  const name = stringAt(reference, 'name') ?? '';
  const nameless = objectsAt(binding, 'subjects').flatMap((subject, index) => (subject.name ? [] : [index]));
  const isMoved = before !== undefined && !isEqual(reference, objectAt(before, 'roleRef'));
  return [
    ...checkGroup('roleRef.apiGroup', reference, GROUP),
    ...(kinds.includes(stringAt(reference, 'kind') ?? '')
      ? []
      : [notSupported('roleRef.kind', stringAt(reference, 'kind') ?? '', kinds)]),
    ...(name === '' ? [] : checkText('roleRef.name', name, pathSegmentProblems)),
    ...objectsAt(binding, 'subjects').flatMap((subject, index) =>
      checkSubject(`subjects[${index}]`, subject, isNamespaced),
    ),
    ...nameless.map((index) => required(`subjects[${index}].name`)),
    ...(name === '' ? [required('roleRef.name')] : []),
    ...(isMoved ? [invalidValue('roleRef', asGo(reference), 'field is immutable')] : []),
  ];
}

/** As the API server prints its own type. */
function asGo(reference: JsonObject): JsonObject {
  return { APIGroup: reference.apiGroup ?? '', Kind: reference.kind ?? '', Name: reference.name ?? '' };
}

function checkGroup(field: string, object: JsonObject, group: string): FieldError[] {
  const is = stringAt(object, 'apiGroup') ?? '';
  return is === group ? [] : [notSupported(field, is, [group])];
}

function checkSubject(field: string, subject: JsonObject, isNamespaced: boolean): readonly FieldError[] {
  const name = stringAt(subject, 'name') ?? '';
  switch (subject.kind) {
    case 'ServiceAccount':
      return [
        ...(name === '' ? [] : checkText(`${field}.name`, name, dnsSubdomainProblems)),
        ...checkGroup(`${field}.apiGroup`, subject, ''),
        ...(isNamespaced || stringAt(subject, 'namespace') ? [] : [required(`${field}.namespace`)]),
      ];
    case 'User':
    case 'Group':
      return checkGroup(`${field}.apiGroup`, subject, GROUP);
    default:
      return [notSupported(`${field}.kind`, stringAt(subject, 'kind') ?? '', ['ServiceAccount', 'User', 'Group'])];
  }
}
