// Does everything fit into the group? If not, the newest objects are refused, each on its own: what is in place stays,
// and a small wish may still fit where a big one didn't.
import type { PortRange } from '../../values/port-range.js';
import { formatPortRange } from '../../values/port-range.js';
import type { SourceRef } from '../../values/source-ref.js';
import type { Problem } from '../../values/problem.js';
import { problem } from '../../values/problem.js';
import type { Frame, Layout, Part, Usage } from './layout.js';
import { add, emptyLayout, remove } from './layout.js';
import { LIMITS } from './limits.js';

/** What one object wants in this group, and what it has there. */
export interface Claim {
  readonly source: SourceRef;
  readonly since: string;
  /** Undefined: what it has stays. */
  readonly wanted: readonly Part[] | undefined;
  readonly kept: readonly Part[];
}

export interface Fitted {
  readonly layout: Layout;
  readonly refused: readonly { readonly claim: Claim; readonly limit: keyof Usage }[];
}

export function fit(claims: readonly Claim[], unowned: readonly Part[], frame: Frame, room: Usage): Fitted {
  const layout = emptyLayout(frame);
  const parts = claims.flatMap(({ wanted, kept }) => wanted ?? kept);
  for (const part of [...unowned, ...parts]) add(layout, part);
  return exceeded(layout.usage, room) ? fitOneByOne(claims, unowned, frame, room) : { layout, refused: [] };
}

function fitOneByOne(claims: readonly Claim[], unowned: readonly Part[], frame: Frame, room: Usage): Fitted {
  const layout = emptyLayout(frame);
  for (const part of [...unowned, ...claims.flatMap(({ kept }) => kept)]) add(layout, part);
  const refused: { claim: Claim; limit: keyof Usage }[] = [];
  for (const claim of inOrder(claims)) {
    const before = { ...layout.usage };
    for (const part of claim.kept) remove(layout, part);
    for (const part of claim.wanted) add(layout, part);
    const limit = exceeded(layout.usage, room, before);
    if (limit === undefined) continue;
    for (const part of claim.wanted) remove(layout, part);
    for (const part of claim.kept) add(layout, part);
    refused.push({ claim, limit });
  }
  return { layout, refused };
}

type WantingClaim = Claim & { readonly wanted: readonly Part[] };

/** The oldest first. Who is in place needs no more room than before, so is never refused, whatever its turn. */
function inOrder(claims: readonly Claim[]): readonly WantingClaim[] {
  return claims
    .filter((claim): claim is WantingClaim => claim.wanted !== undefined)
    .map((claim) => ({ claim, rank: `${claim.since}|${claim.source}` }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ claim }) => claim);
}

const KINDS = ['rules', 'priorities', 'sources', 'destinations'] as const;

/** The first limit that is passed, and not merely passed as it was before. */
function exceeded(usage: Usage, room: Usage, before?: Usage): keyof Usage | undefined {
  return KINDS.find((kind) => usage[kind] > room[kind] && usage[kind] > (before?.[kind] ?? 0));
}

export interface Where {
  readonly groupName: string;
  /** In `spec.securityGroups`. */
  readonly index: number;
  readonly band: PortRange;
}

export function limitReached({ claim, limit }: Fitted['refused'][number], { groupName, index, band }: Where): Problem {
  const object = claim.source;
  const full = {
    rules: `would have more than ${LIMITS.rules} rules, which Azure allows. Objects with the same sources and ports share a rule`,
    sources: `would have more than ${LIMITS.sources} source ranges in its rules, which Azure allows. Write fewer or wider ranges`,
    destinations: `would have more than ${LIMITS.destinations} destinations in its rules, which Azure allows. Open fewer ports or nodes`,
    priorities: `has no priority left between ${formatPortRange(band)} (spec.securityGroups[${index}].allowPriorities of the AzureNetwork). Widen that range`,
  }[limit];
  const message = `Network security group ${groupName} ${full}. What ${object} already has there stays, nothing new is opened.`;
  return problem({ object, key: 'spec.ports', reason: 'LimitReached' }, groupName, message);
}
