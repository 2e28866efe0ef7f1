// What does each object want in one group, and what has it there?
//
//   object                                   wants                     if that doesn't fit, or isn't known yet
//   Service, wanted, with its address        its ports at it           its addresses stay where they are
//   Service, wanted, still without           what it has               —
//   PortExposure, wanted                     its grants                its rules stay untouched
//   held                                     what it has               —
//   gone, or unknown                         nothing                   —
import type { Exposures, LoadBalancerExposure, OpenPortExposure } from '../../exposure.js';
import type { Settings } from '../../settings.js';
import type { SourceRef } from '../../values/source-ref.js';
import type { ServiceOpenings } from '../openings.js';
import type { Child } from '../overlay.js';
import { addressKey, destinationsOf } from './arm.js';
import type { Demand } from './demand.js';
import { openingDemands, openPortDemands } from './demand.js';
import type { Claim } from './fit.js';
import type { Part } from './layout.js';
import { isServiceRuleName, openPortPrefix, openPortRuleName, serviceRuleName } from './rule-names.js';

/** What doesn't depend on the group: asked once. */
export interface Asking {
  readonly services: readonly {
    readonly service: LoadBalancerExposure;
    /** Undefined: what it has stays. */
    readonly demands: readonly Demand[] | undefined;
    readonly addresses: readonly string[];
  }[];
  readonly openPorts: readonly {
    readonly exposure: OpenPortExposure;
    readonly demands: readonly Demand[] | undefined;
  }[];
}

export function asking(exposures: Exposures, openings: readonly ServiceOpenings[]): Asking {
  const bySource = new Map(openings.map((one) => [one.source, one]));
  const services = exposures.loadBalancers.map((service) => {
    const { wanted, has } = bySource.get(service.source)!;
    return {
      service,
      demands: wanted?.filter(({ access }) => access === 'Allow').flatMap(openingDemands),
      addresses: has.filter(({ ports }) => !ports).map(({ address }) => address),
    };
  });
  const openPorts = exposures.openPorts.map((exposure) => {
    const { standing, grants } = exposure;
    const demands = standing === 'Wanted' ? openPortDemands(grants) : standing === 'Gone' ? [] : undefined;
    return { exposure, demands };
  });
  return { services, openPorts };
}

export function claimsOn(
  { services, openPorts }: Asking,
  { clusterId }: Settings,
  ours: ReadonlyMap<string, Child>,
  isTaken: (name: string) => boolean,
): readonly Claim[] {
  const nameFor = namer(isTaken);
  const byDestination = rulesByDestination(clusterId, ours);
  const byPrefix = Map.groupBy(ours.values(), ({ name }) => name.slice(0, name.lastIndexOf('_') + 1));
  return [
    ...services.map(({ service: { source, since }, demands, addresses }) => ({
      source,
      since,
      wanted: demands?.map((demand) =>
        part(
          source,
          since,
          demand,
          nameFor(demand.key, (key) => serviceRuleName(clusterId, key)),
        ),
      ),
      kept: addresses.flatMap((address) =>
        (byDestination.get(addressKey(address)) ?? []).map((name) => ({
          name,
          owner: source,
          since,
          destinations: [address],
        })),
      ),
    })),
    ...openPorts.map(({ exposure: { source, since }, demands }) => ({
      source,
      since,
      wanted: demands?.map((demand) => {
        const name = nameFor(demand.key, (key) => openPortRuleName(clusterId, source, key), source);
        return part(source, since, demand, name);
      }),
      kept: (byPrefix.get(openPortPrefix(clusterId, source)) ?? []).map((rule) => ({
        name: rule.name,
        owner: source,
        since,
        destinations: destinationsOf(rule),
        isUntouched: true,
      })),
    })),
  ];
}

/** Destinations that no known address explains, while not all addresses are known. */
export function unexplained(
  clusterId: string,
  ours: ReadonlyMap<string, Child>,
  known: ReadonlySet<string>,
): readonly Part[] {
  return [...ours.values()]
    .filter(({ name }) => isServiceRuleName(clusterId, name))
    .map((rule) => ({
      name: rule.name,
      since: '',
      destinations: destinationsOf(rule).filter((text) => !known.has(addressKey(text))),
    }))
    .filter(({ destinations }) => destinations.length > 0);
}

function part(owner: SourceRef, since: string, demand: Demand, name: string): Part {
  const { protocol, sources, ports, destinations } = demand;
  return { name, owner, since, content: { protocol, sources, ports }, destinations };
}

function rulesByDestination(
  clusterId: string,
  ours: ReadonlyMap<string, Child>,
): ReadonlyMap<string, readonly string[]> {
  const result = new Map<string, string[]>();
  for (const rule of ours.values()) {
    if (!isServiceRuleName(clusterId, rule.name)) continue;
    for (const key of destinationsOf(rule).map(addressKey)) {
      const names = result.get(key);
      if (names) names.push(rule.name);
      else result.set(key, [rule.name]);
    }
  }
  return result;
}

// A name that a foreign rule has, or another key of ours, is passed over: the key is salted until it is free.
function namer(isTaken: (name: string) => boolean) {
  const names = new Map<string, string>();
  const given = new Set<string>();
  return (key: string, make: (salted: string) => string, scope = ''): string => {
    const whole = `${scope}|${key}`;
    const known = names.get(whole);
    if (known !== undefined) return known;
    for (let salt = 0; ; salt++) {
      const name = make(salt === 0 ? key : `${key}#${salt}`);
      if (isTaken(name) || given.has(name)) continue;
      given.add(name);
      names.set(whole, name);
      return name;
    }
  };
}
