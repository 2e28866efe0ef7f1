// What is to be done in one zone? Each name is settled on its own; then external-dns' texts beside the record sets, and the
// room that the zone has.
import type { Settings, Zone } from '../../settings.js';
import { compare } from '../../values/compare.js';
import type { Problem } from '../../values/problem.js';
import { problem } from '../../values/problem.js';
import type { NetworkContext } from '../network-context.js';
import type { Fading } from '../network-model.js';
import type { AskedOf, Claim } from './asked.js';
import type { Decision } from './decision.js';
import type { Held } from './held.js';
import { isNobodyHeld } from './held.js';
import { LIMITS } from './limits.js';
import type { PassTime } from './lower-first.js';
import { lowerFirst } from './lower-first.js';
import { isAnyHeld, peopleAt } from './people-at.js';
import { settle } from './settle.js';
import type { SettledName } from './settle-once.js';
import { settleOnce } from './settle-once.js';
import { besideRecords } from './beside.js';
import type { TxtCipher } from './txt-registry.js';
import { registryReader } from './whose.js';
import type { AtName, ZoneView } from './zone-view.js';
import { isSameView, zoneView } from './zone-view.js';

export interface ZoneDecisions {
  readonly decisions: readonly Decision[];
  readonly problems: readonly Problem[];
  /** Record sets with our mark. */
  readonly owned: number;
  readonly fading: readonly Fading[];
}

interface Last {
  readonly asked: AskedOf;
  readonly view: ZoneView;
  readonly settings: Settings;
  readonly cipher: TxtCipher | undefined;
  readonly decided: ZoneDecisions;
}

const LAST = new WeakMap<Zone, Last>();

/** The very same as in the last pass where all that it follows from is the same. */
export function decideZone(
  zone: Zone,
  asked: AskedOf,
  held: Held,
  context: NetworkContext,
  time: PassTime,
  cipher: TxtCipher | undefined,
): ZoneDecisions {
  const { azure, settings } = context;
  const view = zoneView(azure, zone.id);
  // Whom an alias leads to is not said in its zone.
  const isAlone = isNobodyHeld(held) && !view.hasAliases;
  const last = isAlone ? LAST.get(zone) : undefined;
  if (last?.asked === asked && isSameView(last.view, view) && last.settings === settings && last.cipher === cipher)
    return last.decided;
  const decided = decide(zone, asked, held, view, context, time, cipher);
  if (isAlone && decided.fading.length === 0) LAST.set(zone, { asked, view, settings, cipher, decided });
  return decided;
}

function decide(
  zone: Zone,
  asked: AskedOf,
  held: Held,
  view: ZoneView,
  { azure, settings }: NetworkContext,
  time: PassTime,
  cipher: TxtCipher | undefined,
): ZoneDecisions {
  const reader = registryReader(zone, view, settings, cipher);
  const problems: Problem[] = [];
  const decisions: Decision[] = [];
  let owned = 0;
  const once = settleOnce(zone, settings);
  const settleName = (relative: string, claims: readonly Claim[], atName: AtName): SettledName => {
    const { ours, foreign } = peopleAt({ zone, relative, atName, claims, held, reader, azure });
    const marked = [...ours.values()].filter(({ isAdopted }) => !isAdopted).length;
    const settled = settle({ zone, relative, ours, foreign }, claims);
    const found = [...settled.verdicts].map(([type, verdict]): Decision => {
      return { zone, type, relative, verdict, observed: ours.get(type)?.resource };
    });
    return { decisions: found, problems: settled.problems, owned: marked };
  };
  const add = (relative: string, claims: readonly Claim[], atName: AtName): void => {
    const isHeld = !isNobodyHeld(held) && isAnyHeld(atName, held);
    const make = (): SettledName => settleName(relative, claims, atName);
    const settled = isHeld ? make() : once(relative, claims, atName, make);
    for (const decision of settled.decisions) decisions.push(decision);
    for (const one of settled.problems) problems.push(one);
    owned += settled.owned;
  };
  for (const [relative, atName] of view.names) add(relative, asked.get(relative) ?? NOBODY, atName);
  for (const [relative, claims] of asked) if (!view.names.has(relative)) add(relative, claims, NOTHING);
  const lowered = lowerFirst(decisions, settings, time);
  const whole = besideRecords(lowered.decisions, { zone, view, reader, settings, cipher });
  const fitted = fit(whole.decisions, view, zone);
  return {
    decisions: fitted.decisions,
    problems: [...problems, ...whole.problems, ...fitted.problems],
    owned,
    fading: lowered.fading,
  };
}

const NOTHING: AtName = new Map();
const NOBODY: readonly Claim[] = [];

/** A zone that is full takes no more: the newest come last. */
function fit(
  decisions: readonly Decision[],
  { members }: ZoneView,
  zone: Zone,
): { readonly decisions: readonly Decision[]; readonly problems: readonly Problem[] } {
  const room = LIMITS.recordSets[zone.visibility] - members.length;
  const fresh = decisions.filter(({ observed }) => observed === undefined);
  if (fresh.length <= room) return { decisions, problems: [] };
  const sinceOf = ({ verdict }: Decision): string => (verdict.act === 'Write' ? verdict.since : '');
  const rank = (one: Decision): string => `${sinceOf(one)}|${one.relative}|${one.type}`;
  const surplus = new Set(fresh.toSorted((a, b) => compare(rank(a), rank(b))).slice(Math.max(0, room)));
  return {
    decisions: decisions.filter((decision) => !surplus.has(decision)),
    problems: [...surplus].flatMap((decision) => zoneFull(decision, zone)),
  };
}

function zoneFull({ type, verdict }: Decision, { name, visibility }: Zone): readonly Problem[] {
  if (verdict.act !== 'Write') return [];
  const { host, sources } = verdict;
  const limit = LIMITS.recordSets[visibility];
  const message = `Zone ${name} has no room for ${host} ${type}: Azure DNS allows ${limit} record sets in a zone.`;
  return sources.map((object) => problem({ object, key: 'host', reason: 'LimitReached' }, host, message));
}
