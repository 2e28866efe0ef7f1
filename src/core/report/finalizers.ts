// When is an object's finalizer set and taken away? Two facts, four cases:
//
//                     has ours                       has not
//   it is to stay      nothing                        set it, before the first write to Azure
//   it is to go        take it once Azure is clean    nothing
import type { Meta } from '../cluster/cluster-state.js';
import type { SourceRef } from '../values/source-ref.js';
import type { Publication } from './publication.js';

interface WithMeta {
  readonly meta: Meta;
}

export function withFinalizer(
  { meta }: WithMeta,
  object: SourceRef,
  finalizer: string,
  isWanted: boolean,
): readonly Publication[] {
  if (!isWanted || meta.deletionTimestamp || meta.finalizers.includes(finalizer)) return [];
  return [finalizers(meta, object, [...meta.finalizers, finalizer])];
}

export function withoutFinalizer({ meta }: WithMeta, object: SourceRef, finalizer: string): readonly Publication[] {
  if (!meta.finalizers.includes(finalizer)) return [];
  return [
    finalizers(
      meta,
      object,
      meta.finalizers.filter((one) => one !== finalizer),
    ),
  ];
}

function finalizers(meta: Meta, object: SourceRef, list: readonly string[]): Publication {
  return { kind: 'Finalizers', object, uid: meta.uid, finalizers: list, resourceVersion: meta.resourceVersion ?? '' };
}
