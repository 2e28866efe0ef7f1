// How does the operator reach the world? Two small ports; adapters implement them, tests may too. Neither knows
// any kind of resource.
import type { AzureScope } from '../core/network/azure-scopes.js';
import type { ArmResource } from '../core/network/arm-resource.js';
import type { ArmId } from '../core/values/arm-id.js';
import type { ClusterObject, WatchedKind } from '../core/cluster/cluster-state.js';
import type { Publication } from '../core/report/publication.js';

export type CallKind = 'read' | 'write' | 'delete';

/** What Azure said no with, whether at once or at the end of an operation. Thrown by AzureApi. */
export class AzureError extends Error {
  override readonly name = 'AzureError';
  constructor(
    readonly info: {
      /** HTTP status; 0 where there was no answer (connection, time-out) or an operation failed after it was accepted. */
      readonly status: number;
      /** `error.code`, or a code of ours: `ConnectionFailed`, `TimedOut`, `AuthenticationFailed`. */
      readonly code: string;
      readonly message: string;
      /** Codes of `error.details[]`, outermost first. */
      readonly detailCodes: readonly string[];
      /** Seconds, from Retry-After. */
      readonly retryAfter?: number;
      /** True where the write may have happened all the same: read the resource before trusting the mirror. */
      readonly uncertain: boolean;
      readonly correlationId?: string;
    },
  ) {
    super(`${info.code}: ${info.message}`);
  }
}

/** Awaited before every request that goes out, polls included: the throttle's gate. */
export type Admit = (kind: CallKind, id: ArmId) => Promise<void>;

/** Told of every answer: remaining quotas and 429s teach the throttle, metrics count. */
export type Observe = (answer: {
  readonly kind: CallKind;
  readonly id: ArmId;
  readonly status: number;
  readonly code?: string;
  readonly detailCodes?: readonly string[];
  /** Seconds. */
  readonly retryAfter?: number;
  /** `x-ms-ratelimit-remaining-subscription-*`. */
  readonly remaining?: number;
  readonly milliseconds: number;
}) => void;

/** Told of Azure's correlation id of a write, by which its activity log and its support know it. */
export type Correlated = (correlationId: string) => void;

/** Requests to ARM in its wire JSON. Every call has a time-out; none is retried but polls of a write that goes on in Azure. */
export interface AzureApi {
  /** Undefined where there is no such resource (404 of the resource itself; a missing group or parent is an AzureError). */
  get(id: ArmId, type: string): Promise<ArmResource | undefined>;
  /** All pages of a collection. */
  list(scope: AzureScope): Promise<readonly ArmResource[]>;
  /** Resolves when the operation has ended well, with the resource as Azure then shows it (one GET, if the answer wasn't final). */
  put(request: {
    readonly id: ArmId;
    readonly type: string;
    readonly body: ArmResource;
    readonly etag?: string;
    /** `If-None-Match: *`. */
    readonly create: boolean;
    readonly correlated?: Correlated;
  }): Promise<ArmResource>;
  /** Resolves when it is gone, also if it was before. */
  delete(request: {
    readonly id: ArmId;
    readonly type: string;
    readonly etag?: string;
    readonly correlated?: Correlated;
  }): Promise<void>;
  close(): Promise<void>;
}

/** Where the objects of one kind go as they arrive. */
export interface WatchSink {
  /** A complete list: what isn't in it is gone, without anybody having seen it go. */
  replace(objects: readonly ClusterObject[]): void;
  put(object: ClusterObject): void;
  /** The watch saw it being deleted. */
  remove(object: ClusterObject): void;
  /** False while nothing trustworthy is known: the kind isn't installed, or the list hasn't come yet. */
  health(state: 'Synced' | 'Waiting' | 'NotInstalled' | 'Forbidden', message?: string): void;
}

export interface KubernetesApi {
  /** Lists, then watches, for ever; errors are its own affair. Returns how to stop. */
  watch(kind: WatchedKind, sink: WatchSink): () => void;
  /** Carries out one publication; resolves false where the object is gone. */
  publish(publication: Publication): Promise<boolean>;
  /** The server's version, or an error that says what is wrong with the connection. */
  check(): Promise<string>;
  close(): Promise<void>;
}
