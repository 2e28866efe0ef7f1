// How should the listed network security groups look? Each whole, with our rules over what is there.
import type { Settings } from '../../settings.js';
import type { ArmId } from '../../values/arm-id.js';
import { armKey } from '../../values/arm-id.js';
import type { Problem } from '../../values/problem.js';
import { compareProblems } from '../../values/problem.js';
import type { ArmResource } from '../arm-resource.js';
import { loadBalancerId } from '../names.js';
import type { NetworkContext } from '../network-context.js';
import type { DesiredResource, Wish, Withheld } from '../network-model.js';
import { readOpenings } from '../openings.js';
import { rulesIn } from './arm.js';
import { build } from './build.js';
import type { Asking } from './claims.js';
import { asking, claimsOn, unexplained } from './claims.js';
import type { Fitted, Where } from './fit.js';
import { fit, limitReached } from './fit.js';
import type { Frame } from './layout.js';
import { LIMITS } from './limits.js';
import { groupOf, isOurs } from './observed.js';
import type { Owners } from './owners.js';
import { ownersIn } from './owners.js';
import { priorities } from './priorities.js';
import { refusedRules } from './refused.js';
import { unreadableGroup } from './unreadable.js';
import { usageOf } from './usage.js';

type Group = Settings['securityGroups'][number];

export function desireSecurityGroups(context: NetworkContext): Wish {
  const { exposures, settings, azure } = context;
  const asked = asking(exposures, readOpenings(context));
  const owners = ownersIn(asked, settings, azure);
  const gathers = underWay(context);
  const wishes = settings.securityGroups.map((group, index) => {
    const observed = groupOf(azure, group.id);
    if (!observed) return unreadableGroup(group.id, index, azure.unreadable.get(armKey(group.id)), asked);
    return desireOne(observed, group, index, { asked, owners, settings, gathers });
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
  readonly asked: Asking;
  readonly owners: Owners;
  readonly settings: Settings;
  readonly gathers: readonly ArmId[];
}

function desireOne(observed: ArmResource, group: Group, index: number, context: Context): GroupWish {
  const { asked, owners, settings, gathers } = context;
  const rules = rulesIn(observed);
  const ours = new Map(rules.filter((rule) => isOurs(rule, settings.clusterId)).map((rule) => [rule.name, rule]));
  const foreign = rules.filter((rule) => !ours.has(rule.name));
  const foreignNames = new Set(foreign.map(({ name }) => name.toLowerCase()));
  const numbers = priorities(foreign, group.allowPriorities);
  const frame: Frame = {
    ours,
    foreign: usageOf(foreign),
    takesPriority: (name) => {
      const kept = numbers.kept(ours.get(name));
      return kept === undefined || numbers.isInBand(kept);
    },
  };
  const claims = claimsOn(asked, settings, ours, (name) => foreignNames.has(name));
  const unowned = owners.areAllKnown ? [] : unexplained(settings.clusterId, ours, new Set(owners.ofAddress.keys()));
  const fitted = fit(claims, unowned, frame, { ...LIMITS, priorities: numbers.room });
  return {
    resources: [build(observed, fitted.layout, numbers, { settings, owners, gathers })],
    problems: problemsOf(fitted, { groupName: observed.name, index, band: group.allowPriorities }),
    withheld: refusedRules(observed, asked, settings, ours),
    owned: ours.size,
  };
}

function problemsOf({ refused }: Fitted, where: Where): readonly Problem[] {
  return refused.map((one) => limitReached(one, where));
}

/** What must come into being before the Services that wait for their address have one. */
function underWay({ places, settings }: NetworkContext): readonly ArmId[] {
  const ids = places.all.flatMap(({ address, publicIP }) =>
    address === undefined ? [publicIP ?? loadBalancerId(settings, 'Internal')] : [],
  );
  return [...new Set(ids)].sort();
}
