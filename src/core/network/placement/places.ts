// Where is each half of each wanted Service, and which of its ports are its there? Worked out once a pass; all rooms
// stand on it.
import type { Exposures, LoadBalancerExposure, LoadBalancerPort } from '../../exposure.js';
import { byAge } from '../../exposure.js';
import type { Settings } from '../../settings.js';
import type { ArmKey } from '../../values/arm-id.js';
import { armKey } from '../../values/arm-id.js';
import type { Problem } from '../../values/problem.js';
import { compareProblems } from '../../values/problem.js';
import type { AzureState } from '../azure-state.js';
import { find } from '../azure-state.js';
import { frontendName, loadBalancerId, publicIPsPath, servicePrefix } from '../names.js';
import { isMarked } from '../ownership.js';
import { namedHalves } from './halves.js';
import { nodePoolName } from './node-pools.js';
import { roomFor } from './room.js';
import { sharePorts } from './share-ports.js';
import type { Scheme, Served, ServedRule } from './served.js';
import { SCHEMES, servedOn } from './served.js';
import type { Site } from './sites.js';
import { siteOf } from './sites.js';
import type { WantedRule } from './wanted-rules.js';
import { halfOf, wantedRules } from './wanted-rules.js';

export interface Place extends Site {
  /** As Azure spells it, or as it will be called. */
  readonly frontendName: string;
  /** Those that nobody else on the frontend has. */
  readonly ports: readonly LoadBalancerPort[];
  readonly rules: readonly WantedRule[];
}

export interface Places {
  readonly all: readonly Place[];
  /** By UID; none of a Service that is held, gone or refused. */
  readonly of: (uid: string) => readonly Place[];
  /** Of wanted Services that nothing may be changed for: something they name isn't there or can't be used or seen. */
  readonly isKept: (uid: string) => boolean;
  /** Is there no room for what the Service had beside what it is to have? */
  readonly isYielding: (uid: string) => boolean;
  /** Does a wanted Service have this public IP, or a frontend of this name? */
  readonly hasPublicIP: (id: string) => boolean;
  readonly hasFrontend: (scheme: Scheme, name: string) => boolean;
  /** Is a part of a load balancer with this prefix, of no Service that we know, left over from one of ours? */
  readonly isVanished: (scheme: Scheme, prefix: string) => boolean;
  /** Whose is a part of a load balancer with this prefix? Undefined: of no Service of this cluster that was ever ours. */
  readonly serviceOf: (prefix: string) => LoadBalancerExposure | undefined;
  readonly problems: readonly Problem[];
  /** Scopes in which somebody waits for something to appear, by their path. */
  readonly awaited: ReadonlySet<ArmKey>;
}

export function placeServices(exposures: Exposures, settings: Settings, azure: AzureState): Places {
  const wanted = exposures.loadBalancers.filter(({ standing }) => standing === 'Wanted');
  const sited = wanted.map((service) =>
    namedHalves(service, settings, azure).map((frontend) =>
      siteOf(service, frontend, settings, azure, exposures.poolNodes),
    ),
  );
  const isStuck = ({ standing }: Site): boolean => standing === 'Refused' || standing === 'Hidden';
  const kept = new Set(
    sited.filter((sites) => sites.some(isStuck)).flatMap((sites) => sites.map(({ service }) => service.uid)),
  );

  const byPrefix = new Map(exposures.loadBalancers.map((service) => [servicePrefix(service.uid), service]));
  const served = { Public: servedOn('Public', settings, azure), Internal: servedOn('Internal', settings, azure) };
  const foreign = new Set([...exposures.foreignServiceUids].map(servicePrefix));
  const isVanished = (scheme: Scheme, prefix: string): boolean =>
    !byPrefix.has(prefix) && isMarkedOurs(scheme, settings, azure) && !foreign.has(prefix);
  const isFixed = ({ standing, uid }: LoadBalancerExposure): boolean => standing === 'Held' || kept.has(uid);
  const isFixedRule = ({ prefix, scheme }: Pick<ServedRule, 'prefix' | 'scheme'>): boolean => {
    const service = prefix === undefined ? undefined : byPrefix.get(prefix);
    return service ? isFixed(service) : prefix === undefined || !isVanished(scheme, prefix);
  };
  const placeable = sited.filter((some) => some.every(({ service }) => !kept.has(service.uid)));
  const { refused: full, yielding } = roomFor(placeable, { served, settings, isFixed: isFixedRule });
  for (const uid of full.keys()) kept.add(uid);
  const sites = placeable.flat().filter(({ service }) => !kept.has(service.uid));
  const names = nameFrontends(sites, served);
  const serviceOf = (prefix: string): LoadBalancerExposure | undefined => byPrefix.get(prefix);
  const shared = sharePorts(sites, { names, served, serviceOf, isFixed, isVanished });
  const all = sites.map((site): Place => {
    const ports = shared.portsOf(site);
    const pool = nodePoolName(site.frontend.family, served[site.frontend.scheme], settings);
    const rules = wantedRules(site.service, site.frontend, ports, pool);
    return { ...site, frontendName: names.get(site.key)!, ports, rules };
  });
  const publicIPs = new Set(all.flatMap(({ publicIP }) => (publicIP ? [armKey(publicIP)] : [])));
  const frontends = new Set(
    all.map(({ frontend, frontendName }) => `${frontend.scheme}|${frontendName.toLowerCase()}`),
  );
  const byUid = Map.groupBy(all, ({ service }) => service.uid);
  const refused = sited.flatMap((some) => some.flatMap(({ problem }) => problem ?? []));
  return {
    all,
    of: (uid) => byUid.get(uid) ?? [],
    isKept: (uid) => kept.has(uid),
    isYielding: (uid) => yielding.has(uid),
    hasPublicIP: (id) => publicIPs.has(armKey(id)),
    hasFrontend: (scheme, name) => frontends.has(`${scheme}|${name.toLowerCase()}`),
    isVanished,
    serviceOf,
    problems: onceEach([...refused, ...full.values(), ...shared.problems].sort(compareProblems)),
    awaited: new Set(sited.flat().flatMap((site) => (site.standing === 'Refused' ? scopeOf(site, settings) : []))),
  };
}

/** What is wrong with both halves of a Service in the same way is said once. Of sorted ones. */
function onceEach(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter((one, index) => index === 0 || compareProblems(problems[index - 1]!, one) !== 0);
}

/** Was the load balancer made by us, so that parts of Services that nobody knows are left over from ours? */
function isMarkedOurs(scheme: Scheme, settings: Settings, azure: AzureState): boolean {
  return isMarked(find(azure, loadBalancerId(settings, scheme))?.tags, settings.clusterId);
}

/** Where that would appear which a Service names in vain. */
function scopeOf({ frontend }: Site, settings: Settings): ArmKey {
  if (frontend.scheme === 'Internal') return armKey(`${settings.virtualNetworkId}/subnets`);
  return armKey(publicIPsPath(settings, frontend.resourceGroup));
}

/** By site. */
function nameFrontends(sites: readonly Site[], served: Readonly<Record<Scheme, Served>>): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  const take = (scheme: Scheme, key: string, name: string): void => {
    names.set(key, name);
    taken.add(`${scheme}|${name.toLowerCase()}`);
  };
  for (const { key, frontend, existing } of sites)
    if (existing !== undefined && !names.has(key)) take(frontend.scheme, key, existing);
  for (const scheme of SCHEMES) {
    const left = sites.filter(({ key, frontend }) => frontend.scheme === scheme && !names.has(key));
    left.sort((a, b) => byAge(a.service, b.service));
    for (const { key, service, frontend } of left) {
      if (names.has(key)) continue;
      const isTaken = (name: string): boolean =>
        taken.has(`${scheme}|${name}`) || hasOthers(served[scheme], name, servicePrefix(service.uid));
      take(scheme, key, freeName(frontendName(halfOf(service, frontend)), isTaken));
    }
  }
  return names;
}

/** To give such a frontend another address would take the others along. */
function hasOthers({ onFrontend }: Served, name: string, prefix: string): boolean {
  return (onFrontend.get(name) ?? []).some((rule) => rule.prefix !== prefix);
}

// A Service whose own frontend others have come to share needs another for its next address.
function freeName(name: string, isTaken: (lower: string) => boolean): string {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}-${number}`;
    if (!isTaken(candidate.toLowerCase())) return candidate;
  }
}
