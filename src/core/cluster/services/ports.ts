// Which ports of a Service can be served, and how is each of them asked? A port that can't is refused alone; the others
// go on.
//
//   without a node port, where nodes answer      floating IP      no floating IP
//   a probe on the port's own node port          refused          refused
//   another probe, or none                       served           refused: packets would have no port to go to
import type { LoadBalancerPort } from '../../exposure.js';
import type { Settings } from '../../settings.js';
import type { Origin, Problem } from '../../values/problem.js';
import { problem, quoted } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import { ANNOTATIONS, readPortAnnotation } from '../annotations/index.js';
import type { EndpointSlice, Service, ServicePort } from '../cluster-state.js';
import { podsOf, warnOfSplitPort } from './pods.js';
import type { ProbeContext } from './probes.js';
import { readProbe, readProbeDefaults } from './probes.js';
import { withoutEffect } from './without-effect.js';

export interface ReadPorts {
  readonly ports: readonly LoadBalancerPort[];
  readonly unservedPorts: readonly Pick<LoadBalancerPort, 'protocol' | 'port'>[];
  /** Of the whole Service. */
  readonly problems: readonly Problem[];
  /** Of single ports: an error refuses its port alone. */
  readonly portProblems: readonly Problem[];
}

/** What else about the Service decides on its ports. */
export interface PortContext {
  /** Of the Service; undefined where nodes answer. */
  readonly slices: readonly EndpointSlice[] | undefined;
  readonly settings: Settings;
  readonly object: SourceRef;
  /** One rule for all ports. */
  readonly allPorts: boolean;
  /** Do packets arrive with the frontend's port on every frontend? */
  readonly isFloating: boolean;
  /** Internal, and without a security rule that would have to name the protocol. */
  readonly isUnruled: boolean;
}

type Outcome =
  | { readonly kind: 'Served' | 'Unserved'; readonly port: LoadBalancerPort; readonly problems: readonly Problem[] }
  | { readonly kind: 'Refused'; readonly problems: readonly Problem[] };

const PROTOCOLS: Readonly<Record<string, LoadBalancerPort['protocol'] | undefined>> = {
  TCP: 'Tcp',
  UDP: 'Udp',
  SCTP: 'Sctp',
};

export function readPorts(service: Service, context: PortContext): ReadPorts {
  const { settings, object, slices } = context;
  const { defaults, problems } = readProbeDefaults(service, settings, object);
  const answersOn = (port: ServicePort) => (slices ? podsOf(port, slices).port : port.nodePort);
  const probing: ProbeContext = { service, settings, object, defaults, answersOn };
  const seen = new Set<string>();
  const outcomes = service.ports.map((raw, index): Outcome => {
    const key = `${raw.protocol}/${raw.port}`;
    const isTwice = seen.has(key);
    seen.add(key);
    return readPort(raw, `spec.ports[${index}]`, isTwice, context, probing);
  });
  const of = (kind: 'Served' | 'Unserved') =>
    outcomes.flatMap((outcome) => (outcome.kind === kind ? [outcome.port] : []));
  return {
    ports: of('Served'),
    unservedPorts: of('Unserved').map(({ protocol, port }) => ({ protocol, port })),
    problems,
    portProblems: unique(outcomes.flatMap((outcome) => outcome.problems)),
  };
}

function readPort(
  raw: ServicePort,
  path: string,
  isTwice: boolean,
  context: PortContext,
  probing: ProbeContext,
): Outcome {
  const { object, slices, allPorts, isFloating, isUnruled } = context;
  const protocol = PROTOCOLS[raw.protocol];
  if (protocol === undefined) return refused(unknown(object, path, raw));
  if (!isPort(raw.port)) return refused(noPort(object, path, raw));
  if (isTwice) return refused(duplicate(object, path, raw));
  const { port, nodePort } = raw;
  const noRule = readPortAnnotation(ANNOTATIONS.noRule, port, probing.service.meta, object);
  const bare: LoadBalancerPort = { protocol, port, ...(nodePort !== undefined && { nodePort }) };
  if (noRule.value === true && !allPorts) return { kind: 'Unserved', port: bare, problems: [] };
  const idle = allPorts ? withoutEffect([noRule], 'beside a rule for all ports', object) : [];
  if (protocol === 'Sctp' && !isUnruled) return refused(ruledSctp(object, path, raw));
  const { probe, isUnasked = false, problems } = readProbe(raw, probing);
  const split = slices ? warnOfSplitPort(raw, path, slices, object) : [];
  const all = [...noRule.problems, ...idle, ...problems, ...split];
  if (all.some(({ severity }) => severity === 'Error')) return { kind: 'Refused', problems: all };
  const isLost = !isFloating && !allPorts;
  if (nodePort === undefined && !slices && (isUnasked || isLost))
    return { kind: 'Refused', problems: [...all, missingNodePort(object, path, raw, isLost)] };
  const served = { ...bare, ...(probe && { probe }), ...(slices && { pods: podsOf(raw, slices) }) };
  return { kind: 'Served', port: served, problems: all };
}

function unique(problems: readonly Problem[]): readonly Problem[] {
  const byText = new Map(problems.map((one) => [`${one.key} ${one.message}`, one]));
  return [...byText.values()];
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65535;
}

function refused(why: Problem): Outcome {
  return { kind: 'Refused', problems: [why] };
}

function unknown(object: SourceRef, path: string, { protocol, port }: ServicePort): Problem {
  const origin: Origin = { object, key: `${path}.protocol`, reason: 'Unsupported' };
  const message = `${origin.key}: ${quoted(protocol)} (port ${port}) can't be served. Allowed are TCP, UDP, and SCTP on internal Services.`;
  return problem(origin, protocol, message);
}

function ruledSctp(object: SourceRef, path: string, { protocol, port }: ServicePort): Problem {
  const origin: Origin = { object, key: `${path}.protocol`, reason: 'Unsupported' };
  const message =
    `${origin.key}: SCTP (port ${port}) can't be let in, since security rules don't know it. ` +
    'Allowed are TCP and UDP, and SCTP on internal Services without ranges and service tags.';
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

function missingNodePort(object: SourceRef, path: string, { protocol, port }: ServicePort, isLost: boolean): Problem {
  const origin: Origin = { object, key: `${path}.nodePort`, reason: 'Unsupported' };
  const why = isLost
    ? 'there is none that packets could go to, since floating IP is off'
    : 'there is none that a probe could ask';
  const message =
    `${origin.key}: ${protocol} ${port} needs a node port, and ${why}. Allowed is spec.allocateLoadBalancerNodePorts: true; ` +
    'with floating IP also externalTrafficPolicy: Local, a shared probe (spec.loadBalancer.probe.mode of the settings) or a port without probe.';
  return problem(origin, String(port), message);
}
