// Where do names lead that a Service is reached by from outside, for those types that need no pods and nodes to say it?
//
//   type            first of these that it has
//   LoadBalancer    externalIPs; its frontends, if the load balancer is ours; its status
//   ClusterIP       its cluster IPs
//   ExternalName    externalIPs; externalName
import type { Settings } from '../../settings.js';
import { parseHostname } from '../../values/hostname.js';
import { parseIPAddress } from '../../values/ip-address.js';
import { ANNOTATIONS, readAnnotation } from '../annotations/index.js';
import { claimOf } from '../claim.js';
import type { Service } from '../cluster-state.js';
import { familiesOf } from '../families.js';
import type { Asker, ReadTargets, RecordWish } from '../names/index.js';
import { readTargets } from '../names/index.js';

export function loadBalancerTargets(service: Service, asker: Asker, settings: Settings): ReadTargets {
  const { object, source } = asker;
  if (service.externalIPs.length > 0) return externalIPs(service, asker);
  // Which addresses are in the ranges of the settings is known only once there are some.
  if (claimOf(service, settings) === 'Ours' && source.targetCIDRs.length === 0)
    return { records: ownFrontends(service, asker), problems: [] };
  const texts = service.ingress.flatMap(({ ip, hostname }) => [ip ?? [], hostname ?? []].flat());
  return readTargets([], { texts, key: 'status.loadBalancer.ingress' }, source, object);
}

function ownFrontends(service: Service, { meta, object }: Asker): readonly RecordWish[] {
  const isInternal = readAnnotation(ANNOTATIONS.internal, meta, object).value === true;
  return [...familiesOf(service)].sort().map((family) => ({
    type: family === 4 ? 'A' : 'AAAA',
    targets: [],
    leadsTo: { frontends: true, isInternal },
  }));
}

export function clusterTargets({ clusterIPs }: Service, { object, source }: Asker): ReadTargets {
  return readTargets([], { texts: clusterIPs, key: 'spec.clusterIPs' }, source, object);
}

export function externalNameTargets(service: Service, asker: Asker): ReadTargets {
  const { object, source } = asker;
  if (service.externalIPs.length > 0) return externalIPs(service, asker);
  const { externalName: text = '' } = service;
  const key = 'spec.externalName';
  const { problems } =
    parseIPAddress(text) === undefined
      ? parseHostname(text, { object, key, reason: 'InvalidField' })
      : { problems: [] };
  return problems.length > 0 ? { records: [], problems } : readTargets([], { texts: [text], key }, source, object);
}

function externalIPs({ externalIPs: texts }: Service, { object, source }: Asker): ReadTargets {
  return readTargets([], { texts, key: 'spec.externalIPs' }, source, object);
}
