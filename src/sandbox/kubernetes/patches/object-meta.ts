// Of what is metadata made? The schemas of custom kinds only say that it is an object; its parts are the same for all.
import type { Schema } from '../schema.js';

const text: Schema = { type: 'string' };
const texts: Schema = { type: 'object', additionalProperties: text };
const time: Schema = { type: 'string', format: 'date-time' };

const OWNER: Schema = {
  type: 'object',
  'x-kubernetes-map-type': 'atomic',
  properties: {
    apiVersion: text,
    blockOwnerDeletion: { type: 'boolean' },
    controller: { type: 'boolean' },
    kind: text,
    name: text,
    uid: text,
  },
};

const OBJECT_META: Schema = {
  type: 'object',
  properties: {
    annotations: texts,
    creationTimestamp: time,
    deletionGracePeriodSeconds: { type: 'integer', format: 'int64' },
    deletionTimestamp: time,
    finalizers: { type: 'array', items: text, 'x-kubernetes-list-type': 'set', 'x-kubernetes-patch-strategy': 'merge' },
    generateName: text,
    generation: { type: 'integer', format: 'int64' },
    labels: texts,
    managedFields: { type: 'array', items: { type: 'object' }, 'x-kubernetes-list-type': 'atomic' },
    name: text,
    namespace: text,
    ownerReferences: {
      type: 'array',
      items: OWNER,
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['uid'],
      'x-kubernetes-patch-merge-key': 'uid',
      'x-kubernetes-patch-strategy': 'merge',
    },
    resourceVersion: text,
    selfLink: text,
    uid: text,
  },
};

/** The schema of a kind with what every object has. */
export function withObjectMeta(schema: Schema): Schema {
  const properties = schema.properties ?? {};
  const metadata = properties.metadata?.properties ? properties.metadata : OBJECT_META;
  const isOpen = !schema.properties && schema.additionalProperties === undefined;
  const named = { apiVersion: text, kind: text, ...properties, metadata };
  return { ...schema, properties: named, ...(isOpen && { additionalProperties: true }) };
}
