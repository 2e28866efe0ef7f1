// One Service, read by itself.
import type { ClusterObject } from '../../../../src/core/cluster/cluster-state.js';
import { readExposures } from '../../../../src/core/cluster/read-exposures.js';
import { NO_MEMORY } from '../../../../src/core/memory.js';
import type { Settings } from '../../../../src/core/settings.js';
import { cluster, settings } from '../../../builders.js';

export const PREFIX = 'service.beta.kubernetes.io/';
export const CONTEXT = { now: 0, memory: NO_MEMORY, assumeFinalizers: false };

export function read(builder: { object(): ClusterObject }, inForce: Settings = settings(), assumeFinalizers = false) {
  const result = readExposures(cluster(builder), inForce, { ...CONTEXT, assumeFinalizers });
  // What its names are held for is asked elsewhere.
  const held = result.held.filter(({ kind }) => kind !== 'Names');
  const { isNarrowed: _, isPresent: __, ...rest } = result;
  return { ...rest, held, exposure: result.loadBalancers[0] };
}
