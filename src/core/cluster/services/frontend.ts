// Where does a Service get its address: public, or in which subnet?
import type { Frontend } from '../../exposure.js';
import type { Settings } from '../../settings.js';
import type { ArmId } from '../../values/arm-id.js';
import { childId } from '../../values/arm-id.js';
import type { Problem } from '../../values/problem.js';
import { problem, warning } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import { ANNOTATIONS, readAnnotation } from '../annotations.js';
import type { Service } from '../cluster-state.js';

export interface ReadFrontend {
  readonly frontend: Frontend;
  readonly problems: readonly Problem[];
}

/** Whether the subnet is there is asked where Azure is seen. */
export function readFrontend({ meta }: Service, settings: Settings, object: SourceRef): ReadFrontend {
  const internal = readAnnotation(ANNOTATIONS.internal, meta, object);
  const subnet = readAnnotation(ANNOTATIONS.internalSubnet, meta, object);
  const problems = [...internal.problems, ...subnet.problems];
  const subnetName = subnet.value ?? undefined;
  const base = { family: 4, isSecond: false, floatingIP: true } as const;
  if (internal.value !== true) {
    if (subnetName !== undefined && internal.problems.length === 0)
      problems.push(withoutEffect(subnet.key, subnetName, internal.key, object));
    return { frontend: { ...base, scheme: 'Public', ...publicOf(settings) }, problems };
  }
  if (subnetName !== undefined) {
    const subnetId = childId(settings.virtualNetworkId, 'subnets', subnetName);
    return { frontend: { ...base, scheme: 'Internal', subnetId, subnetName }, problems };
  }
  const subnetId = settings.loadBalancer.subnetId;
  if (subnetId === undefined && subnet.problems.length === 0) problems.push(noSubnet(internal.key, subnet.key, object));
  // Without a subnet there is a problem, so the Service is held and nobody asks where it should go.
  return { frontend: { ...base, scheme: 'Internal', subnetId: subnetId ?? ('' as ArmId) }, problems };
}

function publicOf({ resourceGroup, loadBalancer }: Settings) {
  const prefixId = loadBalancer.publicIPPrefixes[4];
  const tags = { ...loadBalancer.tags, ...loadBalancer.publicIPTags };
  return { resourceGroup, tags, ...(prefixId && { prefixId }) };
}

function withoutEffect(key: string, name: string, internalKey: string, object: SourceRef): Problem {
  const message = `${key}: ${JSON.stringify(name)} has no effect on a public Service. It goes with ${internalKey}: "true".`;
  return warning({ object, key, reason: 'InvalidAnnotation' }, name, message);
}

function noSubnet(key: string, subnetKey: string, object: SourceRef): Problem {
  const message =
    `${key}: "true" needs a subnet, and the settings have none. ` +
    `Allowed is with the annotation ${subnetKey}, or with spec.loadBalancer.subnetId in the AzureNetwork.`;
  return problem({ object, key, reason: 'SubnetNotFound' }, 'true', message);
}
