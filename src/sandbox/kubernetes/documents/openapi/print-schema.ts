// How is the linked graph of schemas written down? Definitions by name, each once, with references between them.
import { isObject, type JsonObject } from '../../../json.js';
import type { Kind } from '../../kind.js';
import type { Schema } from '../../schema.js';
import { definition } from '../../schemas/builtin-schema.js';
import { META } from '../../schemas/definitions.js';
import { descriptionOf, fieldDescription } from './descriptions.js';
import { referenceTo } from './reference.js';

/** How we mark what isn't looked into; a definition of Kubernetes says it by having no properties. */
const OURS = new Set(['name', 'properties', 'items', 'additionalProperties']);
const OURS_OF_SCALARS = new Set([...OURS, 'x-kubernetes-preserve-unknown-fields', 'x-kubernetes-int-or-string']);

const METADATA = `Standard object's metadata. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata`;

export class Printer {
  readonly #printed = new Map<string, JsonObject>();

  /** The definition and all that it refers to. */
  add(schema: Schema): void {
    const name = schema.name ?? '';
    if (this.#printed.has(name)) return;
    this.#printed.set(name, {});
    this.#printed.set(name, this.#definition(name, definition(name)));
  }

  set(name: string, printed: JsonObject): void {
    this.#printed.set(name, printed);
  }

  extend(name: string, more: JsonObject): void {
    this.#printed.set(name, { ...this.#printed.get(name), ...more });
  }

  definitions(): JsonObject {
    return Object.fromEntries([...this.#printed].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  #definition(name: string, schema: Schema): JsonObject {
    const description = descriptionOf(name);
    return { ...(description !== undefined && { description }), ...this.#shape(schema, name) };
  }

  #shape(schema: Schema, owner: string): JsonObject {
    const { properties, items, additionalProperties } = schema;
    return {
      ...keywords(schema, schema.properties ? OURS : OURS_OF_SCALARS),
      ...(properties && Object.keys(properties).length > 0 && { properties: this.#properties(properties, owner) }),
      ...(items && { items: this.#use(items, undefined) }),
      ...(typeof additionalProperties === 'object' && {
        additionalProperties: this.#use(additionalProperties, undefined),
      }),
    };
  }

  #properties(properties: Readonly<Record<string, Schema>>, owner: string): JsonObject {
    const entries = Object.entries(properties);
    return Object.fromEntries(
      entries.map(([field, schema]) => [
        field,
        this.#use(schema, fieldDescription(owner, field) ?? descriptionOfUse(field, schema)),
      ]),
    );
  }

  /** A reference has no neighbours in OpenAPI 3.0, so what else is said of it stands around it. */
  #use(schema: Schema, text: string | undefined): JsonObject {
    const description = text === undefined ? {} : { description: text };
    if (schema.name === undefined) return { ...description, ...this.#shape(schema, '') };
    this.add(schema);
    const extras = { ...description, ...differences(schema, definition(schema.name)) };
    if (Object.keys(extras).length === 0) return referenceTo(schema.name);
    return { ...extras, allOf: [referenceTo(schema.name)] };
  }
}

/** client-node's comments leave out the fields that hold an object: the type's own text is better than none. */
function descriptionOfUse(field: string, { name }: Schema): string | undefined {
  if (name === `${META}.ObjectMeta` && field === 'metadata') return METADATA;
  return name === undefined ? undefined : descriptionOf(name);
}

/** A custom kind with what the API server adds to its schema. */
export function printCustomKind(kind: Kind): JsonObject {
  const printed = printCustomSchema(kind.schema);
  const properties = isObject(printed['properties']) ? printed['properties'] : {};
  const meta = `${META}.ObjectMeta`;
  return {
    ...printed,
    type: 'object',
    properties: {
      ...properties,
      apiVersion: { ...text(fieldDescription(meta.replace('ObjectMeta', 'Status'), 'apiVersion')), type: 'string' },
      kind: { ...text(fieldDescription(meta.replace('ObjectMeta', 'Status'), 'kind')), type: 'string' },
      metadata: { ...text(METADATA), allOf: [referenceTo(meta)] },
    },
  };
}

/** A custom schema stands in the document as its CRD has it, definitions written out. */
export function printCustomSchema(schema: Schema): JsonObject {
  const { properties, items, additionalProperties } = schema;
  return {
    ...keywords(schema, OURS),
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([key, one]) => [key, printCustomSchema(one)])),
    }),
    ...(items && { items: printCustomSchema(items) }),
    ...(additionalProperties !== undefined && {
      additionalProperties:
        typeof additionalProperties === 'object' ? printCustomSchema(additionalProperties) : additionalProperties,
    }),
  };
}

function keywords(schema: Schema, without: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => !without.has(keyword))) as JsonObject;
}

function differences(schema: Schema, base: Schema): JsonObject {
  const own = keywords(schema, OURS);
  return Object.fromEntries(Object.entries(own).filter(([keyword]) => !(keyword in base)));
}

function text(description: string | undefined): JsonObject {
  return description === undefined ? {} : { description };
}
