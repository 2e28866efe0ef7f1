// Does everything fit into the group? If not, fewer prefixes are tried for (more rules perhaps), and then the newest objects
// are refused, each on its own: what is in place stays, and a small wish may still fit where a big one didn't.
//
// Whom to refuse is decided on the plain layout, which grows by one object after the other. What a better layout of those
// who are in leaves free is then given to the next.
import type { Claim } from './claims.js';
import type { Aim } from './compile/index.js';
import { isSaid, profilesOf } from './compile/index.js';
import type { Frame, Layout } from './layout.js';
import { boxesOf, layOut } from './layout.js';
import { PlainTally } from './plain-tally.js';
import type { Usage } from './usage.js';
import { plus, USAGE_KINDS } from './usage.js';

export interface Refusal {
  readonly claim: Claim;
  readonly limit: keyof Usage;
}

export interface Fitted {
  readonly layout: Layout;
  readonly refused: readonly Refusal[];
}

export interface Room {
  /** All that the group may hold. */
  readonly limits: Usage;
  /** What foreign rules use. */
  readonly foreign: Usage;
  /** What all rules use now: what is over a limit already is no reason to refuse what makes it no worse. */
  readonly now: Usage;
}

export function fit(claims: readonly Claim[], frame: Frame, room: Room): Fitted {
  const everybody = (): boolean => true;
  const whole = fewestThatFit(claims, everybody, frame, room);
  if (whole) return { layout: whole, refused: [] };
  return withRefusals(claims, frame, room);
}

function fewestThatFit(
  claims: readonly Claim[],
  isIn: (claim: Claim) => boolean,
  frame: Frame,
  room: Room,
): Layout | undefined {
  for (const aim of ['Rules', 'Prefixes', 'Plain'] satisfies Aim[]) {
    const layout = layOut(claims, isIn, aim, frame);
    if (exceeded(layout.usage, room) === undefined) return layout;
  }
  return undefined;
}

/** More rounds hardly find room for more. */
const ROUNDS = 5;

function withRefusals(claims: readonly Claim[], frame: Frame, room: Room): Fitted {
  let extra: Partial<Usage> = {};
  let best: Fitted | undefined;
  for (let round = 0; round < ROUNDS; round++) {
    const { refused, usage } = chooseByPlain(claims, frame, room, extra);
    const out = new Set(refused.map(({ claim }) => claim));
    const layout = fewestThatFit(claims, (claim) => !out.has(claim), frame, room);
    if (!layout || (best && refused.length >= best.refused.length)) break;
    best = { layout, refused };
    extra = Object.fromEntries(USAGE_KINDS.map((kind) => [kind, Math.max(0, usage[kind] - layout.usage[kind])]));
  }
  return best ?? withoutNewcomers(claims, frame);
}

/** Where nothing fits by any reckoning, the group takes nothing new; what closes something still does. */
function withoutNewcomers(claims: readonly Claim[], frame: Frame): Fitted {
  const out = new Set(claims.filter((claim) => isWanting(claim) && !isInPlace(claim)));
  return {
    layout: layOut(claims, (claim) => !out.has(claim), 'Rules', frame),
    refused: [...out].map((claim) => ({ claim, limit: 'rules' })),
  };
}

function chooseByPlain(
  claims: readonly Claim[],
  frame: Frame,
  room: Room,
  extra: Partial<Usage>,
): { readonly refused: readonly Refusal[]; readonly usage: Usage } {
  const tally = new PlainTally(frame);
  for (const claim of claims) tally.add(claim, claim.has);
  const refused: Refusal[] = [];
  const limits = plus(room.limits, { rules: 0, sources: 0, destinations: 0, allows: 0, denies: 0, ...extra });
  for (const claim of inOrder(claims)) {
    const before = tally.usage();
    tally.remove(claim, claim.has);
    tally.add(claim, claim.wanted);
    const limit = exceeded(tally.usage(), { ...room, limits, now: plus(before, room.foreign) });
    if (limit === undefined) continue;
    tally.remove(claim, claim.wanted);
    tally.add(claim, claim.has);
    refused.push({ claim, limit });
  }
  return { refused, usage: tally.usage() };
}

type WantingClaim = Claim & { readonly wanted: NonNullable<Claim['wanted']> };

function isWanting(claim: Claim): claim is WantingClaim {
  return claim.wanted !== undefined;
}

/** Who opens nothing new comes first: nobody is put out for a newcomer, however old. Then the oldest. */
function inOrder(claims: readonly Claim[]): readonly WantingClaim[] {
  return claims
    .filter(isWanting)
    .map((claim) => ({ claim, rank: `${isInPlace(claim) ? 0 : 1}|${claim.since}|${claim.source}` }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ claim }) => claim);
}

function isInPlace(claim: WantingClaim): boolean {
  const now = profilesOf(claim.has);
  return boxesOf(claim, () => true).every((box) => isSaid(now, box));
}

/** The first limit that is passed, and not merely passed as it was before. */
function exceeded(usage: Usage, { limits, foreign, now }: Room): keyof Usage | undefined {
  const all = plus(usage, foreign);
  return USAGE_KINDS.find((kind) => all[kind] > limits[kind] && all[kind] > now[kind]);
}
