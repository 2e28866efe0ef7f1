// Which load balancing rules does one half of a Service ask for, and where do their packets arrive?
//
//   how                        backend port                    packets arrive at
//   floating IP                the frontend's                  the frontend's address, the frontend's port
//   without, nodes answer      node port (or the frontend's)   each node's address, the node port
//   without, pods answer       the pods' port                  each pod's address, the pods' port
//   all ports, floating IP     0                               the frontend's address, every port
//   all ports, without         0                               each node's address, every port
import type { LoadBalancerExposure, LoadBalancerPort } from '../../exposure.js';
import type { Half } from '../names.js';
import { ruleName } from '../names.js';
import type { Named } from './halves.js';
import type { ServedRule } from './served.js';

export interface WantedRule {
  readonly name: string;
  /** As a load balancer has it, in lower case. */
  readonly protocol: 'tcp' | 'udp' | 'all';
  /** 0: every port. */
  readonly port: number;
  readonly backendPort: number;
  readonly floatingIP: boolean;
  readonly pool: string;
  readonly probe: LoadBalancerPort['probe'];
  /** The port whose probe it is: with all ports, the first that has one. */
  readonly probed: LoadBalancerPort;
  /** The port of the Service that it is for: with all ports, the first. */
  readonly of: LoadBalancerPort;
}

/** `ports`: those of the Service that are its on this frontend; `pool`: of the nodes. */
export function wantedRules(
  service: LoadBalancerExposure,
  frontend: Named,
  ports: readonly LoadBalancerPort[],
  pool: string,
): readonly WantedRule[] {
  const half = halfOf(service, frontend);
  const first = ports[0];
  if (service.allPorts && first) {
    const probed = ports.find(({ probe }) => probe !== undefined) ?? first;
    const name = ruleName(half, first.protocol, first.port);
    const { probe } = probed;
    const { floatingIP } = frontend;
    return [{ name, protocol: 'all', port: 0, backendPort: 0, floatingIP, pool, probe, probed, of: first }];
  }
  return ports.map((port): WantedRule => {
    const name = ruleName(half, port.protocol, port.port);
    return {
      name,
      protocol: portProtocol(port),
      port: port.port,
      backendPort: port.pods?.port ?? (frontend.floatingIP ? port.port : (port.nodePort ?? port.port)),
      floatingIP: frontend.floatingIP && !port.pods,
      pool: port.pods ? name : pool,
      probe: port.probe,
      probed: port,
      of: port,
    };
  });
}

export function halfOf({ uid }: LoadBalancerExposure, frontend: Named): Half {
  const subnetName = frontend.scheme === 'Internal' ? frontend.subnetName : undefined;
  return { uid, suffix: frontend.suffix, ...(subnetName !== undefined && { subnetName }) };
}

/** A load balancer has no SCTP of its own. */
export function portProtocol({ protocol }: LoadBalancerPort): WantedRule['protocol'] {
  return protocol === 'Tcp' ? 'tcp' : protocol === 'Udp' ? 'udp' : 'all';
}

/** Does the rule that is there do what is wanted, on the frontend of this name (lower case)? */
export function isServedAs(wanted: WantedRule, served: ServedRule, frontend: string): boolean {
  return (
    served.frontend === frontend &&
    served.protocol === wanted.protocol &&
    served.port === wanted.port &&
    served.backendPort === wanted.backendPort &&
    served.floatingIP === wanted.floatingIP &&
    served.pool === wanted.pool.toLowerCase()
  );
}
