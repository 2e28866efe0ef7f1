// How should the two load balancers look, the public and the internal one? Each is there as long as something is on it.
import type { Exposures } from '../../exposure.js';
import type { Settings } from '../../settings.js';
import { armKey, childId } from '../../values/arm-id.js';
import { compareProblems } from '../../values/problem.js';
import type { AzureState } from '../azure-state.js';
import { find } from '../azure-state.js';
import { loadBalancerId, poolName, servicePrefix } from '../names.js';
import type { DesiredResource, Wish, Withheld } from '../network-model.js';
import { children } from './arm.js';
import { buildLoadBalancer } from './build.js';
import { withoutRoom } from './fit.js';
import { observe, prefixKey } from './observed.js';
import type { Observed } from './observed.js';
import type { Verdict } from './verdicts.js';
import { judge } from './verdicts.js';
import { whoseOn } from './whose.js';

const SCHEMES = ['Public', 'Internal'] as const;
type Scheme = (typeof SCHEMES)[number];

export function desireLoadBalancers(exposures: Exposures, settings: Settings, azure: AzureState): Wish {
  const context = { exposures, settings, azure };
  const observed = {
    Public: observe(find(azure, loadBalancerId(settings, 'Public'))),
    Internal: observe(find(azure, loadBalancerId(settings, 'Internal'))),
  };
  const verdicts = judge(exposures, settings, azure, observed);
  // One that doesn't fit keeps what it has, on both: so this comes before either is built.
  for (const scheme of SCHEMES) makeRoom(scheme, observed[scheme], verdicts, context);

  const readable = SCHEMES.filter((scheme) => !isUnreadable(scheme, settings, azure));
  const whose = readable.map((scheme) => ({ scheme, of: whoseOn(scheme, observed[scheme], verdicts, context) }));
  const built = whose.map(({ scheme, of }) => buildLoadBalancer(scheme, observed[scheme], of, exposures, settings));
  const owned = whose.map(({ scheme, of }) =>
    children(observed[scheme].resource, 'loadBalancingRules').filter(({ name }) => of.isOurs(name)),
  );
  const problems = [
    ...[...verdicts.values()].flatMap((verdict) => verdict.problems),
    ...built.flatMap((one) => one.problems),
  ];
  return {
    resources: built
      .map(({ desired }) => desired)
      .filter((desired): desired is DesiredResource => desired !== undefined && !isNothing(desired, azure))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
    problems: problems.sort(compareProblems),
    owned: { LoadBalancerRule: owned.flat().length },
    withheld: SCHEMES.filter((scheme) => !readable.includes(scheme)).flatMap((scheme) => unreadable(scheme, context)),
  };
}

interface Context {
  readonly exposures: Exposures;
  readonly settings: Settings;
  readonly azure: AzureState;
}

function makeRoom(scheme: Scheme, observed: Observed, verdicts: Map<string, Verdict>, context: Context): void {
  const whose = whoseOn(scheme, observed, verdicts, context);
  const built = new Set(whose.build.map(({ service }) => servicePrefix(service.uid)));
  const goes = (name: string): boolean => whose.goesUnlessBuilt(name) && !built.has(prefixKey(name));
  const poolId = childId(loadBalancerId(context.settings, scheme), 'backendAddressPools', poolName(context.settings));
  for (const [prefix, problem] of withoutRoom(observed, poolId, whose.build, goes)) {
    const verdict = verdicts.get(prefix)!;
    verdicts.set(prefix, { ...verdict, act: 'Keep', problems: [...verdict.problems, problem] });
  }
}

function isNothing({ id, body }: DesiredResource, azure: AzureState): boolean {
  return body === undefined && !find(azure, id);
}

function isUnreadable(scheme: Scheme, settings: Settings, azure: AzureState): boolean {
  return azure.unreadable.has(armKey(loadBalancerId(settings, scheme)));
}

function unreadable(scheme: Scheme, { exposures, settings }: Context): readonly Withheld[] {
  const waiting = exposures.loadBalancers.filter(
    ({ standing, frontend }) => standing === 'Wanted' && frontend.scheme === scheme,
  );
  if (waiting.length === 0) return [];
  const id = loadBalancerId(settings, scheme);
  const message = `Load balancer ${id} can't be read.`;
  const because = waiting.map(({ source }) => source).sort();
  return [{ id, action: 'Update', reason: 'Unreadable', message, because }];
}
