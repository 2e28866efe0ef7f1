// What do we write on a load balancer: which frontends, rules, probes and pools of pods, each as a part to be laid over
// what is there?
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
  const { id, settings, served, transition, find, isOurs } = context;
  const frontends = new Map<string, Overlay>();
  const rules = new Map<string, Overlay>();
  const probes = new Map<string, Overlay>();
  const pools = new Map<string, Overlay>();
  const waiting = new Set<string>();
  const sharers = new Map<string, SourceRef[]>();
  for (const place of places) {
    if (place.standing !== 'Ready') continue;
    const ready = place.rules.filter((rule) => transition.mayServe(place, rule));
    const name = place.frontendName.toLowerCase();
    // A frontend that changes its address takes all of its rules along.
    const isSwap = place.existing === undefined && served.frontends.has(name);
    const now: readonly WantedRule[] = isSwap && ready.length < place.rules.length ? [] : ready;
    for (const rule of place.rules) if (!now.includes(rule)) waiting.add(rule.name.toLowerCase());
    if (isSwap && now.length < place.rules.length) continue;
    const known = sharers.get(name);
    if (known) known.push(place.service.source);
    else sharers.set(name, [place.service.source]);
    // One that somebody else made for the same address is used as it is; and who asks for an address says more than who takes any.
    const isUsable = place.existing === undefined || isOurs(place.existing);
    if (isUsable && (!known || place.frontend.pin))
      frontends.set(place.frontendName, frontendPart(place, find('frontendIPConfigurations', name)));
    for (const rule of now) {
      rules.set(rule.name, rulePart(place, rule, id, settings, find('loadBalancingRules', rule.name)));
      if (rule.of.pods) {
        const pods = rule.of.pods.addresses.filter((address) => familyOf(address) === place.frontend.family);
        pools.set(rule.pool, podPoolPart(find('backendAddressPools', rule.pool), pods, settings));
      }
    }
    for (const [probe, part] of probeParts(place, now, (one) => find('probes', one))) probes.set(probe, part);
  }
  return {
    frontendIPConfigurations: frontends,
    loadBalancingRules: rules,
    probes,
    backendAddressPools: pools,
    waiting,
    sharers,
  };
}
