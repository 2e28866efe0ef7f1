// What shape do the objects of a CustomResourceDefinition have? Its own schema, with the fields that every object has,
// under the name that OpenAPI documents give it.
import type { JsonObject } from '../../json.js';
import { isObject, objectAt, textAt } from '../../json.js';
import type { Schema } from '../schema.js';
import { builtinSchema } from '../schemas/index.js';

const ANY: Schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

/** `dev.azurenetwork.v1alpha1.AzureNetwork` */
export function schemaOfVersion(group: string, version: JsonObject, kind: string): Schema {
  const given = objectAt(version, 'schema')['openAPIV3Schema'];
  const schema = isObject(given) ? asSchema(given) : ANY;
  const common = builtinSchema('', 'v1', 'ConfigMap').properties ?? {};
  const { apiVersion, kind: kindField, metadata } = common;
  const named = [...group.split('.').reverse(), textAt(version, 'name'), kind].join('.');
  return {
    ...schema,
    name: named,
    type: 'object',
    properties: {
      ...schema.properties,
      ...(apiVersion && { apiVersion: { ...apiVersion, ...schema.properties?.['apiVersion'] } }),
      ...(kindField && { kind: { ...kindField, ...schema.properties?.['kind'] } }),
      ...(metadata && { metadata }),
    },
  };
}

/** JSONSchemaProps and schemas have the same keys. */
export function asSchema(props: JsonObject): Schema {
  return props;
}
