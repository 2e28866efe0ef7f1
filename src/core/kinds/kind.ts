// What makes up a kind of ours? One value each, from which the CRD, the type, the check and the docs are made.
import type { TSchema } from 'typebox';
import { Type } from 'typebox';
import type { Rule } from './schema.js';
import { oneOf } from './schema.js';

export interface Kind<S extends TSchema = TSchema> {
  readonly kind: 'AzureNetwork' | 'PortExposure' | 'ExposurePolicy';
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly scope: 'Cluster' | 'Namespaced';
  readonly description: string;
  readonly spec: S;
  readonly status: TSchema;
  /** On the whole object; of its metadata only the name can be asked. */
  readonly rules: readonly Rule[];
  readonly columns: readonly Column[];
}

/** A column of `kubectl get` (additionalPrinterColumns). */
export interface Column {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'date';
  readonly jsonPath: string;
  /** Above 0: only with `-o wide`. */
  readonly priority?: number;
}

export const GROUP = 'azurenetwork.dev';
export const VERSION = 'v1alpha1';

/** As metav1.Condition asks (https://github.com/kubernetes/apimachinery/blob/master/pkg/apis/meta/v1/types.go). */
const condition = Type.Object({
  type: Type.String({ maxLength: 316 }),
  status: oneOf(['True', 'False', 'Unknown'], 'True, False or Unknown.'),
  reason: Type.String({ minLength: 1, maxLength: 1024 }),
  message: Type.String({ maxLength: 32768 }),
  observedGeneration: Type.Optional(Type.Integer({ minimum: 0, format: 'int64' })),
  lastTransitionTime: Type.String({ format: 'date-time' }),
});

/** `details` are the fields of the status beside those that every kind has. */
export function statusOf(details: Record<string, TSchema>): TSchema {
  return Type.Object({
    observedGeneration: Type.Optional(
      Type.Integer({ description: 'The generation of the spec that this status speaks of.', format: 'int64' }),
    ),
    conditions: Type.Optional(
      Type.Array(condition, {
        description: 'The state of the object, one condition each.',
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': ['type'],
      }),
    ),
    ...details,
  });
}

export function conditionColumn(name: string, type: string): Column {
  return { name, type: 'string', jsonPath: `.status.conditions[?(@.type=="${type}")].status` };
}

export const AGE: Column = { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' };
