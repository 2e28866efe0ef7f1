// Which operations has a kind? A path for its collection and one for an object, each operation marked with the kind.
import type { JsonObject } from '../../../json.js';
import type { Kind } from '../../kind.js';
import { META } from '../../schemas/definitions.js';
import { referenceTo } from './reference.js';

const PATCHES = ['apply-patch+yaml', 'json-patch+json', 'merge-patch+json'];
/** kubectl apply merges strategically where it finds this. */
const STRATEGIC = 'strategic-merge-patch+json';

/** `name`: of the kind's definition. */
export function pathsOf(kind: Kind, name: string): JsonObject {
  const { group, version, plural, namespaced, verbs } = kind;
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const collection = namespaced ? `${root}/namespaces/{namespace}/${plural}` : `${root}/${plural}`;
  const place = namespaced ? [pathParameter('namespace')] : [];
  const object = [pathParameter('name'), ...place];
  const subresources = kind.subresources.filter((sub) => sub === 'status' || sub === 'scale');
  return {
    ...(namespaced && verbs.includes('list') && { [`${root}/${plural}`]: { get: operation(kind, name, 'list') } }),
    [collection]: { ...collectionOperations(kind, name), parameters: place },
    ...(verbs.includes('get') && { [`${collection}/{name}`]: { ...objectOperations(kind, name), parameters: object } }),
    ...Object.fromEntries(
      subresources.map((sub) => [
        `${collection}/{name}/${sub}`,
        { ...subresourceOperations(kind, name, sub), parameters: object },
      ]),
    ),
  };
}

function collectionOperations(kind: Kind, name: string): JsonObject {
  return pick(kind, {
    get: ['list', () => operation(kind, name, 'list')],
    post: ['create', () => operation(kind, name, 'post')],
    delete: ['deletecollection', () => operation(kind, name, 'deletecollection')],
  });
}

function objectOperations(kind: Kind, name: string): JsonObject {
  return pick(kind, {
    get: ['get', () => operation(kind, name, 'get')],
    put: ['update', () => operation(kind, name, 'put')],
    patch: ['patch', () => operation(kind, name, 'patch')],
    delete: ['delete', () => operation(kind, name, 'delete')],
  });
}

function subresourceOperations(kind: Kind, name: string, sub: string): JsonObject {
  const scale = { ...kind, group: 'autoscaling', version: 'v1', kind: 'Scale' };
  const [of, definition] = sub === 'scale' ? [scale, 'io.k8s.api.autoscaling.v1.Scale'] : [kind, name];
  return {
    get: operation(of, definition, 'get'),
    put: operation(of, definition, 'put'),
    patch: operation(of, definition, 'patch'),
  };
}

function pick(kind: Kind, operations: Record<string, readonly [verb: string, make: () => JsonObject]>): JsonObject {
  const served = Object.entries(operations).filter(([, [verb]]) => kind.verbs.includes(verb));
  return Object.fromEntries(served.map(([method, [, make]]) => [method, make()]));
}

function operation(of: Kind, name: string, action: string): JsonObject {
  const { group, version, kind } = of;
  const body = bodyOf(of, name, action);
  const parameters = parametersOf(action).map((parameter) => queryParameter(parameter));
  const answer = referenceTo(action === 'list' ? `${name}List` : action.startsWith('delete') ? `${META}.Status` : name);
  return {
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { content: body, ...(action !== 'delete' && { required: true }) } }),
    responses: { 200: { description: 'OK', content: { 'application/json': { schema: answer } } } },
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': { group, version, kind },
  };
}

function bodyOf({ isCustom }: Kind, name: string, action: string): JsonObject | undefined {
  switch (action) {
    case 'post':
    case 'put':
      return { '*/*': { schema: referenceTo(name) } };
    case 'patch':
      return Object.fromEntries(
        [...PATCHES, ...(isCustom ? [] : [STRATEGIC])].map((type) => [
          `application/${type}`,
          { schema: referenceTo(`${META}.Patch`) },
        ]),
      );
    case 'delete':
    case 'deletecollection':
      return { '*/*': { schema: referenceTo(`${META}.DeleteOptions`) } };
    default:
      return undefined;
  }
}

/** kubectl leaves field validation to a server whose PATCH has the parameter. */
function parametersOf(action: string): readonly string[] {
  switch (action) {
    case 'list':
    case 'deletecollection':
      return ['continue', 'fieldSelector', 'labelSelector', 'limit', 'resourceVersion', 'resourceVersionMatch'];
    case 'post':
    case 'put':
      return ['dryRun', 'fieldManager', 'fieldValidation'];
    case 'patch':
      return ['dryRun', 'fieldManager', 'fieldValidation', 'force'];
    case 'delete':
      return ['dryRun', 'gracePeriodSeconds', 'propagationPolicy'];
    default:
      return [];
  }
}

function queryParameter(name: string): JsonObject {
  const type = name === 'force' ? 'boolean' : name === 'limit' || name === 'gracePeriodSeconds' ? 'integer' : 'string';
  return { name, in: 'query', schema: { type, uniqueItems: true } };
}

function pathParameter(name: string): JsonObject {
  return { name, in: 'path', required: true, schema: { type: 'string', uniqueItems: true } };
}
