// A Service that changes must not be cut off between its old form and its new one, and nobody else may slip in. So what
// it had stays until what it is to have is complete, and addresses change hands only while nobody is let in who isn't meant.
//
//   served now for a wanted half of a Service          until the half is complete in Azure
//   as it is wanted                                    –
//   otherwise                                          stays, and its (new) sources are let in there
//   otherwise, but another wants that port there       goes at once: the port changes hands in one write
//   otherwise, and a wanted rule of its own has the     goes in the write that brings that one, which Azure wouldn't
//   same packets under another name (all ports), or     take beside it
//   leads them to the same port of the same machines,
//   or the limits leave no room for both
//
//   a rule is written                                  when
//   nothing was there                                  at once
//   it changes where the Service's packets arrive, or  its sources are let in at the new place already
//   takes the place of another rule of the Service
//   all others are to be refused, inside the network   the deny is there: Azure's default rule would let them in
//   another Service's packets came to that port        nobody is let in there but its own sources
import type { Exposures, LoadBalancerExposure } from '../../exposure.js';
import type { Settings } from '../../settings.js';
import type { Family } from '../../values/ip-address.js';
import { familyOf } from '../../values/ip-address.js';
import type { AzureState } from '../azure-state.js';
import { memoiseText } from '../../values/memoise-text.js';
import { servicePrefix } from '../names.js';
import type { Point } from './access.js';
import { isOpenFor, isShut, letsInNoMore } from './access.js';
import { arrivalsOf } from './arrivals.js';
import type { Place, Places } from './places.js';
import type { Scheme, Served, ServedRule } from './served.js';
import { overlaps, servedFor, servedForms, servedOn } from './served.js';
import type { WantedRule } from './wanted-rules.js';
import { isServedAs } from './wanted-rules.js';

export interface Transition {
  /** All of the half is in Azure as it is wanted: rules on its frontend, and its sources let in. */
  readonly isComplete: (place: Place) => boolean;
  /** What a half that isn't complete still waits for. */
  readonly missing: (place: Place) => Missing;
  /** What is served for the Service otherwise than wanted, or will be by a write under way: its sources are let in there. */
  readonly leads: (uid: string) => readonly Lead[];
  /** Of these, what the next write of the load balancer leaves there. */
  readonly stays: (uid: string) => readonly ServedRule[];
  /** May this rule be written now? Else what is there stays. */
  readonly mayServe: (place: Place, rule: WantedRule) => boolean;
  /** Other Services' rules on the frontend that want the same packets. */
  readonly holders: (place: Place, rule: WantedRule) => readonly ServedRule[];
}

export interface Lead {
  readonly rule: ServedRule;
  /** That it is of. */
  readonly half: Place;
}

export interface Missing {
  /** The public IP, or its address. */
  readonly address: boolean;
  readonly rules: readonly WantedRule[];
  /** Rules that packets don't get to yet. */
  readonly closed: readonly WantedRule[];
}

/** Tags are for both families. */
export function sourcesOfFamily({ sources }: LoadBalancerExposure, family: Family): readonly string[] {
  return [...sources.tags, ...sources.cidrs.filter((cidr) => familyOf(cidr) === family)];
}

export function sourcesAt({ service, frontend }: Place): readonly string[] {
  return sourcesOfFamily(service, frontend.family);
}

export function transitionOf(places: Places, exposures: Exposures, settings: Settings, azure: AzureState): Transition {
  const forms = (scheme: Scheme): readonly Served[] => servedForms(scheme, settings, azure);
  const onFrontend = Map.groupBy(places.all, (place) => frontendKey(place.frontend.scheme, place.frontendName));
  const atEachPoint = eachPointOf(exposures);
  const isOpen = (place: Place, rule: WantedRule): boolean => {
    const sources = sourcesAt(place);
    return sources.length === 0 || atEachPoint(place, rule, (point) => isOpenFor(azure, settings, sources, point));
  };
  const isThere = (place: Place, rule: WantedRule): boolean =>
    ruleOf(place, rule, servedOn(place.frontend.scheme, settings, azure)) !== undefined;
  const isSettled = (place: Place, rule: WantedRule): boolean =>
    place.existing !== undefined &&
    forms(place.frontend.scheme).every((form) => {
      const there = ruleOf(place, rule, form);
      return there !== undefined && isServedAs(rule, there, place.frontendName.toLowerCase());
    });
  const complete = new Map<Place, boolean>();
  const isComplete = (place: Place): boolean => {
    let known = complete.get(place);
    if (known === undefined) {
      known =
        place.standing === 'Ready' &&
        place.existing !== undefined &&
        place.rules.every((rule) => isSettled(place, rule) && isOpen(place, rule));
      complete.set(place, known);
    }
    return known;
  };
  /** Rules of the Service itself that can't stand beside this one. */
  const replaced = (place: Place, rule: WantedRule): readonly ServedRule[] =>
    servedFor(place.service.uid, settings, azure).filter(
      (one) =>
        one.scheme === place.frontend.scheme &&
        one.name.toLowerCase() !== rule.name.toLowerCase() &&
        (excludes(one, rule, place) || (places.isYielding(place.service.uid) && isLeftOf(place, one))),
    );
  const isReplaced = (place: Place, rule: ServedRule): boolean => {
    const successors = place.rules.filter((one) => replaced(place, one).includes(rule));
    return successors.length > 0 && successors.every((one) => mayServe(place, one));
  };
  const missing = (place: Place): Missing => ({
    address: place.standing !== 'Ready',
    rules: place.rules.filter((rule) => !isSettled(place, rule)),
    closed: place.rules.filter((rule) => place.address === undefined || !isOpen(place, rule)),
  });
  const isClaimed = (rule: ServedRule, uid: string): boolean => {
    const here = onFrontend.get(frontendKey(rule.scheme, rule.frontend)) ?? [];
    return here.some(({ service, rules }) => service.uid !== uid && rules.some((one) => overlaps(one, rule)));
  };
  const leads = memoiseText((uid: string): readonly Lead[] =>
    servedFor(uid, settings, azure).flatMap((rule) => {
      const half = places.of(uid).find(({ frontend }) => frontend.suffix === rule.suffix);
      if (!half || isWantedAsIs(half, rule) || isComplete(half) || isClaimed(rule, uid)) return [];
      return [{ rule, half }];
    }),
  );
  const stays = memoiseText((uid: string) =>
    leads(uid).flatMap(({ rule, half }) => (isReplaced(half, rule) ? [] : [rule])),
  );
  const holders = ({ service, frontend, frontendName }: Place, rule: WantedRule): readonly ServedRule[] =>
    forms(frontend.scheme)
      .flatMap((form) => form.onFrontend.get(frontendName.toLowerCase()) ?? [])
      .filter((one) => one.prefix !== servicePrefix(service.uid) && overlaps(one, rule));
  const isGuarded = (place: Place, rule: WantedRule): boolean => {
    if (!place.service.denyOthers || place.frontend.scheme === 'Public' || isThere(place, rule)) return true;
    const isKnown = arrivalsOf(place, rule, exposures.poolNodes).every(({ addresses }) => addresses.length > 0);
    return isKnown && atEachPoint(place, rule, (point) => isShut(azure, settings, point));
  };
  const mayServe = (place: Place, rule: WantedRule): boolean => {
    if (!isGuarded(place, rule)) return false;
    const isMoving = isThere(place, rule) && !isSettled(place, rule);
    if (isMoving && !isOpen(place, rule)) return false;
    // One for all ports gives way to all that come after it at once.
    const together =
      replaced(place, rule).length > 0 ? place.rules.filter((one) => replaced(place, one).length > 0) : [];
    if (!together.every((one) => isOpen(place, one))) return false;
    if (holders(place, rule).length === 0) return true;
    return atEachPoint(place, rule, (point) => letsInNoMore(azure, settings, sourcesAt(place), point));
  };
  return { isComplete, missing, leads, stays, mayServe, holders };
}

type AtEachPoint = (place: Place, rule: WantedRule, holds: (point: Point) => boolean) => boolean;

function eachPointOf({ poolNodes }: Exposures): AtEachPoint {
  return (place, rule, holds) =>
    arrivalsOf(place, rule, poolNodes).every(({ addresses, protocol, port }) =>
      addresses.every((address) => holds({ address, protocol, port })),
    );
}

function isWantedAsIs(place: Place, rule: ServedRule): boolean {
  if (place.existing === undefined || place.frontend.scheme !== rule.scheme) return false;
  const name = rule.name.toLowerCase();
  return place.rules.some(
    (one) => one.name.toLowerCase() === name && isServedAs(one, rule, place.frontendName.toLowerCase()),
  );
}

/** Would it be left beside the half's new rules, once those can be written? */
function isLeftOf({ standing, frontend, rules }: Place, one: ServedRule): boolean {
  const isOfHalf = standing === 'Ready' && one.suffix === frontend.suffix;
  return isOfHalf && !rules.some(({ name }) => name.toLowerCase() === one.name.toLowerCase());
}

function ruleOf({ service }: Place, { name }: WantedRule, { ofPrefix }: Served): ServedRule | undefined {
  const own = ofPrefix.get(servicePrefix(service.uid));
  return own?.find((one) => one.name.toLowerCase() === name.toLowerCase());
}

/** Would Azure refuse a load balancer with both? */
function excludes(one: ServedRule, rule: WantedRule, { frontendName }: Place): boolean {
  const isOnSame = one.frontend === frontendName.toLowerCase();
  return (isOnSame && overlaps(one, rule)) || collideBehind(one, rule);
}

/** Without floating IP, two rules of one pool can't lead to one port, whatever their frontends (https://learn.microsoft.com/azure/load-balancer/load-balancer-multivip-overview#rule-types). */
function collideBehind(one: ServedRule, rule: WantedRule): boolean {
  return (
    !one.floatingIP &&
    !rule.floatingIP &&
    one.pool === rule.pool.toLowerCase() &&
    one.backendPort === rule.backendPort &&
    one.protocol === rule.protocol
  );
}

function frontendKey(scheme: Scheme, name: string): string {
  return `${scheme}|${name.toLowerCase()}`;
}
