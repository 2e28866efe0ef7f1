// What do we write on a load balancer: which frontends, rules, probes and pools of pods, each as a part to be laid over
// what is there?
//
//   a half of a Service whose           is written
//   public IP is still to come           not yet
//   frontend takes another address       with all rules of all who share it, once each of them may be served there
//   frontend stays, or is new            rule by rule, as each may be served; the others stay as they are
import type { Settings } from '../../settings.js';
import type { ArmId } from '../../values/arm-id.js';
import type { SourceRef } from '../../values/source-ref.js';
import { familyOf } from '../../values/ip-address.js';
import type { Child, Overlay } from '../overlay.js';
import type { Place, Served, Transition, WantedRule } from '../placement/index.js';
import { frontendPart } from './frontend-part.js';
import { podPoolPart } from './pool.js';
import { probeParts } from './probe-parts.js';
import { rulePart } from './rule-part.js';

export interface Written {
  readonly frontendIPConfigurations: ReadonlyMap<string, Overlay>;
  readonly loadBalancingRules: ReadonlyMap<string, Overlay>;
  readonly probes: ReadonlyMap<string, Overlay>;
  /** Of pods. */
  readonly backendAddressPools: ReadonlyMap<string, Overlay>;
  /** Rules that wait for the security groups, and stay as they are until then; in lower case. */
  readonly waiting: ReadonlySet<string>;
  /** Who shares a frontend, by its name in lower case. */
  readonly sharers: ReadonlyMap<string, readonly SourceRef[]>;
}

export interface WriteContext {
  readonly id: ArmId;
  readonly settings: Settings;
  readonly served: Served;
  readonly transition: Transition;
  readonly find: (collection: string, name: string) => Child | undefined;
  readonly isOurs: (name: string) => boolean;
}

export function writeParts(places: readonly Place[], context: WriteContext): Written {
  const { served, transition } = context;
  const parts = {
    frontendIPConfigurations: new Map<string, Overlay>(),
    loadBalancingRules: new Map<string, Overlay>(),
    probes: new Map<string, Overlay>(),
    backendAddressPools: new Map<string, Overlay>(),
  };
  const waiting = new Set<string>();
  const sharers = new Map<string, readonly SourceRef[]>();
  const ready = places.filter(({ standing }) => standing === 'Ready');
  for (const [name, group] of Map.groupBy(ready, ({ frontendName }) => frontendName.toLowerCase())) {
    const servable = group.map((place) => ({
      place,
      rules: place.rules.filter((rule) => transition.mayServe(place, rule)),
    }));
    // A frontend that takes another address takes all of its rules along.
    const isSwap = served.frontends.has(name) && group.some(({ existing }) => existing === undefined);
    const mustWait = isSwap && servable.some(({ place, rules }) => rules.length < place.rules.length);
    for (const { place, rules } of servable) {
      const now = mustWait ? [] : rules;
      for (const rule of place.rules) if (!now.includes(rule)) waiting.add(rule.name.toLowerCase());
      writeRules(place, now, parts, context);
    }
    if (mustWait) continue;
    sharers.set(
      name,
      group.map(({ service }) => service.source),
    );
    // Who asks for an address says more than who takes any.
    const first = group.find(({ frontend }) => frontend.pin) ?? group[0]!;
    // One that somebody else made for the same address is used as it is.
    if (first.existing === undefined || context.isOurs(first.existing))
      parts.frontendIPConfigurations.set(
        first.frontendName,
        frontendPart(first, context.find('frontendIPConfigurations', name)),
      );
  }
  return { ...parts, waiting, sharers };
}

type Parts = Readonly<Record<'loadBalancingRules' | 'probes' | 'backendAddressPools', Map<string, Overlay>>>;

function writeRules(
  place: Place,
  rules: readonly WantedRule[],
  parts: Parts,
  { id, settings, find }: WriteContext,
): void {
  for (const rule of rules) {
    parts.loadBalancingRules.set(rule.name, rulePart(place, rule, id, settings, find('loadBalancingRules', rule.name)));
    if (!rule.of.pods) continue;
    const pods = rule.of.pods.addresses.filter((address) => familyOf(address) === place.frontend.family);
    parts.backendAddressPools.set(rule.pool, podPoolPart(find('backendAddressPools', rule.pool), pods, settings));
  }
  for (const [name, part] of probeParts(place, rules, (one) => find('probes', one))) parts.probes.set(name, part);
}
