// Which kinds does a CustomResourceDefinition add to the API? One for each version that it serves, all in one store.
// https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/
import type { JsonObject } from '../../json.js';
import { isObject, objectAt, objectsAt, stringAt, stringsAt } from '../../json.js';
import type { Kind, ScalePaths } from '../kind.js';
import { columnsOf } from './columns.js';
import { schemaOfVersion } from './schema-of-version.js';

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

/** None before its names are accepted. */
export function kindsOf(crd: JsonObject): Kind[] {
  const spec = objectAt(crd, 'spec');
  const names = objectAt(objectAt(crd, 'status'), 'acceptedNames');
  const kind = stringAt(names, 'kind') ?? '';
  const plural = stringAt(names, 'plural') ?? '';
  if (kind === '' || plural === '' || !isEstablished(crd)) return [];
  return objectsAt(spec, 'versions')
    .filter(({ served }) => served === true)
    .map((version) => {
      const scale = scaleOf(version);
      const group = stringAt(spec, 'group') ?? '';
      return {
        group,
        version: stringAt(version, 'name') ?? '',
        kind,
        listKind: stringAt(names, 'listKind') ?? `${kind}List`,
        plural,
        singular: stringAt(names, 'singular') ?? kind.toLowerCase(),
        shortNames: stringsAt(names, 'shortNames'),
        categories: stringsAt(names, 'categories'),
        namespaced: spec['scope'] === 'Namespaced',
        verbs: VERBS,
        subresources: [
          ...(scale ? (['scale'] as const) : []),
          ...(isObject(objectAt(version, 'subresources')['status']) ? (['status'] as const) : []),
        ],
        storage: `${plural}.${group}`,
        schema: schemaOfVersion(group, version, kind),
        rules: { columns: columnsOf(version), ...warningsOf(version, kind, group) },
        ...(scale && { scale }),
        isCustom: true,
      };
    });
}

export function isEstablished(crd: JsonObject): boolean {
  return objectsAt(objectAt(crd, 'status'), 'conditions').some(
    ({ type, status }) => type === 'Established' && status === 'True',
  );
}

function scaleOf(version: JsonObject): ScalePaths | undefined {
  const scale = objectAt(version, 'subresources')['scale'];
  if (!isObject(scale)) return undefined;
  const selector = stringAt(scale, 'labelSelectorPath');
  return {
    replicas: stringAt(scale, 'specReplicasPath') ?? '',
    statusReplicas: stringAt(scale, 'statusReplicasPath') ?? '',
    ...(selector !== undefined && { selector }),
  };
}

function warningsOf(version: JsonObject, kind: string, group: string): Pick<Kind['rules'], 'warnings'> {
  if (version['deprecated'] !== true) return {};
  const text =
    stringAt(version, 'deprecationWarning') ?? `${group}/${stringAt(version, 'name') ?? ''} ${kind} is deprecated`;
  return { warnings: () => [text] };
}
