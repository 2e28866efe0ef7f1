// Which types have a form of their own on the wire? Times, quantities, numbers or strings, and JSON that nobody looks into.
import type { Schema } from '../schema.js';
import { META } from './definitions.js';

const API_EXTENSIONS = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1';
const anything = { 'x-kubernetes-preserve-unknown-fields': true } as const;

const NAMED: Readonly<Record<string, Schema>> = {
  Time: { name: `${META}.Time`, type: 'string', format: 'date-time' },
  MicroTime: { name: `${META}.MicroTime`, type: 'string', format: 'date-time' },
  FieldsV1: { name: `${META}.FieldsV1`, type: 'object', ...anything },
  Quantity: { name: 'io.k8s.apimachinery.pkg.api.resource.Quantity', oneOf: [{ type: 'string' }, { type: 'number' }] },
  IntOrString: {
    name: 'io.k8s.apimachinery.pkg.util.intstr.IntOrString',
    format: 'int-or-string',
    oneOf: [{ type: 'integer' }, { type: 'string' }],
    'x-kubernetes-int-or-string': true,
  },
  JSON: { name: `${API_EXTENSIONS}.JSON`, ...anything },
  JSONSchemaPropsOrArray: { name: `${API_EXTENSIONS}.JSONSchemaPropsOrArray`, ...anything },
  JSONSchemaPropsOrBool: { name: `${API_EXTENSIONS}.JSONSchemaPropsOrBool`, ...anything },
  JSONSchemaPropsOrStringArray: { name: `${API_EXTENSIONS}.JSONSchemaPropsOrStringArray`, ...anything },
};

const PLAIN: Readonly<Record<string, Schema>> = {
  string: { type: 'string' },
  boolean: { type: 'boolean' },
  byte: { type: 'string', format: 'byte' },
  int32: { type: 'integer', format: 'int32' },
  int64: { type: 'integer', format: 'int64' },
  double: { type: 'number', format: 'double' },
  number: { type: 'number' },
  any: { type: 'object', ...anything },
};

export const SCALARS: ReadonlyMap<string, Schema> = new Map(
  Object.values(NAMED).map((schema) => [schema.name ?? '', schema]),
);

export function scalarOf(type: string): Schema | undefined {
  return NAMED[type] ?? PLAIN[type];
}
