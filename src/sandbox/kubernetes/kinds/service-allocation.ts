// Which addresses and node ports does a Service take from the cluster? Those it asks for if they are free, else the
// next free ones. Nothing is booked: what is taken is what the stored Services have.
import type { JsonObject } from '../../json.js';
import { numberAt, objectAt, objectsAt, stringAt, stringsAt } from '../../json.js';
import { ApiError, invalid } from '../api-error.js';
import type { ClusterView } from '../kind.js';
import { invalidValue } from './field-errors.js';
import { needsHealthCheckPort, needsNodePorts, nodePortsOf } from './service-carry-over.js';
import { addressProblem, FAMILIES, nextAddress, nextNodePort, nodePortProblem, type Family } from './service-ranges.js';

export const SERVICE = { group: '', plural: 'services', kind: 'Service' };
export const SERVICE_STORAGE = 'services';

interface Taken {
  readonly addresses: Set<string>;
  readonly ports: Set<number>;
}

/** Changes the draft's spec. Throws the API server's 422 for what can't be had. */
export function allocate(draft: JsonObject, before: JsonObject | undefined, cluster: ClusterView): void {
  const spec = objectAt(draft, 'spec');
  const old = objectAt(before, 'spec');
  const taken = takenByOthers(draft, cluster);
  if (spec.type !== 'ExternalName') takeAddresses(draft, old, taken.addresses);
  if (needsNodePorts(spec)) takeNodePorts(draft, old, taken.ports);
  if (needsHealthCheckPort(spec)) takeHealthCheckPort(draft, old, taken.ports);
}

function takenByOthers(draft: JsonObject, cluster: ClusterView): Taken {
  const key = (service: JsonObject): string => {
    const { namespace, name } = objectAt(service, 'metadata');
    return JSON.stringify([namespace, name]);
  };
  const others = cluster.list(SERVICE_STORAGE).filter((service) => key(service) !== key(draft));
  const specs = others.map((service) => objectAt(service, 'spec'));
  return {
    addresses: new Set(specs.flatMap((spec) => stringsAt(spec, 'clusterIPs'))),
    ports: new Set(specs.flatMap((spec) => [...nodePortsOf(spec), numberAt(spec, 'healthCheckNodePort') ?? 0])),
  };
}

function takeAddresses(draft: JsonObject, old: JsonObject, taken: ReadonlySet<string>): void {
  const spec = objectAt(draft, 'spec');
  const asked = stringsAt(spec, 'clusterIPs');
  if (asked[0] === 'None') return;
  const families = stringsAt(spec, 'ipFamilies') as Family[];
  const had = stringsAt(old, 'clusterIPs');
  const addresses = families.map((family, index) => {
    const address = asked[index] ?? '';
    if (address === '') return nextAddress(family, taken);
    const problem = had.includes(address) || had.length > index ? undefined : addressProblem(family, address, taken);
    if (problem === undefined) return address;
    const detail = `failed to allocate IP ${address}: ${problem}`;
    throw invalid(SERVICE, nameOf(draft), [invalidValue('spec.clusterIPs', asked, detail)]);
  });
  if (!isKnown(families)) return;
  spec.clusterIPs = addresses;
  spec.clusterIP = addresses[0] ?? '';
}

/** Validation says what is wrong with others. */
const isKnown = (families: readonly string[]): boolean => families.every((one) => FAMILIES.includes(one as Family));

function takeNodePorts(draft: JsonObject, old: JsonObject, others: ReadonlySet<number>): void {
  const spec = objectAt(draft, 'spec');
  const ports = objectsAt(spec, 'ports');
  // Ports given up now aren't given out again now.
  const taken = new Set([...others, ...nodePortsOf(spec), ...nodePortsOf(old)]);
  const hadPorts = needsNodePorts(old);
  const isAutomatic = spec.type === 'NodePort' || spec.allocateLoadBalancerNodePorts !== false;
  for (const [index, port] of ports.entries()) {
    const asked = numberAt(port, 'nodePort') ?? 0;
    if (asked !== 0) refusePort(draft, index, asked, hadPorts ? others : takenBefore(others, ports, index));
    else if (isAutomatic) port.nodePort = siblingPort(ports, port, hadPorts) ?? nextNodePort(taken);
    taken.add(numberAt(port, 'nodePort') ?? 0);
  }
}

/** At creation two ports can't ask for one node port, unless they are one port of two protocols. */
function takenBefore(others: ReadonlySet<number>, ports: readonly JsonObject[], index: number): ReadonlySet<number> {
  const earlier = ports.slice(0, index).filter(({ port }) => port !== ports[index]?.port);
  return new Set([...others, ...earlier.flatMap((port) => numberAt(port, 'nodePort') ?? [])]);
}

/** TCP and UDP of one port share a node port. */
function siblingPort(ports: readonly JsonObject[], port: JsonObject, hadPorts: boolean): number | undefined {
  if (hadPorts) return undefined;
  const sibling = ports.find((one) => one.port === port.port && one.nodePort && one.protocol !== port.protocol);
  return sibling && numberAt(sibling, 'nodePort');
}

function refusePort(draft: JsonObject, index: number, port: number, taken: ReadonlySet<number>): void {
  const problem = nodePortProblem(port, taken);
  if (problem === undefined) return;
  throw invalid(SERVICE, nameOf(draft), [invalidValue(`spec.ports[${index}].nodePort`, port, problem)]);
}

function takeHealthCheckPort(draft: JsonObject, old: JsonObject, others: ReadonlySet<number>): void {
  const spec = objectAt(draft, 'spec');
  const asked = numberAt(spec, 'healthCheckNodePort') ?? 0;
  if (asked === 0) {
    spec.healthCheckNodePort = nextNodePort(new Set([...others, ...nodePortsOf(spec)]));
    return;
  }
  const problem = asked === old.healthCheckNodePort ? undefined : nodePortProblem(asked, others);
  if (problem === undefined) return;
  // As the API server has it, this isn't the user's fault.
  const message = `failed to allocate requested HealthCheck NodePort ${asked}: ${problem}`;
  throw new ApiError(500, 'InternalError', `Internal error occurred: ${message}`, {
    causes: [{ reason: '', message }],
  });
}

const nameOf = (draft: JsonObject): string => stringAt(objectAt(draft, 'metadata'), 'name') ?? '';
