// How does the operator speak to Kubernetes? Its port, over one connection. What a kind's JSON means is the caller's affair.
import type { ClusterObject, WatchedKind } from '../../core/cluster/cluster-state.js';
import { isObject } from '../../core/values/json.js';
import type { Log } from '../../operator/log.js';
import type { KubernetesApi } from '../../operator/ports.js';
import { createEventRecorder } from './events.js';
import { explainFailure } from './explain-failure.js';
import { lacksOf } from './fitness.js';
import { collectionPath, KINDS } from './kinds.js';
import { connectionOf, type KubeconfigOptions } from './kubeconfig.js';
import { startReflector, type ReflectorTiming } from './reflector.js';
import { createTransport, type TransportOptions } from './transport.js';
import { sendPatch } from './writes.js';

export interface KubernetesApiOptions extends KubeconfigOptions {
  /** Cuts an object down on arrival. */
  readonly project: (kind: WatchedKind, raw: unknown) => ClusterObject;
  readonly log?: Log;
  /** Asked as each write leaves. */
  readonly mayWrite?: () => boolean;
  /** Told of every answer of the API server. */
  readonly observe?: TransportOptions['observe'];
  /** For tests. */
  readonly timing?: Partial<ReflectorTiming>;
}

export interface Cluster extends KubernetesApi {
  /** What the cluster lacks for us to work in it, in sentences. Throws where it doesn't tell. */
  lacks(): Promise<readonly string[]>;
}

/** Nothing is sent yet. Throws one line where there is no usable kubeconfig. */
export function createKubernetesApi(options: KubernetesApiOptions): Cluster {
  const connection = connectionOf(options);
  const { mayWrite, observe } = options;
  const transport = createTransport({ ...connection, ...(mayWrite && { mayWrite }), ...(observe && { observe }) });
  const events = createEventRecorder(transport);
  const watches = new Set<() => void>();
  const { project, log, timing } = options;

  return {
    watch: (kind, sink) => {
      const path = collectionPath(KINDS[kind]);
      const stop = startReflector({
        transport,
        path,
        sink,
        project: (raw) => project(kind, raw),
        ...(log && { log }),
        ...(timing && { timing }),
      });
      watches.add(stop);
      return () => {
        watches.delete(stop);
        stop();
      };
    },
    publish: (publication) =>
      publication.kind === 'Event' ? events.record(publication) : sendPatch(transport, publication),
    check: async () => {
      try {
        const version = await transport.json({ method: 'GET', path: '/version' });
        return isObject(version) && typeof version.gitVersion === 'string' ? version.gitVersion : 'unknown';
      } catch (error) {
        throw new Error(explainFailure(connection.server, error), { cause: error });
      }
    },
    lacks: () => lacksOf(transport),
    close: async () => {
      watches.forEach((stop) => stop());
      watches.clear();
      await transport.close();
    },
  };
}
