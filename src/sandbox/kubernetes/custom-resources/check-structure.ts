// Is a schema structural? Types everywhere, nothing specified twice, in the API server's words as far as users meet it.
// https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema
import type { Json, JsonObject } from '../../json.js';
import { isObject, objectAt, objectsAt, stringAt, stringsAt } from '../../json.js';
import type { FieldError } from '../api-error.js';
import { forbiddenField, invalidValue, notSupported, required } from '../kinds/field-errors.js';

const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string'];
const REQUIRED_TYPE = {
  root: 'must not be empty at the root',
  item: 'must not be empty for specified array items',
  field: 'must not be empty for specified object fields',
};

type Level = keyof typeof REQUIRED_TYPE;

/** Sorted by field. */
export function checkStructure(field: string, schema: JsonObject): readonly FieldError[] {
  return checkSchema(field, schema, 'root').sort((one, other) =>
    `${one.field}: ${one.message}` < `${other.field}: ${other.message}` ? -1 : 1,
  );
}

function checkSchema(field: string, schema: JsonObject, level: Level): FieldError[] {
  const { additionalProperties, items } = schema;
  return [
    ...checkType(field, schema, level),
    ...checkForbidden(field, schema, level),
    ...checkList(field, schema),
    ...Object.entries(objectAt(schema, 'properties')).flatMap(([name, inner]) =>
      isObject(inner) ? checkSchema(`${field}.properties[${name}]`, inner, 'field') : [],
    ),
    ...(isObject(items) ? checkSchema(`${field}.items`, items, 'item') : []),
    ...(isObject(additionalProperties)
      ? checkSchema(`${field}.additionalProperties`, additionalProperties, 'field')
      : []),
    ...['allOf', 'anyOf', 'oneOf'].flatMap((key) =>
      objectsAt(schema, key).flatMap((inner, index) =>
        checkCondition(`${field}.${key}[${index}]`, inner, schema, isIntOrString(schema)),
      ),
    ),
    ...(isObject(schema['not']) ? checkCondition(`${field}.not`, schema['not'], schema, false) : []),
  ];
}

function isIntOrString(schema: JsonObject): boolean {
  return schema['x-kubernetes-int-or-string'] === true;
}

function checkType(field: string, schema: JsonObject, level: Level): FieldError[] {
  const type = stringAt(schema, 'type') ?? '';
  if (type === '') {
    return isIntOrString(schema) || schema['x-kubernetes-preserve-unknown-fields'] === true
      ? []
      : [required(`${field}.type`, REQUIRED_TYPE[level])];
  }
  if (!TYPES.includes(type)) return [notSupported(`${field}.type`, type, TYPES)];
  if (isIntOrString(schema)) {
    return [invalidValue(`${field}.type`, type, 'must be empty if x-kubernetes-int-or-string is true')];
  }
  if (level === 'root' && type !== 'object') return [invalidValue(`${field}.type`, type, 'must be object at the root')];
  return [];
}

function checkForbidden(field: string, schema: JsonObject, level: Level): FieldError[] {
  const { additionalProperties } = schema;
  const hasBoth = additionalProperties !== undefined && isObject(schema['properties']);
  return [
    ...(additionalProperties !== undefined && level === 'root'
      ? [forbiddenField(`${field}.additionalProperties`, 'must not be used at the root')]
      : []),
    ...(additionalProperties === false
      ? [forbiddenField(`${field}.additionalProperties`, 'additionalProperties cannot be set to false')]
      : []),
    ...(hasBoth
      ? [forbiddenField(`${field}.additionalProperties`, 'additionalProperties and properties are mutual exclusive')]
      : []),
    ...(schema['uniqueItems'] === true
      ? [
          forbiddenField(
            `${field}.uniqueItems`,
            'uniqueItems cannot be set to true since the runtime complexity becomes quadratic',
          ),
        ]
      : []),
    ...['$ref', 'definitions', 'patternProperties', 'dependencies', 'id', 'additionalItems']
      .filter((key) => schema[key] !== undefined)
      .map((key) => forbiddenField(`${field}.${key}`, `${key} is not supported`)),
  ];
}

function checkList(field: string, schema: JsonObject): FieldError[] {
  const listType = stringAt(schema, 'x-kubernetes-list-type');
  const keys = stringsAt(schema, 'x-kubernetes-list-map-keys');
  const items = objectAt(schema, 'items');
  return [
    ...(schema['type'] === 'array' && !isObject(schema['items'])
      ? [required(`${field}.items`, 'must be specified')]
      : []),
    ...(listType !== undefined && !['atomic', 'map', 'set'].includes(listType)
      ? [notSupported(`${field}.x-kubernetes-list-type`, listType, ['atomic', 'map', 'set'])]
      : []),
    ...(listType === 'map' && keys.length === 0
      ? [required(`${field}.x-kubernetes-list-map-keys`, 'must not be empty if x-kubernetes-list-type is map')]
      : []),
    ...keys
      .filter((key) => listType === 'map' && !isObject(objectAt(items, 'properties')[key]))
      .map((key) =>
        invalidValue(
          `${field}.x-kubernetes-list-map-keys`,
          key as Json,
          'entries must all be names of item properties',
        ),
      ),
  ];
}

/** What only judges values may not shape them. */
function checkCondition(field: string, inner: JsonObject, owner: JsonObject, mayHaveType: boolean): FieldError[] {
  const forbidden = ['type', 'default', 'nullable', 'title', 'description', 'additionalProperties'].filter(
    (key) => inner[key] !== undefined && inner[key] !== '' && !(key === 'type' && mayHaveType),
  );
  const specified = objectAt(owner, 'properties');
  return [
    ...forbidden.map((key) => forbiddenField(`${field}.${key}`, 'must be empty to be structural')),
    ...Object.keys(objectAt(inner, 'properties'))
      .filter((name) => !isObject(specified[name]))
      .map((name) =>
        required(
          `${field.replace(/\.(allOf|anyOf|oneOf|not)(\[\d+\])?$/, '')}.properties[${name}]`,
          `because it is defined in ${field}.properties[${name}]`,
        ),
      ),
  ];
}
