// Which ports of a Service can be served? A port that can't is refused alone; the others go on.
import type { LoadBalancerPort } from '../../exposure.js';
import type { Origin, Problem } from '../../values/problem.js';
import { problem } from '../../values/problem.js';
import type { Protocol } from '../../values/port-range.js';
import type { SourceRef } from '../../values/source-ref.js';
import type { Settings } from '../../settings.js';
import type { Service, ServicePort } from '../cluster-state.js';
import { readProbe } from './probes.js';

export interface ReadPorts {
  readonly ports: readonly LoadBalancerPort[];
  readonly problems: readonly Problem[];
}

const PROTOCOLS: Readonly<Record<string, Protocol | undefined>> = { TCP: 'Tcp', UDP: 'Udp' };

export function readPorts(service: Service, settings: Settings, object: SourceRef): ReadPorts {
  const ports: LoadBalancerPort[] = [];
  const problems: Problem[] = [];
  const seen = new Set<string>();
  service.ports.forEach((raw, index) => {
    const path = `spec.ports[${index}]`;
    const protocol = PROTOCOLS[raw.protocol];
    const key = `${raw.protocol}/${raw.port}`;
    if (protocol === undefined) problems.push(unsupported(object, path, raw));
    else if (!isPort(raw.port)) problems.push(noPort(object, path, raw));
    else if (seen.has(key)) problems.push(duplicate(object, path, raw));
    else {
      const probe = readProbe(service, raw, settings);
      const { port, nodePort } = raw;
      ports.push({ protocol, port, ...(nodePort !== undefined && { nodePort }), ...(probe && { probe }) });
    }
    seen.add(key);
  });
  return { ports, problems };
}

/** A load balancer asks each node on its node port; without one it needs `Local`'s own health port. */
export function missingNodePorts(service: Service, object: SourceRef): readonly Problem[] {
  const isLocal = service.externalTrafficPolicy === 'Local' && service.healthCheckNodePort !== undefined;
  const hasAll = service.ports.every(({ nodePort }) => nodePort !== undefined);
  if (service.allocateLoadBalancerNodePorts !== false || isLocal || hasAll) return [];
  const origin = { object, key: 'spec.allocateLoadBalancerNodePorts', reason: 'Unsupported' } as const;
  const message =
    'spec.allocateLoadBalancerNodePorts: false leaves no node port that a probe could ask. ' +
    'Possible are true, or false together with spec.externalTrafficPolicy: Local.';
  return [problem(origin, 'false', message)];
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65535;
}

function unsupported(object: SourceRef, path: string, { protocol, port }: ServicePort): Problem {
  const origin: Origin = { object, key: `${path}.protocol`, reason: 'Unsupported' };
  const message = `${origin.key}: ${JSON.stringify(protocol)} (port ${port}) can't be served. Allowed are TCP and UDP.`;
  return problem(origin, protocol, message);
}

function noPort(object: SourceRef, path: string, { port }: ServicePort): Problem {
  const origin: Origin = { object, key: `${path}.port`, reason: 'InvalidField' };
  return problem(origin, String(port), `${origin.key}: ${port} is no port. Allowed is 1 to 65535.`);
}

function duplicate(object: SourceRef, path: string, { protocol, port }: ServicePort): Problem {
  const origin: Origin = { object, key: `${path}.port`, reason: 'PortConflict' };
  const message = `${origin.key}: ${protocol} ${port} is in spec.ports already. Allowed is each port and protocol once.`;
  return problem(origin, String(port), message);
}
