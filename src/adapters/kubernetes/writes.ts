// How is a publication carried out? As one small merge patch that names the object by its uid, and by the version it
// was worked out from where lists are replaced whole: what somebody else wrote meanwhile is never overwritten.
import type { WatchedKind } from '../../core/cluster/cluster-state.js';
import type { Publication } from '../../core/report/publication.js';
import { parseSourceRef, type SourceRef } from '../../core/values/source-ref.js';
import { KINDS, objectPath } from './kinds.js';
import { StatusError } from './status-error.js';
import type { Transport } from './transport.js';

export const FIELD_MANAGER = 'azure-network-operator';

type Patch = Exclude<Publication, { kind: 'Event' }>;

/** False where the object is gone, or another one has its name. True also where it has changed since: the next pass sees that. */
export async function sendPatch(transport: Transport, patch: Patch): Promise<boolean> {
  const { subresource, body } = bodyOf(patch);
  const path = `${pathOf(patch.object)}${subresource}?fieldManager=${FIELD_MANAGER}`;
  try {
    await transport.json({ method: 'PATCH', path, body });
    return true;
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    if (error.code === 404 || isOfAnother(error)) return false;
    if (error.code === 409) return true;
    throw error;
  }
}

function bodyOf(patch: Patch): { readonly subresource: '' | '/status'; readonly body: unknown } {
  switch (patch.kind) {
    case 'Finalizers': {
      const { uid, resourceVersion, finalizers } = patch;
      return { subresource: '', body: { metadata: { uid, resourceVersion, finalizers } } };
    }
    case 'ServiceStatus': {
      const { uid, resourceVersion, ingress, conditions } = patch;
      const loadBalancer = ingress && { ingress: ingress.length > 0 ? ingress : null };
      return {
        subresource: '/status',
        body: { metadata: { uid, resourceVersion }, status: { loadBalancer, conditions } },
      };
    }
    case 'CustomStatus':
      return { subresource: '/status', body: { metadata: { uid: patch.uid }, status: patch.status } };
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
