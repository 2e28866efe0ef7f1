// Which public IPs should there be, and what should they say? One of our making for each half of a public Service that
// names none of its own, as long as somebody wants it.
//
//   public IP                                         outcome
//   ours, or to come, and wanted                      is there, named after all who want it
//   somebody else's, and wanted                       stays; only its DNS label is ours to set
//   ours, of a Service that is held or kept           stays as it is
//   ours, of a Service that is gone, or that wants    goes (the plan waits until nothing names it any more)
//   another address, or of nobody we know
import type { Exposures } from '../../exposure.js';
import type { Settings } from '../../settings.js';
import type { ArmId } from '../../values/arm-id.js';
import { armKey } from '../../values/arm-id.js';
import type { Problem } from '../../values/problem.js';
import { compareProblems } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import { uniqueSources } from '../../values/source-ref.js';
import type { ArmResource } from '../arm-resource.js';
import { TYPES } from '../arm-resource.js';
import type { AzureState } from '../azure-state.js';
import { find, ofType } from '../azure-state.js';
import { prefixOf, publicIPId, servicePrefix } from '../names.js';
import type { DesiredResource, Wish, Withheld } from '../network-model.js';
import { isMarked, peersSources, sourcesOfPublicIP } from '../ownership.js';
import type { Places } from '../placement/index.js';
import { isHidden, namedHalves, publicIPsOf, servedOn } from '../placement/index.js';
import { PUBLIC_IP_TYPE } from './arm.js';
import { buildPublicIP } from './build.js';

export function desirePublicIPs(exposures: Exposures, places: Places, settings: Settings, azure: AzureState): Wish {
  const context = { exposures, places, settings, azure };
  const wanted = Map.groupBy(
    places.all.flatMap((place) => (place.publicIP ? [{ place, id: place.publicIP }] : [])),
    ({ id }) => armKey(id),
  );
  const isManaged = managedBy(context);
  const ours = ofType(azure, TYPES.publicIP).filter(isManaged);
  const built = [...wanted.values()].map((group) => {
    const observed = find(azure, group[0]!.id);
    const sharers = group.map(({ place }) => place);
    return buildPublicIP(group[0]!.id, observed, sharers, observed === undefined || isManaged(observed), settings);
  });
  const left = ours.filter(({ id }) => !wanted.has(armKey(id)));
  const isHeld = heldBy(context);
  const others = left.map((observed) => {
    const because = uniqueSources(sourcesOfPublicIP(observed, settings.clusterId));
    return isHeld(observed) ? resource(observed.id, observed, because) : removal(observed, because);
  });
  return {
    resources: [...built.map(({ desired }) => desired), ...others].sort((a, b) => (a.id < b.id ? -1 : 1)),
    problems: onceEach(built.flatMap(({ problems }) => problems).sort(compareProblems)),
    owned: { PublicIP: ours.length },
    withheld: unreadable(context),
  };
}

/** What both halves of a Service are refused for the same reason is said once. */
function onceEach(problems: readonly Problem[]): readonly Problem[] {
  const keys = new Set<string>();
  return problems.filter(({ object, key, value }) => {
    const whole = `${object}|${key}|${value}`;
    return !keys.has(whole) && keys.add(whole);
  });
}

interface Context {
  readonly exposures: Exposures;
  readonly places: Places;
  readonly settings: Settings;
  readonly azure: AzureState;
}

/** Made by us, or by the peer for Services that are all ours. Never one of a name that says it is for a Service of somebody else. */
function managedBy({ exposures, settings }: Context): (resource: ArmResource) => boolean {
  const sources = new Set(exposures.loadBalancers.map(({ source }) => source));
  const foreign = new Set([...exposures.foreignServiceUids].map(servicePrefix));
  const before = `${settings.loadBalancer.name}-`;
  return (resource) => {
    const prefix = resource.name.startsWith(before) ? prefixOf(resource.name.slice(before.length)) : undefined;
    if (prefix !== undefined && foreign.has(prefix)) return false;
    if (isMarked(resource.tags, settings.clusterId)) return true;
    const owners = peersSources(resource);
    return prefix !== undefined && owners.length > 0 && owners.every((owner) => sources.has(owner));
  };
}

/** Does somebody whose things stay as they are have it? By its name, its tags, or what the load balancer serves on it. */
function heldBy({ exposures, places, settings, azure }: Context): (resource: ArmResource) => boolean {
  const fixed = exposures.loadBalancers.filter(({ standing, uid }) => standing === 'Held' || places.isKept(uid));
  const prefixes = new Set(fixed.map(({ uid }) => servicePrefix(uid)));
  const sources = new Set(fixed.map(({ source }) => source));
  const own = new Set(fixed.flatMap(({ uid }) => publicIPsOf(uid, settings, azure).map(({ id }) => armKey(id))));
  const served = servedOn('Public', settings, azure);
  return (resource) => {
    if (own.has(armKey(resource.id))) return true;
    if (sourcesOfPublicIP(resource, settings.clusterId).some((source) => sources.has(source))) return true;
    const frontend = served.ofPublicIP.get(armKey(resource.id))?.name.toLowerCase();
    const rules = frontend === undefined ? [] : (served.onFrontend.get(frontend) ?? []);
    return rules.some(({ prefix }) => prefix !== undefined && prefixes.has(prefix));
  };
}

function resource(id: ArmId, body: ArmResource | undefined, because: readonly SourceRef[]): DesiredResource {
  return { id, type: PUBLIC_IP_TYPE, body, because, attribution: new Map(), removals: [], gathers: [] };
}

function removal({ id }: ArmResource, because: readonly SourceRef[]): DesiredResource {
  return { ...resource(id, undefined, because), removals: [{ kind: 'PublicIP', id, because }] };
}

/** What can't be seen is neither made nor deleted. */
function unreadable({ exposures, settings, azure }: Context): readonly Withheld[] {
  const waiting = exposures.loadBalancers.flatMap((service) => {
    if (service.standing !== 'Wanted') return [];
    return namedHalves(service, settings, azure).flatMap((frontend) => {
      if (frontend.scheme !== 'Public' || !isHidden(frontend.resourceGroup, settings, azure)) return [];
      return [{ id: publicIPId(settings, { ...frontend, uid: service.uid }), group: frontend.resourceGroup, service }];
    });
  });
  return waiting
    .map(({ id, group, service }) => ({
      id,
      action: 'Create' as const,
      reason: 'Unreadable' as const,
      message: `The public IPs of resource group ${group} can't be read.`,
      because: [service.source],
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}
