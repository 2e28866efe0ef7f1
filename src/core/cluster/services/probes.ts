// How is it found out whether a node answers for a port? The first row that fits:
//
//   port_<p>_no_probe_rule                                          nobody asks
//   Local with healthCheckNodePort, a TCP port with its own         as below, on the port that it names
//     port_<p>_health-probe_port
//   Local with healthCheckNodePort                                  HTTP /healthz on that node port, for all ports and protocols
//   Cluster, and the settings' probe mode is Shared                 HTTP on the settings' port and path, for all Services
//   TCP                                                             on its node port, or where port_<p>_health-probe_port says
//   UDP, SCTP                                                       nobody asks: nothing can be asked
//
// Where pods answer themselves (PodIP), they are asked on their own port, and Local and Shared mean nothing.
// The protocol: the port's annotation, then its appProtocol, then the annotation for all ports, then TCP.
import type { Probe } from '../../exposure.js';
import type { Settings } from '../../settings.js';
import type { Problem } from '../../values/problem.js';
import { problem, quoted } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import type { ReadAnnotation } from '../annotations/index.js';
import { ANNOTATIONS, probeProtocol, readAnnotation, readPortAnnotation } from '../annotations/index.js';
import type { Service, ServicePort } from '../cluster-state.js';
import { withoutEffect } from './without-effect.js';

/** Seconds that a node may take to be called down, at most (https://learn.microsoft.com/rest/api/load-balancer/load-balancers/create-or-update#probe). */
const LONGEST = 120;

/**
 * What the annotations for all ports of a Service say, with the settings behind them. A bad one is a problem of the whole
 * Service, even where each port has its own: the next port would have none.
 */
export interface ProbeDefaults {
  readonly protocol: Probe['protocol'] | undefined;
  readonly path: string | undefined;
  readonly interval: number;
  readonly threshold: number;
}

export interface ReadProbe {
  readonly probe?: Probe;
  /** Somebody is to ask, and there is no port to ask on. */
  readonly isUnasked?: boolean;
  readonly problems: readonly Problem[];
}

export interface ProbeContext {
  readonly service: Service;
  readonly settings: Settings;
  readonly object: SourceRef;
  readonly defaults: ProbeDefaults;
  /** On which port of the backends a port of the Service is answered; undefined: on none that is known. */
  readonly answersOn: (port: ServicePort) => number | undefined;
}

export function readProbeDefaults(
  { meta }: Service,
  settings: Settings,
  object: SourceRef,
): { readonly defaults: ProbeDefaults; readonly problems: readonly Problem[] } {
  const protocol = readAnnotation(ANNOTATIONS.probeProtocol, meta, object);
  const interval = readAnnotation(ANNOTATIONS.probeInterval, meta, object);
  const threshold = readAnnotation(ANNOTATIONS.probeThreshold, meta, object);
  const path = readAnnotation(ANNOTATIONS.probePath, meta, object);
  const defaults = {
    protocol: protocol.value,
    path: path.value,
    interval: interval.value ?? settings.loadBalancer.probe.interval,
    threshold: threshold.value ?? settings.loadBalancer.probe.threshold,
  };
  const problems = [protocol, interval, threshold, path].flatMap((parsed) => parsed.problems);
  return { defaults, problems: [...problems, ...tooSlow(defaults, interval, threshold, object)] };
}

/** Does `externalTrafficPolicy: Local` tell by a port of its own which nodes have a pod? */
export function hasHealthPort({ externalTrafficPolicy, healthCheckNodePort }: Service): boolean {
  return externalTrafficPolicy === 'Local' && healthCheckNodePort !== undefined;
}

export function readProbe(port: ServicePort, context: ProbeContext): ReadProbe {
  const { service, settings, object } = context;
  const noProbe = readPortAnnotation(ANNOTATIONS.noProbe, port.port, service.meta, object);
  const own = readOwn(port, service, object);
  const isTcp = port.protocol === 'TCP';
  // Said for TCP on the same number, it isn't said in vain.
  const isForTcp = !isTcp && service.ports.some((one) => one.port === port.port && one.protocol === 'TCP');
  const idle = (why: string): readonly Problem[] => (isForTcp ? [] : withoutEffect(Object.values(own), why, object));
  if (noProbe.value === true)
    return { problems: [...noProbe.problems, ...idle(`beside ${noProbe.key}: nobody asks on this port`)] };
  const isOnPods = settings.loadBalancer.backends === 'PodIP';
  const isLocal = service.externalTrafficPolicy === 'Local';
  if (!isOnPods && hasHealthPort(service) && !(isTcp && own.port.isSet)) {
    const { probe, problems } = healthProbe(context);
    const why = `with externalTrafficPolicy: Local, unless ${own.port.key} is set on a TCP port`;
    return { ...(probe && { probe }), problems: [...noProbe.problems, ...problems, ...idle(why)] };
  }
  if (!isOnPods && !isLocal && settings.loadBalancer.probe.mode === 'Shared') {
    const { port: sharedPort, path, interval, threshold } = settings.loadBalancer.probe;
    const probe: Probe = { scope: 'Shared', protocol: 'Http', port: sharedPort, path, interval, threshold };
    return { probe, problems: [...noProbe.problems, ...idle('while all Services share one probe')] };
  }
  if (!isTcp) return { problems: [...noProbe.problems, ...idle(`on a port of ${port.protocol} alone`)] };
  const read = ownProbe(port, own, context);
  return { ...read, problems: [...noProbe.problems, ...read.problems] };
}

type Own = ReturnType<typeof readOwn>;

function readOwn({ port }: ServicePort, { meta }: Service, object: SourceRef) {
  return {
    protocol: readPortAnnotation(ANNOTATIONS.portProbeProtocol, port, meta, object),
    port: readPortAnnotation(ANNOTATIONS.portProbePort, port, meta, object),
    interval: readPortAnnotation(ANNOTATIONS.portProbeInterval, port, meta, object),
    threshold: readPortAnnotation(ANNOTATIONS.portProbeThreshold, port, meta, object),
    path: readPortAnnotation(ANNOTATIONS.portProbePath, port, meta, object),
  };
}

/** Its interval and count may be said for the health check port, as if it were one of the Service. */
function healthProbe({ service, object, defaults }: ProbeContext): ReadProbe {
  const port = service.healthCheckNodePort!;
  const interval = readPortAnnotation(ANNOTATIONS.portProbeInterval, port, service.meta, object);
  const threshold = readPortAnnotation(ANNOTATIONS.portProbeThreshold, port, service.meta, object);
  const pace = { interval: interval.value ?? defaults.interval, threshold: threshold.value ?? defaults.threshold };
  return {
    probe: { scope: 'Health', protocol: 'Http', port, path: '/healthz', ...pace },
    problems: [...interval.problems, ...threshold.problems, ...tooSlow(pace, interval, threshold, object)],
  };
}

function ownProbe(port: ServicePort, own: Own, context: ProbeContext): ReadProbe {
  const { defaults, object } = context;
  const asked = askedPort(port, own.port, context);
  const pace = {
    interval: own.interval.value ?? defaults.interval,
    threshold: own.threshold.value ?? defaults.threshold,
  };
  const protocol = own.protocol.value ?? ofAppProtocol(port) ?? defaults.protocol ?? 'Tcp';
  const problems = [
    ...Object.values(own).flatMap((parsed) => parsed.problems),
    ...asked.problems,
    ...tooSlow(pace, own.interval, own.threshold, object),
    ...(protocol === 'Tcp' ? withoutEffect([own.path], 'on a TCP probe', object) : []),
  ];
  if (asked.port === undefined) return { isUnasked: true, problems };
  const path = protocol === 'Tcp' ? {} : { path: own.path.value ?? defaults.path ?? '/' };
  return { probe: { scope: 'Own', protocol, port: asked.port, ...path, ...pace }, problems };
}

// A free text: what is no protocol of a probe says nothing against TCP, and nothing for the annotation for all ports.
function ofAppProtocol({ appProtocol }: ServicePort): Probe['protocol'] | undefined {
  return appProtocol === undefined ? undefined : (probeProtocol(appProtocol) ?? 'Tcp');
}

function askedPort(
  port: ServicePort,
  { value, key, text }: ReadAnnotation<string>,
  { service, object, answersOn }: ProbeContext,
): { readonly port?: number | undefined; readonly problems: readonly Problem[] } {
  if (value === undefined) return { port: answersOn(port), problems: [] };
  const isNumber = /^\d+$/.test(value);
  const named = service.ports.find((one) =>
    isNumber ? one.port === Number(value) : one.name?.toLowerCase() === value.toLowerCase(),
  );
  if (named === undefined && isNumber) return { port: Number(value), problems: [] };
  const found = named && answersOn(named);
  if (found !== undefined) return { port: found, problems: [] };
  const names = service.ports.flatMap(({ name }) => name ?? []).join(', ');
  const what = named ? 'is a port without a node port, on which nobody can be asked' : 'is no port of the Service';
  const message = `${key}: ${quoted(text)} ${what}. Allowed are the names of its ports${names && ` (${names})`} and numbers.`;
  return { problems: [problem({ object, key, reason: 'InvalidAnnotation' }, text, message)] };
}

interface Pace {
  readonly interval: number;
  readonly threshold: number;
}

function tooSlow(
  { interval, threshold }: Pace,
  intervalFrom: ReadAnnotation<number>,
  thresholdFrom: ReadAnnotation<number>,
  object: SourceRef,
): readonly Problem[] {
  const culprit = [intervalFrom, thresholdFrom].find(({ value }) => value !== undefined);
  if (culprit === undefined || interval * threshold < LONGEST) return [];
  const message =
    `${culprit.key}: ${interval} seconds × ${threshold} answers are ${interval * threshold} seconds. ` +
    `Allowed is less than ${LONGEST} until a node is called down.`;
  return [problem({ object, key: culprit.key, reason: 'InvalidAnnotation' }, culprit.text, message)];
}
