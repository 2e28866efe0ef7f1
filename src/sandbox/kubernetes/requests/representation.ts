// In which shape does the client want it? The object itself, a Table for kubectl, or metadata alone.
// https://kubernetes.io/docs/reference/using-api/api-concepts/#alternate-representations-of-resources
import type { Json, JsonObject } from '../../json.js';
import { objectAt, stringAt } from '../../json.js';
import { ApiError } from '../api-error.js';
import { age } from '../kinds/age.js';
import type { Column, Kind } from '../kind.js';
import { apiVersionOf } from '../kind-registry.js';

export type Representation = 'Object' | 'Table' | 'PartialObjectMetadata';

const TYPES = ['application/json', 'application/yaml', 'application/*', '*/*'];
const OFFERED = 'application/json, application/yaml, application/vnd.kubernetes.protobuf';

/** Does the client want YAML rather than JSON? */
export function wantsYaml(accept: string | undefined): boolean {
  const types = (accept ?? '').split(',').map((wish) => wish.split(';')[0]!.trim());
  return types.find((type) => TYPES.includes(type)) === 'application/yaml';
}

/** Throws 406 where the client takes nothing that can be given. */
export function representationOf(accept: string | undefined): Representation {
  const wishes = (accept ?? '*/*').split(',').map((wish) =>
    wish
      .trim()
      .split(';')
      .map((part) => part.trim()),
  );
  for (const [type, ...parameters] of wishes) {
    if (!TYPES.includes(type!)) continue;
    const as = parameters.find((parameter) => parameter.startsWith('as='))?.slice(3);
    if (as === undefined) return 'Object';
    if (!parameters.includes('g=meta.k8s.io') || !parameters.includes('v=v1')) continue;
    if (as === 'Table') return 'Table';
    if (as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList') return 'PartialObjectMetadata';
  }
  if (!wishes.some(([type]) => TYPES.includes(type!))) {
    throw new ApiError(406, 'NotAcceptable', `406: Not Acceptable\n\nAvailable representations: ${OFFERED}`, {});
  }
  throw new ApiError(406, 'NotAcceptable', `only the following media types are accepted: ${OFFERED}`);
}

export interface Rendering {
  readonly representation: Representation;
  /** `includeObject` of a Table. */
  readonly includeObject: 'None' | 'Metadata' | 'Object';
  readonly now: number;
}

export function renderObject(kind: Kind, object: JsonObject, rendering: Rendering): JsonObject {
  switch (rendering.representation) {
    case 'Object':
      return object;
    case 'PartialObjectMetadata':
      return metadataOnly(object);
    case 'Table':
      return table(
        kind,
        [object],
        { resourceVersion: stringAt(object['metadata'], 'resourceVersion') ?? '' },
        rendering,
      );
  }
}

export function renderList(
  kind: Kind,
  items: readonly JsonObject[],
  metadata: JsonObject,
  rendering: Rendering,
): JsonObject {
  switch (rendering.representation) {
    case 'Object':
      return {
        kind: kind.listKind,
        apiVersion: apiVersionOf(kind),
        metadata,
        items: kind.isCustom ? [...items] : items.map(withoutType),
      };
    case 'PartialObjectMetadata':
      return {
        kind: 'PartialObjectMetadataList',
        apiVersion: 'meta.k8s.io/v1',
        metadata,
        items: items.map(metadataOnly),
      };
    case 'Table':
      return table(kind, items, metadata, rendering);
  }
}

/** Built-in kinds leave it to the list to say what its items are. */
function withoutType({ kind: _, apiVersion: __, ...rest }: JsonObject): JsonObject {
  return rest;
}

function metadataOnly(object: JsonObject): JsonObject {
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object['metadata'] };
}

const NAME: Column = {
  name: 'Name',
  type: 'string',
  format: 'name',
  description: 'Name must be unique within a namespace.',
  priority: 0,
  cell: (object) => stringAt(object['metadata'], 'name') ?? '',
};
const AGE: Column = {
  name: 'Age',
  type: 'date',
  format: '',
  description: 'CreationTimestamp is a timestamp representing the server time when this object was created.',
  priority: 0,
  cell: (object, now) => age(stringAt(object['metadata'], 'creationTimestamp'), now),
};

function table(
  kind: Kind,
  items: readonly JsonObject[],
  metadata: JsonObject,
  { includeObject, now }: Rendering,
): JsonObject {
  const own = kind.rules.columns ?? [AGE];
  const columns = own.some(({ name }) => name === NAME.name) ? own : [NAME, ...own];
  const included = (object: JsonObject): { object?: Json } => {
    if (includeObject === 'None') return { object: null };
    return { object: includeObject === 'Object' ? object : metadataOnly(object) };
  };
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: columns.map(({ name, type, format, description, priority }) => ({
      name,
      type,
      format,
      description,
      priority,
    })),
    rows: items.map((object) => ({ cells: columns.map(({ cell }) => cell(object, now)), ...included(object) })),
  };
}

export function includeObjectOf(query: URLSearchParams): Rendering['includeObject'] {
  const asked = query.get('includeObject');
  return asked === 'None' || asked === 'Object' ? asked : 'Metadata';
}

/** Where a kind's objects live in a body: `objectAt` that never misses. */
export function metadataOf(object: JsonObject): JsonObject {
  return objectAt(object, 'metadata');
}
