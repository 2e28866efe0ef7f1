// Which pods answer for a port of a Service, and on which of their ports? EndpointSlices say it, for backends: PodIP.
//
//   slices of the port           port of the backends                           addresses
//   all name one number          that number                                    of the ready endpoints
//   several, pods being          the number with most ready endpoints, then     of the ready endpoints on that number;
//     replaced, for instance       the smaller one                                a Warning tells of the others
//   none                         targetPort if it is a number, else the port    none: the frontend stays
import type { PodBackends } from '../../exposure.js';
import type { Problem } from '../../values/problem.js';
import { warning } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import type { ServicePort } from '../cluster-state.js';
import type { Slices } from '../slices.js';

export function podsOf(port: ServicePort, slices: Slices): PodBackends {
  const [best] = answering(port, slices);
  if (best) return { port: best.port, addresses: [...best.addresses].sort() };
  return { port: typeof port.targetPort === 'number' ? port.targetPort : port.port, addresses: [] };
}

/** `path` of the port: `spec.ports[0]`. */
export function warnOfSplitPort(
  port: ServicePort,
  path: string,
  slices: Slices,
  object: SourceRef,
): readonly Problem[] {
  const [best, ...others] = answering(port, slices).filter(({ addresses }) => addresses.size > 0);
  if (!best || others.length === 0) return [];
  const key = `${path}.targetPort`;
  const left = others.map((one) => `${one.addresses.size} on ${one.port}`).join(', ');
  const message =
    `${key}: ${JSON.stringify(port.targetPort ?? port.port)} is ${best.port} on ${best.addresses.size} ready pods, which get the packets, and another port on others (${left}), which get none. ` +
    'Allowed is one number for all pods.';
  return [warning({ object, key, reason: 'InvalidField' }, String(port.targetPort ?? port.port), message)];
}

interface Answering {
  readonly port: number;
  readonly addresses: ReadonlySet<string>;
}

/** By number of ready endpoints, most first. */
function answering({ name = '', protocol }: ServicePort, slices: Slices): readonly Answering[] {
  const byPort = new Map<number, Set<string>>();
  for (const { ports, readyAddresses } of slices) {
    const port = ports.find((one) => one.name === name && one.protocol === protocol)?.port;
    // 0 stands for any port, as slices that somebody wrote by hand may have it.
    if (port === undefined || port === 0) continue;
    const known = byPort.get(port) ?? new Set();
    readyAddresses.forEach((address) => known.add(address));
    byPort.set(port, known);
  }
  return [...byPort]
    .map(([port, addresses]) => ({ port, addresses }))
    .sort((a, b) => b.addresses.size - a.addresses.size || a.port - b.port);
}
