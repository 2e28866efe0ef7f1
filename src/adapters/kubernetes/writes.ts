// How is a publication carried out? As one small merge patch that names the object by its uid, and by the version it
// was worked out from where lists are replaced whole: what somebody else wrote meanwhile is never overwritten.
import type { WatchedKind } from '../../core/cluster/cluster-state.js';
import type { Publication } from '../../core/report/publication.js';
import { isObject } from '../../core/values/json.js';
import { parseSourceRef, type SourceRef } from '../../core/values/source-ref.js';
import { KINDS, objectPath } from './kinds.js';
import { StatusError } from './status-error.js';
import type { Transport } from './transport.js';

export const FIELD_MANAGER = 'azure-network-operator';

type Patch = Exclude<Publication, { kind: 'Event' }>;

const ATTEMPTS = 3;

/** False where the object is gone, or another one has its name. True also where it has changed since: the next pass sees that. */
export async function sendPatch(transport: Transport, patch: Patch): Promise<boolean> {
  const path = pathOf(patch.object);
  for (let attempt = 1; ; attempt += 1) {
    try {
      const resourceVersion = await versionOf(transport, patch, path);
      if (resourceVersion === undefined) return false;
      const { subresource, body } = bodyOf(patch, resourceVersion);
      await transport.json({ method: 'PATCH', path: `${path}${subresource}?fieldManager=${FIELD_MANAGER}`, body });
      return true;
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      if (error.code === 404 || isOfAnother(error)) return false;
      if (error.code !== 409) throw error;
      if (patch.kind !== 'CustomStatus' || attempt === ATTEMPTS) return true;
    }
  }
}

/** A patch of a custom object's status isn't held against the uid in it, so that one is looked at first. Undefined: another object. */
async function versionOf(transport: Transport, patch: Patch, path: string): Promise<string | undefined> {
  if (patch.kind !== 'CustomStatus') return patch.resourceVersion;
  const object = await transport.json({ method: 'GET', path });
  const meta = isObject(object) && isObject(object.metadata) ? object.metadata : {};
  return meta.uid === patch.uid && typeof meta.resourceVersion === 'string' ? meta.resourceVersion : undefined;
}

function bodyOf(
  patch: Patch,
  resourceVersion: string,
): { readonly subresource: '' | '/status'; readonly body: unknown } {
  switch (patch.kind) {
    case 'Finalizers': {
      const { uid, finalizers } = patch;
      return { subresource: '', body: { metadata: { uid, resourceVersion, finalizers } } };
    }
    case 'ServiceStatus': {
      const { uid, ingress, conditions } = patch;
      const loadBalancer = ingress && { ingress: ingress.length > 0 ? ingress : null };
      return {
        subresource: '/status',
        body: { metadata: { uid, resourceVersion }, status: { loadBalancer, conditions } },
      };
    }
    case 'CustomStatus':
      return { subresource: '/status', body: { metadata: { resourceVersion }, status: patch.status } };
  }
}

/** The uid in a patch is a precondition (409), or an immutable field (422), as the API server's version has it. */
function isOfAnother({ code, message }: StatusError): boolean {
  return (code === 409 || code === 422) && /precondition failed: uid|metadata\.uid/i.test(message);
}

function pathOf(object: SourceRef): string {
  const parts = parseSourceRef(object);
  if (!parts) throw new Error(`"${object}" names no object`);
  return objectPath(KINDS[kindNamed(parts.kind)], parts.namespace, parts.name);
}

/** Throws for a kind that is not ours to write: a fault of this program. */
export function kindNamed(kind: string): WatchedKind {
  if (Object.hasOwn(KINDS, kind)) return kind as WatchedKind;
  throw new Error(`nothing is known of the kind ${kind}`);
}
