// Would this delete more than anybody can have meant? What an object of the cluster asked for itself (it is being
// deleted, the watch saw it go, it is there and no longer wants it) goes without question. What merely isn't
// there any more, after a restart or a list that came back shorter, goes only while it is a small share of what we own.
//
//   why it is to go                                   counted
//   its object is there, or was seen being deleted      no
//   its object is missing, or unknown                   yes, per kind: rules, addresses, records each on their own
import type { Exposures } from '../exposure.js';
import type { Removal, ResourceKind, Wish, Withheld } from '../network/network-model.js';
import type { Settings } from '../settings.js';
import type { SourceRef } from '../values/source-ref.js';
import type { Candidate } from './candidate.js';

export function withholdDeletes(
  candidates: readonly Candidate[],
  wishes: readonly Wish[],
  exposures: Exposures,
  settings: Settings,
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
    const guarded = unexplained(candidate).filter(isTooMuch);
    if (guarded.length === 0) allowed.push(candidate);
    else
      withheld.push(
        withhold(candidate, guarded[0]!, counts.get(guarded[0]!.kind)!, owned(wishes, guarded[0]!.kind), settings),
      );
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

function withhold(
  { operation }: Candidate,
  { kind }: Removal,
  count: number,
  total: number,
  settings: Settings,
): Withheld {
  const limit = settings.safety.maxDeletePercent;
  return {
    id: operation.id,
    action: operation.action,
    reason: 'TooManyDeletes',
    message:
      `${count} of our ${total} ${PLURALS[kind]} would go although nobody was seen deleting what they are for; ` +
      `spec.safety.maxDeletePercent allows ${limit} %. If it is meant, raise it (100 switches the guard off).`,
    because: operation.because,
  };
}
