// How is a kind told to the API server? Its CustomResourceDefinition, as an object ready to be written as YAML
// (https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/custom-resource-definition-v1/).
import type { Json, JsonObject } from '../values/json.js';
import type { Kind } from './kind.js';
import { GROUP, VERSION } from './kind.js';

export function customResourceDefinition(kind: Kind): JsonObject {
  const { plural, singular, shortNames, scope } = kind;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${GROUP}` },
    spec: {
      group: GROUP,
      scope,
      names: {
        kind: kind.kind,
        listKind: `${kind.kind}List`,
        plural,
        singular,
        shortNames,
        // Not `azurenetwork`: kubectl takes a category before a kind of that name.
        categories: ['azure-network'],
      },
      versions: [
        {
          name: VERSION,
          served: true,
          storage: true,
          subresources: { status: {} },
          additionalPrinterColumns: kind.columns.map((column) => ({ ...column })),
          schema: { openAPIV3Schema: root(kind) },
        },
      ],
    },
  };
}

function root(kind: Kind): JsonObject {
  return {
    type: 'object',
    description: kind.description,
    required: ['spec'],
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      // A rule may point at the name only if the schema has it.
      metadata: { type: 'object', ...(kind.rules.length > 0 && { properties: { name: { type: 'string' } } }) },
      spec: plain(kind.spec),
      status: plain(kind.status),
    },
    ...(kind.rules.length > 0 && { 'x-kubernetes-validations': plain(kind.rules) }),
  };
}

// typebox keeps marks of its own on a schema, which aren't enumerable: JSON leaves them behind.
function plain(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
