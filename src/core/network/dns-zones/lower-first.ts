// Does a record set of ours that makes room for another type go at once? Resolvers keep its answer for as long as its TTL
// says, and don't ask for the new one meanwhile. With `typeChangeTTL` in the settings it is lowered first:
//
//   its TTL                                                it
//   is no longer than typeChangeTTL, and wasn't lowered    goes
//   is longer                                              is lowered; a mark of ours keeps what it was
//   was lowered, less than the old TTL ago                 stays: somebody may still have the old answer
//   was lowered, longer ago                                goes
//
// When it was lowered, the passes remember; after a restart it is as if it had been just now.
import type { ArmKey } from '../../values/arm-id.js';
import { armKey } from '../../values/arm-id.js';
import type { Fading } from '../network-model.js';
import { loweredFrom } from '../ownership.js';
import type { Settings } from '../../settings.js';
import { metadataOf, ttlIn } from './arm.js';
import type { Decision } from './decision.js';

export interface PassTime {
  /** Milliseconds of Unix time. */
  readonly now: number;
  /** Record sets whose TTL was lowered: since when that has been seen, in milliseconds of Unix time. */
  readonly loweredSince: ReadonlyMap<ArmKey, number>;
}

interface Lowered {
  readonly decisions: readonly Decision[];
  readonly fading: readonly Fading[];
}

export function lowerFirst(decisions: readonly Decision[], { dns }: Settings, time: PassTime): Lowered {
  const ttl = dns.typeChangeTTL;
  if (ttl === undefined) return { decisions, fading: [] };
  const fading: Fading[] = [];
  const eased = decisions.map((decision): Decision => {
    const { verdict, observed, zone } = decision;
    const makesRoom = verdict.act === 'Remove' && verdict.waiting.length > 0 && observed !== undefined;
    if (!makesRoom || zone.policy !== 'Sync') return decision;
    const { waiting } = verdict;
    const state = stateOf(observed, ttl, time);
    if (state === 'Over') return decision;
    fading.push({ id: observed.id, ...state });
    return { ...decision, verdict: { act: 'Fade', ttl, waiting } };
  });
  return { decisions: eased, fading };
}

function stateOf(
  observed: NonNullable<Decision['observed']>,
  ttl: number,
  { now, loweredSince }: PassTime,
): 'Over' | Omit<Fading, 'id'> {
  const before = loweredFrom(metadataOf(observed));
  if ((ttlIn(observed) ?? 0) > ttl) return {};
  if (before === undefined) return 'Over';
  const since = loweredSince.get(armKey(observed.id)) ?? now;
  const until = since + before * 1000;
  return now >= until ? 'Over' : { since, until };
}
