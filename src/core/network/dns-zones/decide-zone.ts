// What is to be done in one zone? Each name is settled on its own; then external-dns' texts beside the record sets, and the
// room that the zone has.
import type { Zone } from '../../settings.js';
import { compare } from '../../values/compare.js';
import type { Problem } from '../../values/problem.js';
import { problem } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import type { NetworkContext } from '../network-context.js';
import type { AskedOf } from './asked.js';
import type { Decision } from './decision.js';
import { LIMITS } from './limits.js';
import { peopleAt } from './people-at.js';
import { settle } from './settle.js';
import { besideRecords } from './beside.js';
import type { TxtCipher } from './txt-registry.js';
import { registryReader } from './whose.js';
import type { AtName, ZoneView } from './zone-view.js';
import { zoneView } from './zone-view.js';

export interface ZoneDecisions {
  readonly decisions: readonly Decision[];
  readonly problems: readonly Problem[];
  /** Record sets with our mark. */
  readonly owned: number;
}

export function decideZone(
  zone: Zone,
  asked: AskedOf,
  held: ReadonlySet<SourceRef>,
  { azure, settings }: NetworkContext,
  cipher: TxtCipher | undefined,
): ZoneDecisions {
  const view = zoneView(azure, zone.id);
  const reader = registryReader(zone, view, settings, cipher);
  const problems: Problem[] = [];
  const decisions: Decision[] = [];
  let owned = 0;
  for (const relative of new Set([...view.names.keys(), ...asked.keys()])) {
    const atName = view.names.get(relative) ?? NOTHING;
    const claims = asked.get(relative) ?? [];
    const { ours, foreign } = peopleAt({ zone, relative, atName, claims, held, reader, azure });
    for (const { adopted } of ours.values()) if (!adopted) owned++;
    if (ours.size === 0 && claims.length === 0) continue;
    const settled = settle({ zone, relative, ours, foreign }, claims);
    problems.push(...settled.problems);
    for (const [type, verdict] of settled.verdicts)
      decisions.push({ zone, type, relative, verdict, observed: ours.get(type)?.resource });
  }
  const whole = besideRecords(decisions, { zone, view, reader, settings, cipher });
  const fitted = fit(whole.decisions, view, zone);
  return { decisions: fitted.decisions, problems: [...problems, ...whole.problems, ...fitted.problems], owned };
}

const NOTHING: AtName = new Map();

/** A zone that is full takes no more: the newest come last. */
function fit(
  decisions: readonly Decision[],
  { size }: ZoneView,
  zone: Zone,
): { readonly decisions: readonly Decision[]; readonly problems: readonly Problem[] } {
  const room = LIMITS.recordSets[zone.visibility] - size;
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
