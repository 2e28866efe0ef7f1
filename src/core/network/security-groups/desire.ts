// How should the listed network security groups look? Each whole, with our rules over what is there.
import type { OpenPortExposure } from '../../exposure.js';
import type { Settings } from '../../settings.js';
import type { ArmId } from '../../values/arm-id.js';
import { armKey } from '../../values/arm-id.js';
import type { Problem } from '../../values/problem.js';
import { compareProblems, warning } from '../../values/problem.js';
import { AZURE_NETWORK_REF } from '../../values/source-ref.js';
import type { ArmResource } from '../arm-resource.js';
import type { AzureState } from '../azure-state.js';
import { loadBalancerId } from '../names.js';
import type { NetworkContext } from '../network-context.js';
import type { DesiredResource, Wish, Withheld } from '../network-model.js';
import type { ServiceOpenings } from '../openings.js';
import { readOpenings } from '../openings.js';
import { sourcesAt } from '../placement/index.js';
import type { Child } from '../overlay.js';
import { withoutMisplacedDenies } from './bands.js';
import { build } from './build.js';
import type { Claim, Ours } from './claims.js';
import { openPortClaims, serviceClaims, unexplained } from './claims.js';
import { profilesOf } from './compile/index.js';
import { fit } from './fit.js';
import type { Frame } from './layout.js';
import { limitsReached } from './limit-reached.js';
import { LIMITS } from './limits.js';
import { nameRules } from './name-rules.js';
import type { NodeDestinations } from './node-destinations.js';
import { nodeDestinations } from './node-destinations.js';
import { groupOf } from './observed.js';
import type { Owners } from './owners.js';
import { ownersIn, prefixOfName } from './owners.js';
import { boxesOfRules } from './observed-boxes.js';
import { peerChanges } from './peer-rules.js';
import { priorities } from './priorities.js';
import { refusedRules } from './refused.js';
import { isServiceRuleName } from './rule-names.js';
import { shadowProblems } from './shadows.js';
import { sharersOf } from './sharers.js';
import { unreadableGroup } from './unreadable.js';
import { plus, usageOf } from './usage.js';
import { isOurs, rulesIn } from '../security-rule.js';

type Group = Settings['securityGroups'][number];

export function desireSecurityGroups(context: NetworkContext): Wish {
  const { exposures, settings, azure } = context;
  const asked: Asked = {
    openings: readOpenings(context),
    openPorts: exposures.openPorts,
    nodes: new Set([
      ...exposures.poolNodes.flatMap(({ addresses }) => addresses),
      ...exposures.openPorts.flatMap(({ grants }) => grants.flatMap(({ destinations }) => destinations)),
    ]),
    gathers: underWay(context),
  };
  return desireRules(asked, settings, azure);
}

/** What doesn't depend on the group. */
export interface Asked {
  readonly openings: readonly ServiceOpenings[];
  readonly openPorts: readonly OpenPortExposure[];
  /** Addresses of all nodes. */
  readonly nodes: ReadonlySet<string>;
  readonly gathers: readonly ArmId[];
}

export function desireRules(asked: Asked, settings: Settings, azure: AzureState): Wish {
  const owners = ownersIn(asked.openings, asked.openPorts, settings, azure);
  const wishes = settings.securityGroups.map((group, index) => {
    const observed = groupOf(azure, group.id);
    if (!observed) return unreadableGroup(group.id, index, azure.unreadable.get(armKey(group.id)), asked);
    return desireOne(observed, group, index, { asked, owners, settings, azure });
  });
  return {
    resources: wishes.flatMap(({ resources }) => resources).sort((a, b) => (a.id < b.id ? -1 : 1)),
    problems: wishes.flatMap(({ problems }) => problems).sort(compareProblems),
    owned: { SecurityRule: wishes.reduce((sum, { owned }) => sum + owned, 0) },
    withheld: wishes.flatMap(({ withheld }) => withheld).sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

/** What one group has a part in. */
export interface GroupWish {
  readonly resources: readonly DesiredResource[];
  readonly problems: readonly Problem[];
  readonly withheld: readonly Withheld[];
  /** Rules of ours now. */
  readonly owned: number;
}

interface Context {
  readonly asked: Asked;
  readonly owners: Owners;
  readonly settings: Settings;
  readonly azure: AzureState;
}

function desireOne(observed: ArmResource, group: Group, index: number, context: Context): GroupWish {
  const { asked, owners, settings, azure } = context;
  const { clusterId } = settings;
  const all = rulesIn(observed);
  const ours = all.filter((rule) => isOurs(rule, clusterId));
  const own = new Set(ours);
  const foreign = all.filter((rule) => !own.has(rule));
  const numbers = priorities(foreign, group);
  const frame: Frame = { clusterId, ours: sorted(ours, clusterId), numbers };
  const nodes = nodeDestinations(azure, asked.nodes, group.nodeDestinations);
  const { claims, problems } = withoutMisplacedDenies(claimsOn(asked, owners, frame, nodes), group, index);

  const room = {
    limits: { ...LIMITS, allows: numbers.room.Allow, denies: numbers.room.Deny },
    foreign: usageOf(foreign),
    now: plus(usageOf(all), { rules: 0, sources: 0, destinations: 0, allows: 0, denies: 0 }),
  };
  const { layout, refused } = fit(claims, frame, room);
  const out = new Set(refused.map(({ claim }) => claim));
  const isIn = (claim: Claim): boolean => !out.has(claim);
  const sharers = sharersOf(layout.rules, claims, isIn);
  const named = nameRules(layout, sharers, all, ours, clusterId, numbers);
  const { gathers } = asked;
  const peers = settings.loadBalancer.adopt.removePeerRules
    ? peerChanges(foreign, asked.openings, { claims, isIn, nodes, before: profilesOf(boxesOfRules(ours)) })
    : [];
  return {
    resources: [build(observed, layout, named, { settings, owners, gathers, ours, claims, isIn, sharers, peers })],
    problems: [
      ...problems,
      ...limitsReached(refused, sharers, { groupName: observed.name, index, group, room }),
      ...shadowProblems(named, foreign, { groupName: observed.name, claims, isIn }),
      ...unproved(layout.unproved, observed.name),
    ],
    withheld: refusedRules(observed, asked.openPorts, settings, ours),
    owned: ours.length,
  };
}

function sorted(ours: readonly Child[], clusterId: string): Ours {
  const [shared, own] = [true, false].map((isShared) =>
    ours.filter(({ name }) => isServiceRuleName(clusterId, name) === isShared),
  );
  return { shared: shared!, byPrefix: Map.groupBy(own!, ({ name }) => prefixOfName(name)) };
}

function claimsOn(
  { openings, openPorts }: Asked,
  owners: Owners,
  { clusterId, ours }: Frame,
  nodes: NodeDestinations,
): readonly Claim[] {
  const nobodys = owners.areAllKnown ? [] : [unexplained(openings, new Set(owners.ofAddress.keys()), ours)];
  return [...nobodys, ...serviceClaims(openings, ours, nodes), ...openPortClaims(openPorts, clusterId, ours, nodes)];
}

/** Never, as far as anybody knows; but if so, it is said. */
function unproved(faults: readonly string[], groupName: string): readonly Problem[] {
  const origin = { object: AZURE_NETWORK_REF, key: 'spec.securityGroups' } as const;
  return faults.map((fault) =>
    warning(
      { ...origin, reason: 'AzureError' },
      groupName,
      `The fewest rules for network security group ${groupName} would not have said what was asked for at ${fault}: ` +
        'a plain layout with more rules is used. This is a fault of the operator; please report it.',
    ),
  );
}

/** What must come into being before the Services that wait for their address have one. */
function underWay({ places, settings }: NetworkContext): readonly ArmId[] {
  const waiting = places.all.filter((place) => place.address === undefined && sourcesAt(place).length > 0);
  const ids = waiting.map(({ publicIP, frontend: { scheme } }) => publicIP ?? loadBalancerId(settings, scheme));
  return [...new Set(ids)].sort();
}
