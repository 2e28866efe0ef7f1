// Which kinds does a CustomResourceDefinition define? Names, versions and defaults; no checks yet.
import type { Json, JsonObject } from '../../json.js';
import { isObject, objectAt, objectsAt, stringAt, stringsAt } from '../../json.js';
import type { FieldError } from '../api-error.js';
import type { Kind, KindRules } from '../kind.js';
import type { Schema } from '../schema.js';

export const CRD_RULES: KindRules = {
  prepare: (draft) => {
    const names = objectAt(objectAt(draft, 'spec'), 'names');
    const versions = objectsAt(objectAt(draft, 'spec'), 'versions');
    const now = stringAt(objectAt(draft, 'metadata'), 'creationTimestamp') ?? '';
    names['listKind'] ??= `${stringAt(names, 'kind')}List`;
    names['singular'] ??= stringAt(names, 'kind')?.toLowerCase() ?? '';
    draft['status'] = {
      acceptedNames: names,
      storedVersions: versions.filter((one) => one['storage'] === true).map((one) => one['name'] as string),
      conditions: [
        { type: 'NamesAccepted', status: 'True', lastTransitionTime: now, reason: 'NoConflicts', message: 'no conflicts found' },
        { type: 'Established', status: 'True', lastTransitionTime: now, reason: 'InitialNamesAccepted', message: 'the initial names have been accepted' },
      ],
    };
  },
};

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

export function kindsOf(crd: JsonObject): Kind[] {
  const spec = objectAt(crd, 'spec');
  const names = objectAt(spec, 'names');
  const group = stringAt(spec, 'group') ?? '';
  const plural = stringAt(names, 'plural') ?? '';
  const kind = stringAt(names, 'kind') ?? '';
  return objectsAt(spec, 'versions')
    .filter((one) => one['served'] === true)
    .map((one) => {
      const version = stringAt(one, 'name') ?? '';
      const schema = objectAt(objectAt(one, 'schema'), 'openAPIV3Schema') as unknown as Schema;
      const subresources = objectAt(one, 'subresources');
      return {
        group,
        version,
        kind,
        listKind: stringAt(names, 'listKind') ?? `${kind}List`,
        plural,
        singular: stringAt(names, 'singular') ?? kind.toLowerCase(),
        shortNames: stringsAt(names, 'shortNames'),
        categories: stringsAt(names, 'categories'),
        namespaced: spec['scope'] === 'Namespaced',
        verbs: VERBS,
        subresources: isObject(subresources['status']) ? (['status'] as const) : [],
        storage: `${plural}.${group}`,
        schema: {
          ...schema,
          properties: { ...schema.properties, apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
        },
        rules: {},
        isCustom: true,
      };
    });
}

export function prune(_schema: Schema, value: Json): { value: Json; unknown: string[] } {
  return { value, unknown: [] };
}

export function fillSchemaDefaults(schema: Schema, draft: JsonObject): void {
  for (const [key, inner] of Object.entries(schema.properties ?? {})) {
    if (draft[key] === undefined && inner.default !== undefined) draft[key] = structuredClone(inner.default);
    const value = draft[key];
    if (isObject(value)) fillSchemaDefaults(inner, value);
    if (Array.isArray(value) && inner.items) value.filter(isObject).forEach((one) => fillSchemaDefaults(inner.items!, one));
  }
}

export function validateSchema(_s: Schema, _o: JsonObject, _b: JsonObject | undefined): FieldError[] {
  return [];
}
