// By which finalizers do we keep an object until Azure is clean? Set before the first write for it, taken when nothing is left.

/** https://kubernetes.io/docs/concepts/services-networking/service/#garbage-collecting-load-balancers */
export const SERVICE_FINALIZER = 'service.kubernetes.io/load-balancer-cleanup';

export const CLEANUP_FINALIZER = 'azurenetwork.dev/cleanup';
