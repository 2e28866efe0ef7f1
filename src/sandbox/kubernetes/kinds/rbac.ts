// What does the API server do with roles and their bindings? It keeps them; nothing here asks them.
import type { JsonObject } from '../../json.js';
import { isObject, objectAt, objectsAt, stringAt } from '../../json.js';
import type { KindRules } from '../kind.js';
import { AGE, column, CREATED_AT, wideColumn } from './columns.js';
import { pathSegmentProblems, validateBinding, validateRole } from './rbac-checks.js';

const GROUP = 'rbac.authorization.k8s.io';

export const ROLE_RULES: KindRules = {
  // A list that is empty is written as null, as the API server does.
  fillDefaults: (draft) => {
    if (objectsAt(draft, 'rules').length === 0) draft.rules = null;
  },
  validate: validateRole,
  hasGeneration: false,
  validateName: pathSegmentProblems,
  columns: [CREATED_AT],
};

export const ROLE_BINDING_RULES: KindRules = {
  fillDefaults: (draft) => {
    if (isObject(draft.roleRef)) draft.roleRef.apiGroup ||= GROUP;
    for (const subject of objectsAt(draft, 'subjects')) {
      if (subject.kind === 'User' || subject.kind === 'Group') subject.apiGroup ||= GROUP;
    }
  },
  validate: validateBinding,
  hasGeneration: false,
  validateName: pathSegmentProblems,
  columns: [
    column('Role', (binding) => nameOfKind(objectAt(binding, 'roleRef'))),
    AGE,
    wideColumn('Users', (binding) => subjects(binding, 'User')),
    wideColumn('Groups', (binding) => subjects(binding, 'Group')),
    wideColumn('ServiceAccounts', (binding) => subjects(binding, 'ServiceAccount')),
  ],
};

const nameOfKind = (reference: JsonObject): string =>
  `${stringAt(reference, 'kind') ?? ''}/${stringAt(reference, 'name') ?? ''}`;

function subjects(binding: JsonObject, kind: string): string {
  const found = objectsAt(binding, 'subjects').filter((subject) => subject.kind === kind);
  const names = found.map((subject) => {
    const name = stringAt(subject, 'name') ?? '';
    return kind === 'ServiceAccount' ? `${stringAt(subject, 'namespace') ?? ''}/${name}` : name;
  });
  return names.join(', ');
}
