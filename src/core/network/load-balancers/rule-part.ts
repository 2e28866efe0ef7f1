// How is a load balancing rule written? With floating IP the packet arrives at the node with the frontend's address and
// port, as kube-proxy expects it; without, with the node's own address and the node port.
// https://learn.microsoft.com/rest/api/load-balancer/load-balancers/create-or-update#loadbalancingrule
import type { Settings } from '../../settings.js';
import type { ArmId } from '../../values/arm-id.js';
import { childId, sameArmId } from '../../values/arm-id.js';
import type { JsonObject } from '../../values/json.js';
import type { Child, Overlay } from '../overlay.js';
import type { Place, WantedRule } from '../placement/index.js';
import { propertiesOf, referredId } from './arm.js';
import { probeName } from './probe-parts.js';

const PROTOCOLS = { tcp: 'Tcp', udp: 'Udp', all: 'All' } as const;

export function rulePart(
  place: Place,
  rule: WantedRule,
  loadBalancer: ArmId,
  settings: Settings,
  existing: Child | undefined,
): Overlay {
  const { service, frontendName } = place;
  const observed = propertiesOf(existing);
  const pool = childId(loadBalancer, 'backendAddressPools', rule.pool);
  const probe = rule.probe && probeName(place, rule);
  const isOtherPool = observed['backendAddressPool'] && !sameArmId(referredId(existing, 'backendAddressPool'), pool);
  return {
    properties: {
      protocol: PROTOCOLS[rule.protocol],
      frontendPort: rule.port,
      backendPort: rule.backendPort,
      enableFloatingIP: rule.floatingIP,
      loadDistribution: service.affinity === 'ClientIP' ? 'SourceIP' : 'Default',
      disableOutboundSnat: settings.loadBalancer.disableOutboundSNAT,
      frontendIPConfiguration: { id: childId(loadBalancer, 'frontendIPConfigurations', frontendName) },
      backendAddressPool: { id: pool },
      ...(isOtherPool ? { backendAddressPools: undefined } : {}),
      ...idle(observed, service.idleTimeout),
      ...tcpReset(observed, rule, service.tcpReset),
      ...(probe !== undefined
        ? { probe: { id: childId(loadBalancer, 'probes', probe) } }
        : observed['probe'] && { probe: undefined }),
    },
  };
}

// Azure's default, which an answer may leave out.
const DEFAULT_IDLE_MINUTES = 4;

function idle(observed: JsonObject, minutes: number): Overlay {
  const isDefault = minutes === DEFAULT_IDLE_MINUTES && Object.keys(observed).length > 0;
  return isDefault && observed['idleTimeoutInMinutes'] === undefined ? {} : { idleTimeoutInMinutes: minutes };
}

// Only TCP has resets; Azure fills in `false` for others, which is as good as nothing.
function tcpReset(observed: JsonObject, { protocol, port }: WantedRule, isWanted: boolean): Overlay {
  const mayBeTcp = protocol === 'tcp' || port === 0;
  if (mayBeTcp) return { enableTcpReset: isWanted };
  return observed['enableTcpReset'] === true ? { enableTcpReset: undefined } : {};
}
