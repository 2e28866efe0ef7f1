// Would this delete more than anybody can have meant? What an object of the cluster asked for itself (it is being
// deleted, the watch saw it go, it is there and no longer wants it) goes without question. What merely isn't
// there any more, after a restart or a list that came back shorter, goes only while it is a small share of what we own.
//
// What is kept back is the delete alone; other changes of the same resource go on.
//
//   why it is to go                                   counted
//   its object is there, or was seen being deleted      no
//   its object is there, but the settings of names      yes: a filter may be a mistake
//   don't take from it any more what it asks for
//   its object is missing, or unknown                   yes: rules and addresses per kind, record sets per zone
//
//   the share of those counted       released by annotation for as many    they
//   within safety.maxDeletePercent   –                                     go
//   above it                         yes                                   go
//   above it                         no, or for fewer                      are withheld, all of them
import type { Exposures } from '../exposure.js';
import type { AzureState } from '../network/azure-state.js';
import { find } from '../network/azure-state.js';
import type { NetworkModel, Removal, Withheld } from '../network/network-model.js';
import type { Settings } from '../settings.js';
import type { SourceRef } from '../values/source-ref.js';
import type { Candidate } from './candidate.js';
import type { Guarded } from './guarded.js';
import { guardedThings } from './guarded.js';
import { keepGuarded } from './keep-guarded.js';
import { operationFor } from './operation-for.js';

export function withholdDeletes(
  candidates: readonly Candidate[],
  model: NetworkModel,
  exposures: Exposures,
  settings: Settings,
  azure: AzureState,
  seenDeleted: ReadonlySet<SourceRef>,
): { readonly allowed: readonly Candidate[]; readonly withheld: readonly Withheld[] } {
  const isExplained = (source: SourceRef, { kind }: Removal): boolean =>
    seenDeleted.has(source) || (exposures.isPresent(source) && !(kind === 'RecordSet' && exposures.isNarrowed(source)));
  const unexplained = ({ desired }: Candidate): readonly Removal[] =>
    desired.removals.filter(
      (removal) => removal.because.length === 0 || !removal.because.every((source) => isExplained(source, removal)),
    );

  const missing = candidates.flatMap(unexplained);
  if (missing.length === 0) return { allowed: candidates, withheld: [] };
  const guardedOf = guardedThings(model, settings);
  const counts = new Map<Guarded, number>();
  for (const removal of missing) counts.set(guardedOf(removal), (counts.get(guardedOf(removal)) ?? 0) + 1);
  const isTooMuch = (removal: Removal): boolean => {
    const guarded = guardedOf(removal);
    const count = counts.get(guarded)!;
    const share = (100 * count) / Math.max(1, guarded.owned);
    return share > settings.safety.maxDeletePercent && count > (settings.safety.allowedDeletes?.get(guarded.key) ?? 0);
  };

  const allowed: Candidate[] = [];
  const withheld: Withheld[] = [];
  for (const candidate of candidates) {
    const { desired, operation } = candidate;
    const guarded = unexplained(candidate).filter(isTooMuch);
    if (guarded.length === 0) {
      allowed.push(candidate);
      continue;
    }
    const say = (removal: Removal, what: Pick<Withheld, 'id' | 'action' | 'because'>): void => {
      const message = messageFor(guardedOf(removal), counts.get(guardedOf(removal))!, settings);
      withheld.push({ ...what, reason: 'TooManyDeletes', message });
    };
    const rest = keepGuarded(find(azure, desired.id), desired, guarded);
    if (rest) {
      const others = operationFor(rest, azure);
      if (others) allowed.push({ desired: rest, operation: others });
      for (const removal of guarded) say(removal, { id: removal.id, action: 'Delete', because: removal.because });
    } else {
      const { id, action, because } = operation;
      say(guarded[0]!, { id, action, because });
    }
  }
  return { allowed, withheld };
}

function messageFor({ key, owned, what }: Guarded, count: number, { safety }: Settings): string {
  return (
    `${count} of our ${owned} ${what} would go although nobody was seen deleting what they are for; ` +
    `spec.safety.maxDeletePercent allows ${safety.maxDeletePercent} %. If it is meant, annotate the AzureNetwork with ` +
    `azurenetwork.dev/allow-deletes: ${key}=${count}.`
  );
}
