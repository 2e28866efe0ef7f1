// How does a Service want its packets treated, whatever their port: how long may a connection be silent, is there one rule
// for all ports, which addresses of others lead here?
import type { LoadBalancerExposure } from '../../exposure.js';
import type { Settings } from '../../settings.js';
import type { Problem } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import { ANNOTATIONS, readAnnotation } from '../annotations/index.js';
import type { Service } from '../cluster-state.js';
import { withoutEffect } from './without-effect.js';

/** Minutes; Azure's own default. */
const IDLE_TIMEOUT = 4;

type Traffic = Pick<
  LoadBalancerExposure,
  'allPorts' | 'idleTimeout' | 'tcpReset' | 'additionalAddresses' | 'mayChangeAddress'
>;

export interface ReadTraffic extends Traffic {
  readonly problems: readonly Problem[];
}

export function readTraffic(
  { meta }: Service,
  isInternal: boolean,
  settings: Settings,
  object: SourceRef,
): ReadTraffic {
  const idleTimeout = readAnnotation(ANNOTATIONS.idleTimeout, meta, object);
  const noReset = readAnnotation(ANNOTATIONS.disableTcpReset, meta, object);
  const allPorts = readAnnotation(ANNOTATIONS.allPorts, meta, object);
  const additional = readAnnotation(ANNOTATIONS.additionalPublicIPs, meta, object);
  const change = readAnnotation(ANNOTATIONS.allowAddressChange, meta, object);
  const isOnPods = settings.loadBalancer.backends === 'PodIP';
  return {
    allPorts: isInternal && !isOnPods && allPorts.value === true,
    idleTimeout: idleTimeout.value ?? IDLE_TIMEOUT,
    tcpReset: noReset.value !== true,
    additionalAddresses: [...new Set(additional.value)],
    mayChangeAddress: change.value === true,
    problems: [
      ...[idleTimeout, noReset, allPorts, additional, change].flatMap(({ problems }) => problems),
      ...(isInternal ? [] : withoutEffect([allPorts], 'on a public Service: its ports alone are served', object)),
      ...(isInternal && isOnPods
        ? withoutEffect([allPorts], 'where pods are the backends: its ports alone are served', object)
        : []),
    ],
  };
}
