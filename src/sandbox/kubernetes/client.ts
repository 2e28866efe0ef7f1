// How do controllers in this process talk to the API? Through the same function as everybody else, without a socket.
import type { Json, JsonObject } from '../json.js';

/** `group` is '' for the core group; a missing namespace means a cluster's object, or all namespaces of a list. */
export interface ObjectPath {
  /** `v1`, `apps/v1`. */
  readonly apiVersion: string;
  readonly plural: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly subresource?: string;
}

export interface LocalEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: JsonObject;
}

/** Each call throws the ApiError of a refusal. */
export interface LocalClient {
  get(path: ObjectPath): Promise<JsonObject>;
  list(path: ObjectPath): Promise<readonly JsonObject[]>;
  create(path: ObjectPath, object: JsonObject): Promise<JsonObject>;
  /** A JSON merge patch. */
  patch(path: ObjectPath, patch: Json): Promise<JsonObject>;
  /** `gracePeriodSeconds: 0` is how a kubelet ends what it has stopped. */
  delete(path: ObjectPath, options?: { readonly gracePeriodSeconds?: number }): Promise<void>;
  /** What is there as ADDED, then each change, in order, after the write that made it; never within it. */
  watch(path: ObjectPath, seen: (event: LocalEvent) => void): { stop(): void };
}
