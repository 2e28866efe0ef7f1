// How does an object get its events? As events.k8s.io/v1, and no object gets more than its share. What was said a while
// ago isn't said again by the publisher, so that each is one of its own and nothing is ever counted up
// (https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/).
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { parseSourceRef } from '../../core/values/source-ref.js';
import type { EventPublication } from '../../core/report/publication.js';
import { KINDS, objectPath, type ResourceKind } from './kinds.js';
import { StatusError } from './status-error.js';
import type { Transport } from './transport.js';
import { FIELD_MANAGER, kindNamed } from './writes.js';

export interface EventRecorder {
  /** False where the namespace is gone. An event beyond the object's share is dropped. */
  record(event: EventPublication): Promise<boolean>;
}

const EVENTS: ResourceKind = { apiVersion: 'events.k8s.io/v1', plural: 'events', isNamespaced: true };
/** Events of cluster-scoped objects live here, as kubectl expects. */
const NAMESPACE_OF_CLUSTER_SCOPED = 'default';
const CONTROLLER = 'azurenetwork.dev/operator';
/** An object may get so many at once, and one more each five minutes (client-go's numbers). */
const BURST = 25;
const REFILL_MILLISECONDS = 300_000;
const LONGEST_NOTE = 1024;
const LONGEST_NAME = 200;
const REMEMBERED = 2000;

interface Bucket {
  tokens: number;
  at: number;
}

/** `now` in milliseconds since 1970. */
export function createEventRecorder(transport: Transport, now: () => number = Date.now): EventRecorder {
  const buckets = new Map<string, Bucket>();

  async function record(event: EventPublication): Promise<boolean> {
    const time = now();
    if (!takeToken(buckets, event.uid, time)) return true;
    const body = eventBody(event, time);
    const path = objectPath(EVENTS, body.metadata.namespace, body.metadata.name);
    const collection = path.slice(0, path.lastIndexOf('/'));
    try {
      await transport.json({ method: 'POST', path: `${collection}?fieldManager=${FIELD_MANAGER}`, body });
      return true;
    } catch (error) {
      if (error instanceof StatusError && isNamespaceGone(error)) return false;
      throw error;
    }
  }

  return { record };
}

function takeToken(buckets: Map<string, Bucket>, uid: string, time: number): boolean {
  const bucket = buckets.get(uid) ?? { tokens: BURST, at: time };
  bucket.tokens = Math.min(BURST, bucket.tokens + (time - bucket.at) / REFILL_MILLISECONDS);
  bucket.at = time;
  buckets.delete(uid);
  buckets.set(uid, bucket);
  trim(buckets);
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}

/** Maps keep the order of insertion: the first is the longest unused. */
function trim(map: Map<string, unknown>): void {
  for (const key of map.keys()) {
    if (map.size <= REMEMBERED) return;
    map.delete(key);
  }
}

function eventBody(event: EventPublication, time: number) {
  const { kind, namespace, name } = parseSourceRef(event.object) ?? {
    kind: '',
    namespace: undefined,
    name: event.object,
  };
  const resource = kindNamed(kind);
  return {
    apiVersion: EVENTS.apiVersion,
    kind: 'Event',
    metadata: {
      namespace: namespace ?? NAMESPACE_OF_CLUSTER_SCOPED,
      // A label mustn't end where the name is cut but in a letter or digit.
      name: `${name.slice(0, LONGEST_NAME).replace(/[^a-z0-9]+$/, '')}.${randomBytes(8).toString('hex')}`,
    },
    eventTime: microTime(time),
    type: event.type,
    reason: event.reason,
    action: event.action,
    note: cut(event.message),
    reportingController: CONTROLLER,
    reportingInstance: hostname().slice(0, 128) || 'unknown',
    regarding: {
      apiVersion: KINDS[resource].apiVersion,
      kind: resource,
      ...(namespace === undefined ? {} : { namespace }),
      name,
      uid: event.uid,
    },
  };
}

/** metav1.MicroTime: the API server wants all six digits. */
export function microTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('Z', '000Z');
}

/** The limit is in bytes. */
function cut(note: string): string {
  if (Buffer.byteLength(note) <= LONGEST_NOTE) return note;
  const room = LONGEST_NOTE - Buffer.byteLength('…');
  return `${Buffer.from(note)
    .subarray(0, room)
    .toString('utf8')
    .replace(/\uFFFD+$/, '')}…`;
}

function isNamespaceGone({ code, message }: StatusError): boolean {
  return code === 404 || (code === 403 && message.includes('is being terminated'));
}
