// What may happen to names? Objects that ask for them come, change and go; others write to the zones; Azure fails and the
// operator dies. Few names and few objects, so that they meet.
import fc from 'fast-check';

export const ZONES = ['Public', 'Private'] as const;
export type Visibility = (typeof ZONES)[number];

export const APEX = 'example.com';
export const RELATIVE = ['@', 'a', 'b', '*', 'x.a'] as const;
export type Relative = (typeof RELATIVE)[number];

export interface Asking {
  readonly hosts: readonly Relative[];
  /** Addresses, or one name. */
  readonly targets: readonly string[];
  readonly ttl: number;
  readonly zones: 'public' | 'private' | 'both';
}

export interface Entry {
  readonly host: Relative;
  readonly type: 'TXT' | 'MX' | 'SRV' | 'A';
  readonly targets: readonly string[];
}

export type Change =
  | { readonly kind: 'Ask'; readonly name: string; readonly asking: Asking }
  | { readonly kind: 'Write'; readonly name: string; readonly entries: readonly Entry[] }
  | { readonly kind: 'Delete'; readonly of: 'Ingress' | 'DNSEndpoint'; readonly name: string }
  | { readonly kind: 'Outside'; readonly zone: Visibility; readonly at: Relative; readonly type: ForeignType }
  | { readonly kind: 'Crash' }
  | {
      readonly kind: 'Trouble';
      readonly method: 'PUT' | 'DELETE' | 'GET';
      readonly times: number;
      readonly fault: object;
    };

export const FOREIGN_TYPES = ['A', 'CNAME', 'TXT', 'MX'] as const;
export type ForeignType = (typeof FOREIGN_TYPES)[number];

export interface Step {
  /** Milliseconds. */
  readonly wait: number;
  readonly change: Change;
}

const TARGETS = [
  ['192.0.2.1'],
  ['192.0.2.2', '192.0.2.3'],
  ['192.0.2.1', '2001:db8::1'],
  ['10.0.0.1'],
  ['lb.example.net'],
  ['other.example.net'],
];

const VALUES: Readonly<Record<Entry['type'], readonly (readonly string[])[]>> = {
  TXT: [['one'], ['two', 'three']],
  MX: [['10 mail.example.net'], ['20 mail.example.net']],
  SRV: [['0 50 443 www.example.net']],
  A: [['192.0.2.9'], ['192.0.2.1']],
};

const TROUBLES: readonly object[] = [
  { status: 429, code: 'TooManyRequests', retryAfter: 2 },
  { status: 500, code: 'InternalServerError' },
  { status: 403, code: 'AuthorizationFailed' },
  { status: 409, code: 'ScopeLocked' },
  { dropAfterCommit: true },
  { dropBefore: true },
];

const relative = fc.constantFrom(...RELATIVE);
const ingress = fc.constantFrom('i1', 'i2', 'i3');
const endpoint = fc.constantFrom('d1', 'd2');

const entry: fc.Arbitrary<Entry> = fc
  .constantFrom(...(Object.keys(VALUES) as Entry['type'][]))
  .chain((type) => fc.record({ host: relative, type: fc.constant(type), targets: fc.constantFrom(...VALUES[type]) }));

// Most changes come while the writes of an earlier one are under way; some when the drift interval has passed.
const wait = fc.oneof(
  { weight: 3, arbitrary: fc.nat({ max: 50 }) },
  { weight: 4, arbitrary: fc.nat({ max: 3000 }) },
  { weight: 1, arbitrary: fc.constant(400_000) },
);

const asked = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('Ask' as const),
      name: ingress,
      asking: fc.record({
        hosts: fc.uniqueArray(relative, { minLength: 1, maxLength: 3 }),
        targets: fc.constantFrom(...TARGETS),
        ttl: fc.constantFrom(60, 300),
        zones: fc.constantFrom('public' as const, 'private' as const, 'both' as const),
      }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('Write' as const),
      name: endpoint,
      entries: fc.uniqueArray(entry, { minLength: 1, maxLength: 3, selector: ({ host, type }) => `${host} ${type}` }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('Delete' as const), of: fc.constant('Ingress' as const), name: ingress }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('Delete' as const),
      of: fc.constant('DNSEndpoint' as const),
      name: endpoint,
    }),
  },
);

const outside: fc.Arbitrary<Change> = fc.record({
  kind: fc.constant('Outside' as const),
  zone: fc.constantFrom(...ZONES),
  at: relative,
  type: fc.constantFrom(...FOREIGN_TYPES),
});

const trouble: fc.Arbitrary<Change> = fc.record({
  kind: fc.constant('Trouble' as const),
  method: fc.constantFrom('PUT' as const, 'DELETE' as const, 'GET' as const),
  times: fc.integer({ min: 1, max: 3 }),
  fault: fc.constantFrom(...TROUBLES),
});

export function sequences(maxLength: number): fc.Arbitrary<readonly Step[]> {
  const change: fc.Arbitrary<Change> = fc.oneof(
    { weight: 9, arbitrary: asked },
    { weight: 4, arbitrary: outside },
    { weight: 2, arbitrary: trouble },
    { weight: 1, arbitrary: fc.constant<Change>({ kind: 'Crash' }) },
  );
  return fc.array(fc.record({ wait, change }), { minLength: 2, maxLength });
}
