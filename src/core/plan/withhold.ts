// Would this delete more than anybody can have meant? What an object of the cluster asked for itself (it is being
// deleted, the watch saw it go, it is there and no longer wants it) goes without question. What merely isn't
// there any more, after a restart or a list that came back shorter, goes only while it is a small share of what we own.
//
// What is kept back is the delete alone; other changes of the same resource go on.
//
//   why it is to go                                   counted
//   its object is there, or was seen being deleted      no
//   its object is missing, or unknown                   yes, per kind: rules, addresses, records each on their own
import type { Exposures } from '../exposure.js';
import type { AzureState } from '../network/azure-state.js';
import { find } from '../network/azure-state.js';
import type { Removal, ResourceKind, Wish, Withheld } from '../network/network-model.js';
import type { Settings } from '../settings.js';
import type { SourceRef } from '../values/source-ref.js';
import type { Candidate } from './candidate.js';
import { keepGuarded } from './keep-guarded.js';
import { operationFor } from './operation-for.js';

export function withholdDeletes(
  candidates: readonly Candidate[],
  wishes: readonly Wish[],
  exposures: Exposures,
  settings: Settings,
  azure: AzureState,
  seenDeleted: ReadonlySet<SourceRef>,
): { readonly allowed: readonly Candidate[]; readonly withheld: readonly Withheld[] } {
  const isExplained = (source: SourceRef): boolean => exposures.present.has(source) || seenDeleted.has(source);
  const unexplained = ({ desired }: Candidate): readonly Removal[] =>
    desired.removals.filter(({ because }) => because.length === 0 || !because.every(isExplained));

  const counts = new Map<ResourceKind, number>();
  for (const removal of candidates.flatMap(unexplained)) counts.set(removal.kind, (counts.get(removal.kind) ?? 0) + 1);
  const share = (kind: ResourceKind): number => (100 * (counts.get(kind) ?? 0)) / Math.max(1, owned(wishes, kind));
  const isTooMuch = ({ kind }: Removal): boolean => share(kind) > settings.safety.maxDeletePercent;

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
      const { kind } = removal;
      withheld.push({
        ...what,
        reason: 'TooManyDeletes',
        message: messageFor(kind, counts.get(kind)!, owned(wishes, kind), settings),
      });
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

function owned(wishes: readonly Wish[], kind: ResourceKind): number {
  return wishes.reduce((sum, wish) => sum + (wish.owned[kind] ?? 0), 0);
}

const PLURALS: Readonly<Record<ResourceKind, string>> = {
  PublicIP: 'public IPs',
  LoadBalancerRule: 'load balancer rules',
  SecurityRule: 'security rules',
  RecordSet: 'DNS record sets',
};

function messageFor(kind: ResourceKind, count: number, total: number, settings: Settings): string {
  return (
    `${count} of our ${total} ${PLURALS[kind]} would go although nobody was seen deleting what they are for; ` +
    `spec.safety.maxDeletePercent allows ${settings.safety.maxDeletePercent} %. ` +
    'If it is meant, raise it (100 switches the guard off).'
  );
}
