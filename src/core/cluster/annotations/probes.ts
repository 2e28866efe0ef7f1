// How is it found out whether a node answers: for all ports of a Service, and for each?
import { parseInteger } from '../../values/integer.js';
import type { Origin, Parsed } from '../../values/problem.js';
import { problem, quoted } from '../../values/problem.js';
import { parseBoolean } from '../../values/boolean.js';
import type { Annotation } from './annotation.js';
import { azure, azurePort } from './annotation.js';

export type ProbeProtocol = 'Tcp' | 'Http' | 'Https';

const PROTOCOLS: ReadonlyMap<string, ProbeProtocol> = new Map([
  ['tcp', 'Tcp'],
  ['http', 'Http'],
  ['https', 'Https'],
]);
const PER_PORT = 'the annotation for all ports';

const PROTOCOL = {
  appliesTo: 'Service',
  values: 'tcp, http, https',
  default: 'appProtocol of the port where it is one of these, or tcp',
  example: 'http',
  help: 'How nodes are asked; goes behind the annotation of the port and its appProtocol.',
  peer: 'Takes what it does not know for tcp.',
  parse: parseProtocol,
} satisfies Omit<Annotation<ProbeProtocol>, 'keys'>;

const INTERVAL = {
  appliesTo: 'Service',
  values: '5 to 119 (seconds); times the count of answers less than 120',
  default: 'spec.loadBalancer.probe.interval of the settings',
  example: '10',
  help: 'How long it is from one question to the next.',
  peer: 'Has no setting for all Services.',
  parse: (text: string, origin: Origin) => parseInteger(text, origin, { min: 5, max: 119, unit: 'seconds' }),
} satisfies Omit<Annotation<number>, 'keys'>;

const THRESHOLD = {
  appliesTo: 'Service',
  values: '2 to 100; times the interval less than 120',
  default: 'spec.loadBalancer.probe.threshold of the settings',
  example: '3',
  help: 'How many answers have to fail until a node is down.',
  peer: 'Has no setting for all Services.',
  parse: (text: string, origin: Origin) => parseInteger(text, origin, { min: 2, max: 100 }),
} satisfies Omit<Annotation<number>, 'keys'>;

const PATH = {
  appliesTo: 'Service',
  values: 'a path that begins with /',
  default: '/',
  example: '/healthz',
  help: 'What http and https probes ask for.',
  parse: parsePath,
} satisfies Omit<Annotation<string>, 'keys'>;

export const PROBES = {
  probeProtocol: { ...PROTOCOL, keys: azure('azure-load-balancer-health-probe-protocol') },
  probeInterval: { ...INTERVAL, keys: azure('azure-load-balancer-health-probe-interval') },
  probeThreshold: { ...THRESHOLD, keys: azure('azure-load-balancer-health-probe-num-of-probe') },
  probePath: { ...PATH, keys: azure('azure-load-balancer-health-probe-request-path') },
  portProbeProtocol: {
    ...PROTOCOL,
    keys: azurePort('health-probe_protocol'),
    default: `appProtocol of the port, then ${PER_PORT}, then tcp`,
    help: 'How nodes are asked for this port.',
  },
  portProbePort: {
    keys: azurePort('health-probe_port'),
    appliesTo: 'Service',
    values: 'name or number of a port of the Service (its node port is asked), or any other port of the nodes',
    default: 'the node port of this port',
    example: '8080',
    help: 'Where nodes are asked for this port. With externalTrafficPolicy: Local, this port has a probe of its own then.',
    parse: parsePortOrName,
  } satisfies Annotation<string>,
  portProbeInterval: { ...INTERVAL, keys: azurePort('health-probe_interval'), default: PER_PORT },
  portProbeThreshold: { ...THRESHOLD, keys: azurePort('health-probe_num-of-probe'), default: PER_PORT },
  portProbePath: { ...PATH, keys: azurePort('health-probe_request-path'), default: PER_PORT },
  noProbe: {
    keys: azurePort('no_probe_rule'),
    appliesTo: 'Service',
    values: 'true, false',
    default: 'false',
    example: 'true',
    help: 'Nobody asks whether a node answers on this port: all nodes get its packets.',
    parse: parseBoolean,
  } satisfies Annotation<boolean>,
} as const;

function parseProtocol(text: string, origin: Origin): Parsed<ProbeProtocol> {
  const value = probeProtocol(text);
  if (value !== undefined) return { value, problems: [] };
  const message = `${origin.key}: ${quoted(text)} is no protocol of a probe. Allowed are tcp, http and https.`;
  return { value: undefined, problems: [problem(origin, text, message)] };
}

/** In any case; undefined where it is none, as for most values of `appProtocol`. */
export function probeProtocol(text: string): ProbeProtocol | undefined {
  return PROTOCOLS.get(text.trim().toLowerCase());
}

function parsePath(text: string, origin: Origin): Parsed<string> {
  const path = text.trim();
  if (/^\/[!-~]{0,2047}$/.test(path)) return { value: path, problems: [] };
  const message = `${origin.key}: ${quoted(text)} is no path. Allowed is one that begins with / and has no blanks, of at most 2,048 characters.`;
  return { value: undefined, problems: [problem(origin, text, message)] };
}

// Which names there are is known where the ports are.
function parsePortOrName(text: string, origin: Origin): Parsed<string> {
  const trimmed = text.trim();
  const isPort = /^[1-9]\d{0,4}$/.test(trimmed) && Number(trimmed) <= 65535;
  if (isPort || /^[a-z0-9-]*[a-z][a-z0-9-]*$/i.test(trimmed)) return { value: trimmed, problems: [] };
  const message = `${origin.key}: ${quoted(text)} is no port. Allowed are 1 to 65535 and the names of ports of the Service.`;
  return { value: undefined, problems: [problem(origin, text, message)] };
}
