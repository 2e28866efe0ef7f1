// Which public IPs should there be? One for each Service that wants to be public.
//
//   Service             its public IP, if it is ours
//   wanted, public      is there
//   wanted, internal    goes
//   held                stays as it is, or absent
//   gone, or unknown    goes (the plan waits until nothing names it any more)
import type { Exposures, LoadBalancerExposure } from '../../exposure.js';
import type { Settings } from '../../settings.js';
import type { ArmId, ArmKey } from '../../values/arm-id.js';
import { armKey } from '../../values/arm-id.js';
import type { Problem } from '../../values/problem.js';
import { compareProblems, problem } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import type { ArmResource } from '../arm-resource.js';
import { TYPES } from '../arm-resource.js';
import type { AzureState } from '../azure-state.js';
import { find, ofType } from '../azure-state.js';
import { publicIPId } from '../names.js';
import type { DesiredResource, Wish } from '../network-model.js';
import { isMarked, isOurPublicIP, markedSources } from '../ownership.js';
import { PUBLIC_IP_TYPE, publicIPBody } from './arm.js';

type Desired = DesiredResource | Problem | undefined;

export function desirePublicIPs(exposures: Exposures, settings: Settings, azure: AzureState): Wish {
  if (isUnreadable(settings, azure)) return unreadable(exposures, settings);
  const asked = exposures.loadBalancers.map((service) => desireFor(service, settings, azure));
  const left = vanished(exposures, settings, azure);
  const known = exposures.loadBalancers.filter(({ source, uid }) => {
    const observed = find(azure, publicIPId(settings, uid));
    return observed && isOurPublicIP(observed, settings.clusterId, source);
  });
  return {
    resources: [...asked.filter(isResource), ...left].sort((a, b) => (a.id < b.id ? -1 : 1)),
    problems: asked.filter(isProblem).sort(compareProblems),
    owned: { PublicIP: known.length + left.length },
    withheld: [],
  };
}

function desireFor(service: LoadBalancerExposure, settings: Settings, azure: AzureState): Desired {
  const { source, uid, standing, frontend } = service;
  const id = publicIPId(settings, uid);
  const observed = find(azure, id);
  const isOurs = observed !== undefined && isOurPublicIP(observed, settings.clusterId, source);
  switch (standing) {
    case 'Held':
      return isOurs ? resource(observed.id, observed, [source]) : undefined;
    case 'Gone':
      return isOurs ? removal(observed, [source]) : undefined;
    case 'Wanted':
      if (frontend.scheme === 'Internal') return isOurs ? removal(observed, [source]) : undefined;
      if (observed && !isOurs) return nameTaken(source, observed);
      return resource(observed?.id ?? id, publicIPBody(id, observed, settings, source), [source]);
  }
}

/** Ours by its mark, but for no Service that we know of. */
function vanished(exposures: Exposures, settings: Settings, azure: AzureState): readonly DesiredResource[] {
  const uids = [...exposures.loadBalancers.map(({ uid }) => uid), ...exposures.foreignServiceUids];
  const known = new Set<ArmKey>(uids.map((uid) => armKey(publicIPId(settings, uid))));
  return ofType(azure, TYPES.publicIP)
    .filter(({ id, tags }) => isMarked(tags, settings.clusterId) && !known.has(armKey(id)))
    .map((observed) => removal(observed, markedSources(observed.tags)));
}

function resource(id: ArmId, body: ArmResource | undefined, because: readonly SourceRef[]): DesiredResource {
  return { id, type: PUBLIC_IP_TYPE, body, because, attribution: new Map(), removals: [], gathers: [] };
}

function removal({ id }: ArmResource, because: readonly SourceRef[]): DesiredResource {
  return { ...resource(id, undefined, because), removals: [{ kind: 'PublicIP', id, because }] };
}

function nameTaken(object: SourceRef, { id, name }: ArmResource): Problem {
  const message = `There is a public IP ${name} already, and its tags don't say that it was made for ${object}: it is left alone. Delete or rename it (${id}).`;
  return problem({ object, key: 'metadata.uid', reason: 'NameTaken' }, name, message);
}

function isUnreadable({ subscriptionId, resourceGroup }: Settings, { unreadable }: AzureState): boolean {
  const group = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`;
  return unreadable.has(armKey(`${group}/providers/${PUBLIC_IP_TYPE}`));
}

/** What can't be seen is neither made nor deleted. */
function unreadable(exposures: Exposures, settings: Settings): Wish {
  const waiting = exposures.loadBalancers.filter(
    ({ standing, frontend }) => standing === 'Wanted' && frontend.scheme === 'Public',
  );
  const withheld = waiting.map(({ uid, source }) => ({
    id: publicIPId(settings, uid),
    action: 'Create' as const,
    reason: 'Unreadable' as const,
    message: `The public IPs of resource group ${settings.resourceGroup} can't be read.`,
    because: [source],
  }));
  return { resources: [], problems: [], owned: {}, withheld: withheld.sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

function isProblem(desired: Desired): desired is Problem {
  return desired !== undefined && 'severity' in desired;
}

function isResource(desired: Desired): desired is DesiredResource {
  return desired !== undefined && 'removals' in desired;
}
