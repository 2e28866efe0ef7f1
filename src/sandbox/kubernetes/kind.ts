// What does the API know of a kind? Its names, where its objects are kept, its shape and its rules.
import type { Json, JsonObject } from '../json.js';
import type { FieldError } from './api-error.js';
import type { Schema } from './schema.js';

export interface Kind {
  /** '' for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly listKind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  /** Of every kind: get, list, watch, create, update, patch, delete, deletecollection; of reviews: create alone. */
  readonly verbs: readonly string[];
  readonly subresources: readonly Subresource[];
  /** `<plural>.<group>`: one store for all versions of a kind, and for Events of both groups. */
  readonly storage: string;
  readonly schema: Schema;
  readonly rules: KindRules;
  /** From the version that is stored to this one, and back; absent where only `apiVersion` differs. */
  readonly convert?: { readonly fromStored: Conversion; readonly toStored: Conversion };
  /** Pruned instead of decoded, merge-patched instead of strategically. */
  readonly isCustom: boolean;
  /** Of a kind with the subresource `scale`. */
  readonly scale?: ScalePaths;
}

/** Simple paths, `.spec.replicas`. The selector may be a string or a LabelSelector. */
export interface ScalePaths {
  readonly replicas: string;
  readonly statusReplicas: string;
  readonly selector?: string;
}

export type Conversion = (object: JsonObject) => JsonObject;

export type Subresource = 'status' | 'scale' | 'finalize' | 'binding' | 'token' | 'approval';

/** A draft is the writer's own copy: rules change it in place. */
export interface KindRules {
  /** What the API server fills in, whatever the write. Idempotent. */
  readonly fillDefaults?: (draft: JsonObject) => void;
  /**
   * What a write does besides what was asked: drops status at creation, takes a cluster IP, counts the generation.
   * `before` is the stored object on an update. May throw an ApiError. Nothing of it lasts when the write fails.
   */
  readonly prepare?: (draft: JsonObject, before: JsonObject | undefined, cluster: ClusterView) => void;
  /** Of the whole object, filled and prepared; `before` on an update. Metadata is checked for all kinds alike. */
  readonly validate?: (object: JsonObject, before: JsonObject | undefined) => readonly FieldError[];
  /** How may an object be called? Absent: a DNS subdomain. Returns what is wrong, in the API server's words. */
  readonly validateName?: (name: string) => readonly string[];
  /** Absent: spec, but never metadata or status, raises the generation. */
  readonly hasGeneration?: boolean;
  /** As of a Node, whose kubelet registers it with its status; absent: status is dropped at creation. */
  readonly keepsStatusOnCreate?: boolean;
  /** What `kubectl get` shows after NAME, or, where one of them is called Name, in its place; absent: Age alone. */
  readonly columns?: readonly Column[];
  /** A warning for the `Warning` header. */
  readonly warnings?: (object: JsonObject) => readonly string[];
}

export interface ClusterView {
  list(storage: string): readonly JsonObject[];
}

/** https://kubernetes.io/docs/reference/using-api/api-concepts/#receiving-resources-as-tables */
export interface Column {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  readonly format: string;
  readonly description: string;
  /** 0 is always shown, 1 with `-o wide`. */
  readonly priority: number;
  /** `now`: milliseconds since the epoch. */
  readonly cell: (object: JsonObject, now: number) => Json;
}
