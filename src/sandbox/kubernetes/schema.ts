// What shape does a kind have? One graph of schemas for built-in and custom kinds alike: OpenAPI documents, pruning,
// field validation, defaults, strategic merge and server-side apply all read it.
import type { Json } from '../json.js';

/**
 * OpenAPI v3 as structural schemas have it. References are links in memory: a schema with a `name` is a definition,
 * which documents print as a `$ref`, and JSONSchemaProps holds itself.
 */
export interface Schema {
  /** `io.k8s.api.core.v1.ServicePort`. */
  readonly name?: string;
  readonly description?: string;
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  readonly format?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly enum?: readonly Json[];
  readonly default?: Json;
  readonly nullable?: boolean;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-embedded-resource'?: boolean;
  readonly 'x-kubernetes-list-type'?: 'atomic' | 'set' | 'map';
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-map-type'?: 'atomic' | 'granular';
  readonly 'x-kubernetes-patch-merge-key'?: string;
  readonly 'x-kubernetes-patch-strategy'?: string;
  /** Bounds, patterns, `oneOf`, CEL rules …: of custom kinds, for those who check values. */
  readonly [keyword: string]: unknown;
}
