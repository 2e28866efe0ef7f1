// What stands in the document of one group's version? Its kinds and their lists, whatever these refer to, and the
// operations: kubectl finds a kind by the operation of its path, and field validation by a parameter of PATCH.
import type { JsonObject } from '../../../json.js';
import type { GroupVersion } from '../group-versions.js';
import type { Kind } from '../../kind.js';
import { definition } from '../../schemas/builtin-schema.js';
import { META } from '../../schemas/definitions.js';
import { pathsOf } from './paths.js';
import { printCustomKind, Printer } from './print-schema.js';
import { referenceTo } from './reference.js';

/** What paths refer to, whatever the kinds. */
const COMMON = ['DeleteOptions', 'ListMeta', 'ObjectMeta', 'Status'];

export function openApiDocument({ kinds }: GroupVersion): JsonObject {
  const printer = new Printer();
  for (const name of COMMON) printer.add(definition(`${META}.${name}`));
  printer.set(`${META}.Patch`, { type: 'object' });
  for (const kind of kinds) addKind(printer, kind);
  const paths = kinds.flatMap((kind) => Object.entries(pathsOf(kind, definitionName(kind))));
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'v1.37.2' },
    paths: Object.fromEntries(paths.sort(([a], [b]) => (a < b ? -1 : 1))),
    components: { schemas: printer.definitions() },
  };
}

function addKind(printer: Printer, kind: Kind): void {
  const name = definitionName(kind);
  if (kind.isCustom) printer.set(name, printCustomKind(kind));
  else printer.add(kind.schema);
  printer.extend(name, { 'x-kubernetes-group-version-kind': [gvkOf(kind, kind.kind)] });
  if (kind.verbs.includes('list')) printer.set(`${name}List`, list(kind, name));
  if (kind.subresources.includes('scale')) printer.add(definition('io.k8s.api.autoscaling.v1.Scale'));
}

/** A custom kind's is its group turned round: `io.k8s.networking.gateway.v1.Gateway`. */
function definitionName({ group, version, kind, schema, isCustom }: Kind): string {
  if (!isCustom && schema.name !== undefined) return schema.name;
  return `${group.split('.').reverse().join('.')}.${version}.${kind}`;
}

function list(kind: Kind, item: string): JsonObject {
  return {
    description: `${kind.listKind} is a list of ${kind.kind}`,
    type: 'object',
    required: ['items'],
    properties: {
      apiVersion: { type: 'string' },
      items: { type: 'array', items: referenceTo(item) },
      kind: { type: 'string' },
      metadata: referenceTo(`${META}.ListMeta`),
    },
    'x-kubernetes-group-version-kind': [gvkOf(kind, kind.listKind)],
  };
}

function gvkOf({ group, version }: Kind, kind: string): JsonObject {
  return { group, kind, version };
}
