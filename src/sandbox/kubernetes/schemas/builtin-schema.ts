// What shape does a kind have that comes with Kubernetes? One linked graph, made as far as it is looked at: definitions
// refer to each other, and to themselves.
import type { Schema } from '../schema.js';
import { attributesOf, definitionNamed, factsOf, packageOf, type Attribute } from './definitions.js';
import type { DefinitionFacts } from './facts/facts.js';
import { scalarOf, SCALARS } from './scalars.js';

const MADE = new Map<string, Schema>();

/** `group` is '' for the core group. Throws for a kind that Kubernetes doesn't have. */
export function builtinSchema(group: string, version: string, kind: string): Schema {
  return definition(`${packageOf(group, version)}.${kind}`);
}

/** By the name that OpenAPI documents have for it: `io.k8s.api.core.v1.ServicePort`. */
export function definition(name: string): Schema {
  const made = MADE.get(name) ?? SCALARS.get(name) ?? define(name);
  MADE.set(name, made);
  return made;
}

function define(name: string): Schema {
  const facts = factsOf(name) ?? {};
  const attributes = attributesOf(name);
  if (!attributes && !facts.isNew) throw new Error(`Kubernetes has no type ${name}`);
  let properties: Readonly<Record<string, Schema>> | undefined;
  return {
    name,
    type: 'object',
    get properties() {
      properties ??= propertiesOf(name, attributes ?? [], facts);
      return properties;
    },
    ...(facts.required && { required: words(facts.required) }),
    ...(facts.isAtomic && { 'x-kubernetes-map-type': 'atomic' }),
  };
}

function propertiesOf(owner: string, attributes: readonly Attribute[], facts: DefinitionFacts): Record<string, Schema> {
  const types = { ...Object.fromEntries(attributes.map((one) => [one.baseName, typeOf(one)])), ...facts.types };
  const entries = Object.entries(types)
    .filter(([, type]) => type !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([field, type]) => [field, property(owner, field, type, facts)]));
}

function property(owner: string, field: string, type: string, facts: DefinitionFacts): Schema {
  const values = facts.enums?.[field];
  const extras = { ...listFacts(field, type, facts), ...valueFacts(field, facts) };
  const schema = limited(shape(type, owner), values === undefined ? undefined : words(values));
  return Object.keys(extras).length === 0 ? schema : linked(schema, extras);
}

function limited(schema: Schema, values: readonly string[] | undefined): Schema {
  if (!values) return schema;
  return schema.items ? { ...schema, items: { ...schema.items, enum: values } } : { ...schema, enum: values };
}

/** The shape of a definition with what only one field says of it; its own properties stay lazy. */
function linked(schema: Schema, extras: Partial<Schema>): Schema {
  if (schema.name === undefined) return { ...schema, ...extras };
  const { name, type, format, required } = schema;
  return {
    name,
    ...(type && { type }),
    ...(format && { format }),
    get properties() {
      return schema.properties ?? {};
    },
    ...(required && { required }),
    ...extras,
  };
}

/** `int32`, `Quantity{}`, `ServicePort[]`: see DefinitionFacts.types. */
function shape(type: string, owner: string): Schema {
  if (type.endsWith('[]')) return { type: 'array', items: shape(type.slice(0, -2), owner) };
  if (type.endsWith('{}')) return { type: 'object', additionalProperties: shape(type.slice(0, -2), owner) };
  return scalarOf(type) ?? definition(definitionNamed(type, owner));
}

/** An attribute's type in the words of `shape`. */
function typeOf({ type, format }: Attribute): string {
  const list = /^Array<(.*)>$/.exec(type)?.[1];
  if (list !== undefined) return `${typeOf({ baseName: '', type: list, format })}[]`;
  const map = /^\{ \[key: string\]: (.*); \}$/.exec(type)?.[1];
  if (map !== undefined) return `${typeOf({ baseName: '', type: map, format })}{}`;
  if (type === 'Date' || type === 'V1MicroTime') return format === 'date-time-micro' ? 'MicroTime' : 'Time';
  return (type === 'string' || type === 'number') && format !== '' ? format : type;
}

function listFacts(field: string, type: string, facts: DefinitionFacts): Partial<Schema> {
  if (!type.endsWith('[]')) return {};
  const keys = facts.maps?.[field];
  if (keys !== undefined) return { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': words(keys) };
  return { 'x-kubernetes-list-type': words(facts.sets ?? '').includes(field) ? 'set' : 'atomic' };
}

function valueFacts(field: string, facts: DefinitionFacts): Partial<Schema> {
  const [strategy, key] = strategyOf(field, facts);
  const preset = facts.defaults?.[field];
  return {
    ...(strategy && { 'x-kubernetes-patch-strategy': strategy }),
    ...(key && { 'x-kubernetes-patch-merge-key': key }),
    ...(preset !== undefined && { default: preset }),
    ...(words(facts.atomicFields ?? '').includes(field) && { 'x-kubernetes-map-type': 'atomic' }),
  };
}

function strategyOf(field: string, facts: DefinitionFacts): readonly [strategy?: string, key?: string] {
  const key = facts.merge?.[field];
  if (key !== undefined) return ['merge', key];
  const [strategy, other] = words(facts.strategies?.[field] ?? '');
  return strategy === undefined || strategy === '' ? [] : [strategy, other ?? ''];
}

function words(text: string): string[] {
  return text.split(' ');
}
