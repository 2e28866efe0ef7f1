// Which changes may come, and when? Sequences by chance, as plain data: they print, shrink and replay.
import fc from 'fast-check';
import type { Wish } from './wishes.js';
import { BASE, RANGES, TAGS } from './wishes.js';

export const NAMES = ['a', 'b', 'c'] as const;
export type Name = (typeof NAMES)[number];

/** Nodes that come and go; `n1` always stays. */
export const NODES = ['n1', 'n2', 'n3'] as const;

export type Change =
  /** Makes the Service, or changes it where it is there. */
  | { readonly kind: 'Wish'; readonly name: Name; readonly edit: Partial<Wish> }
  /** Each gets the other's ports, in two updates that follow at once. */
  | { readonly kind: 'SwapPorts'; readonly one: Name; readonly other: Name }
  | { readonly kind: 'Delete'; readonly name: Name }
  /** Made anew under its name as soon as the old one is gone. */
  | { readonly kind: 'Recreate'; readonly name: Name; readonly edit: Partial<Wish> }
  | { readonly kind: 'Node'; readonly name: (typeof NODES)[number]; readonly isThere: boolean }
  /** The operator dies in the midst of what it does, and another one starts. */
  | { readonly kind: 'Crash' }
  /** The next requests like this one go wrong. */
  | { readonly kind: 'Trouble'; readonly method: 'PUT' | 'DELETE'; readonly fault: object };

export interface Step {
  /** Milliseconds after the one before. */
  readonly wait: number;
  readonly change: Change;
}

export interface Sequence {
  /** Was the load balancer there before, with what others have in it? */
  readonly isLoadBalancerThere: boolean;
  readonly steps: readonly Step[];
}

/** What of it the operator is ready for. */
export interface Scope {
  readonly edits: readonly (keyof typeof EDITS)[];
  readonly troubles: boolean;
}

const name = fc.constantFrom(...NAMES);
const port = fc.record({
  protocol: fc.constantFrom('Tcp' as const, 'Udp' as const),
  port: fc.constantFrom(80, 443, 53),
});

const EDITS = {
  ports: fc.uniqueArray(port, { minLength: 1, maxLength: 3, selector: (one) => `${one.protocol}${one.port}` }),
  place: fc.constantFrom('Public' as const, 'Default' as const, 'Other' as const),
  ranges: fc.subarray(RANGES, { maxLength: 3 }),
  type: fc.constantFrom('LoadBalancer' as const, 'ClusterIP' as const),
  class: fc.constantFrom('Ours' as const, 'Theirs' as const),
  local: fc.boolean(),
  extras: fc.constantFrom(
    {},
    { 'azure-load-balancer-tcp-idle-timeout': '10' },
    { 'azure-load-balancer-health-probe-protocol': 'http' },
    { 'port_80_health-probe_interval': '10' },
    { 'azure-load-balancer-disable-tcp-reset': 'true' },
  ),
  tags: fc.subarray(TAGS),
  denyOthers: fc.boolean(),
  noSecurityRules: fc.boolean(),
  families: fc.constantFrom(['IPv4'] as const, ['IPv6'] as const, ['IPv4', 'IPv6'] as const, ['IPv6', 'IPv4'] as const),
  pin: fc.constantFrom('None' as const, 'Address' as const, 'Address' as const, 'Name' as const, 'Absent' as const),
  floatingIP: fc.boolean(),
  allPorts: fc.boolean(),
} satisfies { readonly [K in keyof Wish]: fc.Arbitrary<Wish[K]> };

export const ALL_EDITS = Object.keys(EDITS) as readonly (keyof typeof EDITS)[];

const TROUBLES: readonly object[] = [
  { status: 429, code: 'TooManyRequests', retryAfter: 2 },
  { status: 500, code: 'InternalServerError' },
  { status: 503, code: 'ServiceUnavailable', retryAfter: 3 },
  { failOperation: { code: 'InternalServerError' } },
  { dropAfterCommit: true },
  { dropBefore: true },
];

export function sequences({ edits, troubles }: Scope, maxLength: number): fc.Arbitrary<Sequence> {
  return fc.record({
    isLoadBalancerThere: fc.boolean(),
    steps: fc.array(fc.record({ wait: waits, change: changes(edits, troubles) }), { minLength: 2, maxLength }),
  });
}

// Most changes come while the writes of an earlier one are under way; some when all has been quiet for long.
const waits = fc.oneof(
  { weight: 3, arbitrary: fc.nat({ max: 50 }) },
  { weight: 5, arbitrary: fc.nat({ max: 4000 }) },
  { weight: 3, arbitrary: fc.nat({ max: 30_000 }) },
  { weight: 3, arbitrary: fc.constant(120_000) },
);

function changes(edits: Scope['edits'], troubles: boolean): fc.Arbitrary<Change> {
  // One thing at a time mostly, as people do; sometimes everything at once.
  const single = fc.constantFrom(...edits).chain((key) => EDITS[key].map((value) => ({ [key]: value })));
  const whole = fc.record(Object.fromEntries(edits.map((key) => [key, EDITS[key]])), {
    requiredKeys: [],
  }) as fc.Arbitrary<Partial<Wish>>;
  const edit = fc.oneof({ weight: 4, arbitrary: single }, { weight: 1, arbitrary: whole });
  const node = fc.record({
    kind: fc.constant('Node' as const),
    name: fc.constantFrom('n2' as const, 'n3' as const),
    isThere: fc.boolean(),
  });
  return fc.oneof(
    { weight: 12, arbitrary: fc.record({ kind: fc.constant('Wish' as const), name, edit }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('SwapPorts' as const), one: name, other: name }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('Delete' as const), name }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('Recreate' as const), name, edit }) },
    { weight: 1, arbitrary: node },
    ...(troubles
      ? [
          { weight: 1, arbitrary: fc.constant<Change>({ kind: 'Crash' }) },
          { weight: 2, arbitrary: trouble },
        ]
      : []),
  );
}

const trouble: fc.Arbitrary<Change> = fc.record({
  kind: fc.constant('Trouble' as const),
  method: fc.constantFrom('PUT' as const, 'DELETE' as const),
  fault: fc.constantFrom(...TROUBLES),
});

/** What a new Service wishes where its first change doesn't say. */
export function changed(before: Wish | undefined, edit: Partial<Wish>): Wish {
  return { ...(before ?? BASE), ...edit };
}
