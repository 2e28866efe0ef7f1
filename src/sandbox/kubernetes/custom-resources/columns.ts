// What does `kubectl get` show of a custom kind? Its printer columns, read by JSONPath.
// https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#additional-printer-columns
import type { Json, JsonObject } from '../../json.js';
import { isObject, numberAt, objectsAt, stringAt } from '../../json.js';
import type { Column } from '../kind.js';
import { age } from '../kinds/age.js';
import { creation } from '../kinds/columns.js';
import { jsonPath } from './json-path.js';

/** A kind without columns shows its age. */
const AGE: Column = {
  name: 'Age',
  type: 'date',
  format: '',
  description: 'Custom resource definition column (in JSONPath format): .metadata.creationTimestamp',
  priority: 0,
  cell: (object, now) => age(creation(object), now),
};

export function columnsOf(version: JsonObject): readonly Column[] {
  const given = objectsAt(version, 'additionalPrinterColumns');
  return given.length === 0 ? [AGE] : given.map(columnOf);
}

function columnOf(given: JsonObject): Column {
  const path = stringAt(given, 'jsonPath') ?? '';
  const type = (stringAt(given, 'type') ?? 'string') as Column['type'];
  const find = jsonPath(path);
  return {
    name: stringAt(given, 'name') ?? '',
    type,
    format: stringAt(given, 'format') ?? '',
    description: stringAt(given, 'description') || `Custom resource definition column (in JSONPath format): ${path}`,
    priority: numberAt(given, 'priority') ?? 0,
    cell: (object, now) => cellOf(type, find(object)[0], now),
  };
}

/** What has another type than its column shows nothing. */
function cellOf(type: Column['type'], value: Json | undefined, now: number): Json {
  if (value === undefined || value === null) return type === 'string' && value === null ? '<nil>' : null;
  switch (type) {
    case 'string':
      return asText(value);
    case 'integer':
      return typeof value === 'number' ? Math.trunc(value) : null;
    case 'number':
      return typeof value === 'number' ? value : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'date':
      return typeof value === 'string' ? since(value, now) : null;
  }
}

function asText(value: Json): string {
  return isObject(value) || Array.isArray(value) ? JSON.stringify(value) : String(value);
}

function since(timestamp: string, now: number): string {
  return Number.isNaN(Date.parse(timestamp)) ? '<invalid>' : age(timestamp, now);
}
