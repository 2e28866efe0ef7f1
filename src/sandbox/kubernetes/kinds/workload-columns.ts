// What do Deployments and ReplicaSets show of their Pods' template?
import type { JsonObject } from '../../json.js';
import { numberAt, objectAt, objectsAt, stringAt } from '../../json.js';
import type { Column } from '../kind.js';
import { wideColumn } from './columns.js';
import { selectorText } from './selector-text.js';

const containers = (object: JsonObject): readonly JsonObject[] =>
  objectsAt(objectAt(objectAt(objectAt(object, 'spec'), 'template'), 'spec'), 'containers');
const list = (object: JsonObject, key: string): string =>
  containers(object)
    .map((container) => stringAt(container, key) ?? '')
    .join(',');

export const WORKLOAD_COLUMNS: readonly Column[] = [
  wideColumn('Containers', (object) => list(object, 'name')),
  wideColumn('Images', (object) => list(object, 'image')),
  wideColumn('Selector', (object) => selectorText(objectAt(objectAt(object, 'spec'), 'selector'))),
];

export const specNumber = (object: JsonObject, key: string): number => numberAt(objectAt(object, 'spec'), key) ?? 0;
export const statusNumber = (object: JsonObject, key: string): number => numberAt(objectAt(object, 'status'), key) ?? 0;
