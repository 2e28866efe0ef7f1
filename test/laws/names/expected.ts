// What should be in a zone when all is quiet? What the objects ask for, by the rules as docs/dns.md tells them to users, and
// what is somebody else's, as it is. Written without the program's own code.
import type { Json } from '../changes/packets.js';
import type { Visibility } from './sequences.js';
import { APEX } from './sequences.js';

/** A record set as `content` shows it. */
export interface Shown {
  readonly targets: readonly string[];
  readonly ttl: number;
}

interface Claim extends Shown {
  readonly age: string;
  readonly relative: string;
  readonly type: string;
}

/** `objects`: as Kubernetes has them. By `<type> <relative name>`. */
export function expectedOf(
  zone: Visibility,
  ingresses: readonly Json[],
  endpoints: readonly Json[],
  foreign: ReadonlySet<string>,
): ReadonlyMap<string, Shown> {
  const claims = [
    ...ingresses.flatMap((one) => ofIngress(one, zone)),
    ...endpoints.flatMap((one) => ofEndpoint(one, zone)),
  ];
  const expected = new Map<string, Shown>();
  for (const [relative, atName] of Map.groupBy(claims, (claim) => claim.relative)) {
    const able = atName
      .sort((a, b) => (a.age < b.age ? -1 : 1))
      .filter(({ type }) => isPossible(type, relative, foreign));
    const isCname = able[0]?.type === 'CNAME';
    const ofTheName = able.filter(({ type }) => (type === 'CNAME') === isCname);
    for (const [type, ofType] of Map.groupBy(ofTheName, (claim) => claim.type)) {
      const { targets, ttl } = ofType[0]!;
      const unites = type === 'A' || type === 'AAAA';
      const all = unites ? ofType.flatMap((one) => one.targets) : targets;
      expected.set(`${type} ${relative}`, { targets: [...new Set(all)].sort(), ttl });
    }
  }
  return expected;
}

function isPossible(type: string, relative: string, foreign: ReadonlySet<string>): boolean {
  const theirs = [...foreign].filter((key) => key.endsWith(` ${relative}`)).map((key) => key.split(' ')[0]!);
  if (type === 'CNAME') return relative !== '@' && theirs.length === 0;
  return !theirs.includes(type) && !theirs.includes('CNAME');
}

function ofIngress({ metadata, spec }: Json, zone: Visibility): readonly Claim[] {
  const said = metadata.annotations['azurenetwork.dev/zones'] as string;
  if (said !== 'both' && said !== zone.toLowerCase()) return [];
  const targets = (metadata.annotations['azurenetwork.dev/target'] as string).split(',');
  const ttl = Number(metadata.annotations['azurenetwork.dev/ttl']);
  const sets = (['A', 'AAAA', 'CNAME'] as const).map((type) => ({
    type,
    targets: targets.filter((one) => typeOf(one) === type),
  }));
  return spec.rules.flatMap(({ host }: Json) =>
    sets
      .filter((set) => set.targets.length > 0)
      .map((set) => ({ ...set, ttl, relative: relativeOf(host as string), age: ageOf('Ingress', metadata) })),
  );
}

// Without a word on zones a host of both goes to both; private zones take internal addresses only.
function ofEndpoint({ metadata, spec }: Json, zone: Visibility): readonly Claim[] {
  return spec.endpoints.flatMap(({ dnsName, recordType, targets }: Json) => {
    const taken = (targets as string[]).filter(
      (one) => zone === 'Public' || recordType !== 'A' || one.startsWith('10.'),
    );
    if (taken.length === 0) return [];
    return [
      {
        type: recordType,
        targets: taken.sort(),
        ttl: 300,
        relative: relativeOf(dnsName as string),
        age: ageOf('DNSEndpoint', metadata),
      },
    ];
  });
}

function typeOf(target: string): 'A' | 'AAAA' | 'CNAME' {
  if (target.includes(':')) return 'AAAA';
  return /^[\d.]+$/.test(target) ? 'A' : 'CNAME';
}

function ageOf(kind: string, { name, creationTimestamp }: Json): string {
  return `${creationTimestamp} ${kind}/default/${name}`;
}

function relativeOf(host: string): string {
  return host === APEX ? '@' : host.slice(0, -APEX.length - 1);
}
