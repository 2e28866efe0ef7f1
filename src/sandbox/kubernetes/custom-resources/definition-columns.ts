// How does `kubectl get crd` show a definition?
import { objectAt, objectsAt, stringAt, stringsAt, textAt } from '../../json.js';
import type { Column } from '../kind.js';
import { column, CREATED_AT, wideColumn } from '../kinds/columns.js';

export const DEFINITION_COLUMNS: readonly Column[] = [
  column('Scope', ({ spec }) => textAt(spec, 'scope'), { description: 'Namespaced or Cluster.' }),
  column('Versions', ({ spec }) => versionsOf(spec), { description: 'Those that are served.' }),
  CREATED_AT,
  wideColumn('Group', ({ spec }) => textAt(spec, 'group')),
  wideColumn('Kind', ({ spec }) => textAt(objectAt(spec, 'names'), 'kind')),
  wideColumn('ShortNames', ({ spec }) => stringsAt(objectAt(spec, 'names'), 'shortNames').join(',')),
  column('Established', ({ status }) => isEstablished(status), { type: 'boolean', priority: 1 }),
];

function versionsOf(spec: unknown): string {
  return objectsAt(spec, 'versions')
    .filter(({ served }) => served === true)
    .map((version) => `${textAt(version, 'name')}${version.storage === true ? '(storage)' : ''}`)
    .sort()
    .join(',');
}

function isEstablished(status: unknown): boolean {
  return objectsAt(status, 'conditions').some(
    (one) => stringAt(one, 'type') === 'Established' && stringAt(one, 'status') === 'True',
  );
}
