// What do the controllers say of what they do? An event on the object, as `kubectl describe` shows it; one that can't be
// written is lost, as events may be.
import type { Cluster } from './cluster.js';
import type { KubernetesObject } from './objects.js';
import { timestamp } from './status.js';

export interface Told {
  readonly reason: string;
  readonly message: string;
  /** Who did it: `default-scheduler`. */
  readonly component: string;
}

export async function tell(
  cluster: Cluster,
  object: KubernetesObject,
  { reason, message, component }: Told,
): Promise<void> {
  const { name, namespace = 'default', uid } = object.metadata;
  const now = timestamp();
  await cluster.record(namespace, {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { generateName: `${name}-`, namespace },
    involvedObject: { apiVersion: object.apiVersion, kind: object.kind, name, namespace, uid },
    type: 'Normal',
    reason,
    message,
    source: { component },
    reportingComponent: component,
    firstTimestamp: now,
    lastTimestamp: now,
    count: 1,
  });
}
