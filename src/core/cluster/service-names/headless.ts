// Where do the names of a headless Service lead? Its own to all of its pods, and below it, those of pods that have a
// hostname to that pod.
//
//   target annotation   endpoints-type                      a pod's targets
//   of the pod
//   set                 –                                   the annotation's
//   none                NodeExternalIP                      external addresses of its node
//   none                HostIP (or settings, publishHostIP) addresses of its node
//   none                none                                its own addresses
import type { NameSource } from '../../settings.js';
import { familyOf } from '../../values/ip-address.js';
import type { Problem } from '../../values/problem.js';
import type { Service } from '../cluster-state.js';
import { familiesOf } from '../families.js';
import type { HostText, NameGroup, WantedHost } from '../names/index.js';
import { parseHosts, readTargets, recordsOf } from '../names/index.js';
import { namedAddresses } from '../node-addresses.js';
import type { Asked } from './asked.js';
import type { Backing } from './backing.js';

export type EndpointsType = 'NodeExternalIP' | 'HostIP' | undefined;

export interface ReadGroups {
  readonly groups: readonly NameGroup[];
  /** Of single hosts and pods. */
  readonly problems: readonly Problem[];
}

export function headlessGroups(
  service: Service,
  { asker, hosts }: Asked,
  pods: readonly Backing[],
  type: EndpointsType,
): ReadGroups {
  const { object, source } = asker;
  const problems: Problem[] = [];
  const all: string[] = [];
  const leftOut: string[] = [];
  const byHostname = new Map<string, string[]>();
  for (const backing of pods) {
    const read = targetsOf(backing, service, asker, type);
    problems.push(...read.problems);
    all.push(...read.targets);
    leftOut.push(...read.leftOut);
    const { hostname } = backing.pod;
    if (hostname !== undefined) byHostname.set(hostname, [...(byHostname.get(hostname) ?? []), ...read.targets]);
  }
  const united = (targets: readonly string[]) => recordsOf(targets, { object, key: 'pods', reason: 'InvalidField' });
  const ofAll = all.length > 0 ? united(all) : readTargets([], { texts: leftOut, key: 'pods' }, source, object);
  const groups: NameGroup[] = [{ ...ofAll, hosts }];
  problems.push(...ofAll.problems);
  for (const [hostname, targets] of byHostname) {
    const below = parseHosts(namesBelow(hosts, hostname), object);
    groups.push({ hosts: below.hosts, records: united(targets).records });
    problems.push(...below.problems);
  }
  return { groups, problems };
}

// Nothing can stand before a wildcard.
function namesBelow(hosts: readonly WantedHost[], hostname: string): readonly HostText[] {
  return hosts
    .filter(({ host }) => !host.startsWith('*.'))
    .map(({ host, key }) => ({ text: `${hostname}.${host}`, key }));
}

function targetsOf({ pod, node }: Backing, service: Service, { object, source }: Asked['asker'], type: EndpointsType) {
  const withoutDefault: NameSource = { ...source, defaultTargets: [] };
  const texts = addressesOf({ pod, node }, service, source, type);
  const observed = { texts, key: type === undefined ? 'status.podIPs' : 'status.hostIPs' };
  const { records, problems, leftOut } = readTargets([{ meta: pod.meta, object }], observed, withoutDefault, object);
  return {
    targets: records.flatMap(({ targets }) => targets),
    leftOut: leftOut?.addresses ?? [],
    problems: problems.map((one) => ({
      ...one,
      key: `Pod ${pod.meta.name} ${one.key}`,
      message: `Pod ${pod.meta.name} ${one.message}`,
    })),
  };
}

function addressesOf(
  { pod, node }: Backing,
  service: Service,
  { publishHostIP, internalIPv6 }: NameSource,
  type: EndpointsType,
): readonly string[] {
  if (type === 'NodeExternalIP') return node ? namedAddresses([node], 'public', internalIPv6) : [];
  const addresses = type === 'HostIP' || publishHostIP ? pod.hostIPs : pod.podIPs;
  if (service.ipFamilies.length === 0) return addresses;
  const families = familiesOf(service);
  return addresses.filter((one) => families.includes(familyOf(one)));
}
