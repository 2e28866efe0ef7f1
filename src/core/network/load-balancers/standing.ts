// What is to become of each child that a load balancer has now? By its name: a Service that we know, one that is gone
// without a word (only on a load balancer with our mark), or somebody else.
//
//   named after a Service that is         the child
//   wanted                                 goes, unless it is written now or stays while the Service changes
//   held, or kept for what it names        stays as it is
//   gone, or vanished                      goes
//   of somebody else                       stays as it is
import type { LoadBalancerExposure } from '../../exposure.js';
import type { Settings } from '../../settings.js';
import type { ArmId } from '../../values/arm-id.js';
import { memoiseText } from '../../values/memoise-text.js';
import type { SourceRef } from '../../values/source-ref.js';
import { uniqueSources } from '../../values/source-ref.js';
import type { AzureState } from '../azure-state.js';
import { ofType } from '../azure-state.js';
import { TYPES } from '../arm-resource.js';
import { prefixOf, servicePrefix } from '../names.js';
import type { NetworkContext } from '../network-context.js';
import { isMarked, sourcesOfPublicIP } from '../ownership.js';
import type { Place, Scheme } from '../placement/index.js';
import { servedOn } from '../placement/index.js';

export interface Standing {
  /** Named after a Service of ours, or one that left its parts behind. */
  readonly isOurs: (name: string) => boolean;
  /** Goes, unless it is written now or something that stays needs it. */
  readonly goes: (name: string) => boolean;
  /** A frontend named after a Service that nobody knows, on which others serve: it goes when nobody needs it any more. */
  readonly goesWithTheLast: (name: string) => boolean;
  readonly sourcesOf: (name: string) => readonly SourceRef[];
  /** Halves to be served here. */
  readonly here: readonly Place[];
  /** Public IPs that will add to it. */
  readonly awaits: readonly ArmId[];
}

export function standingOn(scheme: Scheme, context: NetworkContext): Standing {
  const { exposures, places, transition, settings, azure } = context;
  const foreign = new Set([...exposures.foreignServiceUids].map(servicePrefix));
  const serviceOf = (name: string): LoadBalancerExposure | undefined => places.serviceOf(prefixKey(name));
  const isVanished = (name: string): boolean => {
    const prefix = prefixOf(name);
    return prefix !== undefined && places.isVanished(scheme, prefix);
  };
  const stays = memoiseText((uid) => {
    const rules = transition.stays(uid).filter((rule) => rule.scheme === scheme);
    return new Set(rules.map(({ name }) => name.toLowerCase()));
  });
  const leftBy = leftBehind(settings, azure);
  const here = places.all.filter(({ frontend }) => frontend.scheme === scheme);
  return {
    isOurs: (name) => serviceOf(name) !== undefined || isVanished(name),
    goes: (name) => {
      const service = serviceOf(name);
      if (!service) return isVanished(name);
      if (service.standing !== 'Wanted') return service.standing === 'Gone';
      return !places.isKept(service.uid) && !stays(service.uid).has(name.toLowerCase());
    },
    goesWithTheLast: (name) =>
      prefixOf(name) !== undefined &&
      !serviceOf(name) &&
      !foreign.has(prefixKey(name)) &&
      servedOn(scheme, settings, azure).onFrontend.has(name.toLowerCase()),
    sourcesOf: (name) => {
      const service = serviceOf(name);
      if (service) return [service.source];
      return foreign.has(prefixKey(name)) ? [] : leftBy(prefixKey(name));
    },
    here,
    awaits: here.flatMap(({ standing, publicIP }) => (standing === 'Awaiting' && publicIP ? [publicIP] : [])).sort(),
  };
}

/** What the prefix would be if a Service's part has this name: a prefix has no dash in it. */
export function prefixKey(name: string): string {
  const dash = name.indexOf('-');
  return (dash < 0 ? name : name.slice(0, dash)).toLowerCase();
}

/** By prefix: whom a Service's parts were for, when all that is left to tell is its public IP. */
function leftBehind(
  { clusterId, loadBalancer }: Settings,
  azure: AzureState,
): (prefix: string) => readonly SourceRef[] {
  const before = `${loadBalancer.name}-`.toLowerCase();
  let known: ReadonlyMap<string, readonly SourceRef[]> | undefined;
  return (prefix) => {
    known ??= new Map(
      ofType(azure, TYPES.publicIP)
        .filter(({ name, tags }) => name.toLowerCase().startsWith(before) && isMarked(tags, clusterId))
        .map((one) => [prefixKey(one.name.slice(before.length)), uniqueSources(sourcesOfPublicIP(one, clusterId))]),
    );
    return known.get(prefix) ?? [];
  };
}
