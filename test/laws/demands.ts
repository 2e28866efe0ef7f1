// Demands by chance, for the laws of the compile, and a second opinion on what boxes say: every address, port and
// destination that can make a difference is asked one by one, with nothing of the compile's own notions.
import fc from 'fast-check';
import type { Box } from '../../src/core/network/security-groups/compile/index.js';

const LISTS: readonly (readonly string[])[] = [
  ['Internet'],
  ['10.0.0.0/8'],
  ['10.1.0.0/16'],
  ['10.1.0.0/16', '192.0.2.0/24'],
  ['192.0.2.0/25', '192.0.2.128/25'],
  ['192.0.2.0/25'],
  ['203.0.113.7/32', '10.0.0.0/8'],
  ['0.0.0.0/0'],
  ['AzureCloud', '198.51.100.0/24'],
  ['Internet', '10.0.0.0/8'],
  ['0.0.0.0/0', 'Internet'],
];
const PORTS: readonly (readonly [number, number])[] = [
  [80, 80],
  [81, 81],
  [82, 82],
  [443, 443],
  [80, 82],
  [8000, 8010],
  [8005, 8020],
];

export interface Shape {
  readonly lists?: readonly (readonly string[])[];
  readonly ports?: readonly (readonly [number, number])[];
  readonly destinations: number;
  readonly most: number;
  readonly planes?: boolean;
}

export function demands({ lists = LISTS, ports = PORTS, destinations, most, planes = true }: Shape) {
  const box: fc.Arbitrary<Box> = fc
    .record({
      access: planes
        ? fc.constantFrom('Allow' as const, 'Allow' as const, 'Deny' as const)
        : fc.constant('Allow' as const),
      protocol: planes ? fc.constantFrom('Tcp' as const, 'Udp' as const) : fc.constant('Tcp' as const),
      sources: fc.constantFrom(...lists),
      ports: fc.uniqueArray(fc.constantFrom(...ports), { minLength: 1, maxLength: 3 }),
      destinations: fc.uniqueArray(fc.nat({ max: destinations - 1 }), { minLength: 1, maxLength: 3 }),
    })
    .map((all) => ({
      access: all.access,
      family: 4,
      protocol: all.protocol,
      sources: all.access === 'Deny' ? ['*'] : all.sources,
      ports: all.ports.map(([from, to]) => ({ from, to })),
      destinations: all.destinations.map((n) => `198.18.0.${n}`).sort(),
    }));
  return fc.array(box, { minLength: 1, maxLength: most });
}

/** One address of each part that the ranges above cut the addresses into, and the tags as they are. */
const WITNESSES = ['10.2.3.4', '10.1.3.4', '192.0.2.1', '192.0.2.129', '203.0.113.7', '198.51.100.9', '8.8.8.8'];
const TAGS = ['Internet', 'AzureCloud', '*'];

/** `access protocol who destination port` of everything that boxes say; ports are asked at their edges. */
export function atomsOf(boxes: readonly Box[]): ReadonlySet<string> {
  const ports = new Set(PORTS.flatMap(([from, to]) => [from - 1, from, to, to + 1]));
  const atoms = new Set<string>();
  for (const box of boxes) {
    const who = [...WITNESSES, ...TAGS].filter((one) => isFrom(one, box.sources));
    const asked = [...ports].filter((port) => box.ports.some(({ from, to }) => from <= port && port <= to));
    for (const one of who) {
      for (const destination of box.destinations) {
        for (const port of asked) atoms.add(`${box.access} ${box.protocol} ${one} ${destination} ${port}`);
      }
    }
  }
  return atoms;
}

function isFrom(who: string, sources: readonly string[]): boolean {
  if (sources.includes('*') || sources.includes(who)) return true;
  if (who === 'Internet') return sources.includes('0.0.0.0/0');
  return !TAGS.includes(who) && sources.some((source) => source.includes('/') && isIn(who, source));
}

function isIn(address: string, cidr: string): boolean {
  const [network, length] = cidr.split('/');
  const mask = length === '0' ? 0 : (~0 << (32 - Number(length))) >>> 0;
  return (numberOf(address) & mask) === (numberOf(network!) & mask);
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, octet) => ((sum << 8) | Number(octet)) >>> 0, 0);
}

/** The fewest rules there can be, found by trying: all boxes there are, then covers of one, of two, of three… */
export function bruteForce(boxes: readonly Box[]): number {
  const planes = Map.groupBy(boxes, ({ access, protocol }) => `${access} ${protocol}`);
  return [...planes.values()].reduce((sum, plane) => sum + fewestIn(plane), 0);
}

function fewestIn(plane: readonly Box[]): number {
  const atoms = new Set([...atomsOf(plane)].map((atom) => atom.split(' ').slice(2).join(' ')));
  const isWideAt = (place: string): boolean => [...WITNESSES].every((who) => atoms.has(`${who} ${place}`));
  // Who comes in as a tag needs a rule with that tag, unless everybody comes in.
  const layers = [['Internet'], ['AzureCloud'], ['*'], WITNESSES];
  return layers.reduce((sum, layer) => {
    const need = [...atoms].filter((atom) => {
      const [who, ...place] = atom.split(' ');
      if (!layer.includes(who!)) return false;
      if (who === 'Internet' && isWideAt(place.join(' '))) return false;
      const starred = atoms.has(`* ${place.join(' ')}`);
      return who === '*' || !starred;
    });
    return sum + coverOf(need, atoms);
  }, 0);
}

function coverOf(need: readonly string[], may: ReadonlySet<string>): number {
  if (need.length === 0) return 0;
  const split = need.map((atom) => atom.split(' ') as [string, string, string]);
  const sides = [0, 1, 2].map((side) => [...new Set(split.map((parts) => parts[side]!))]);
  const boxes: (readonly string[])[] = [];
  for (const destinations of subsets(sides[1]!)) {
    for (const ports of subsets(sides[2]!)) {
      const who = sides[0]!.filter((one) =>
        destinations.every((to) => ports.every((port) => may.has(`${one} ${to} ${port}`))),
      );
      if (who.length === 0) continue;
      boxes.push(who.flatMap((one) => destinations.flatMap((to) => ports.map((port) => `${one} ${to} ${port}`))));
    }
  }
  const sets = boxes.map((box) => new Set(box)).sort((a, b) => b.size - a.size);
  const biggest = sets.filter(
    (set, at) => !sets.slice(0, at).some((other) => [...set].every((atom) => other.has(atom))),
  );
  for (let count = 1; ; count++) if (isCovered(need, biggest, count)) return count;
}

function isCovered(need: readonly string[], sets: readonly ReadonlySet<string>[], count: number): boolean {
  if (need.length === 0) return true;
  if (count === 0) return false;
  const meeting = (atom: string) => sets.filter((set) => set.has(atom));
  const rarest = need.map(meeting).reduce((best, some) => (some.length < best.length ? some : best));
  return rarest.some((set) =>
    isCovered(
      need.filter((atom) => !set.has(atom)),
      sets,
      count - 1,
    ),
  );
}

function subsets<T>(all: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: 2 ** all.length - 1 }, (_, index) =>
    all.filter((_member, at) => ((index + 1) >> at) & 1),
  );
}
