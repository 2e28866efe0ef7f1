// A cluster that moves from external-dns, and back, while the world goes on asking for its names. The zone is filled as
// external-dns fills it, in each of the ways that it can be told to name its TXT records; what it would read of ours is
// read here by its own rules, without ours.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect } from '@jest/globals';
import { describeOnBoth } from '../contract/describe-on-both.js';
import { eventually } from '../contract/eventually.js';
import { ask } from '../dns-client.js';
import type { Item, World } from './world.js';
import { startWorld } from './world.js';

const V4 = '198.51.100.9';
const V6 = '2001:db8::9';
const BALANCER = 'edge.example.net';

type Type = 'A' | 'AAAA' | 'CNAME';

interface Flavour {
  readonly because: string;
  /** All names of it are below this one, in the zone example.com. */
  readonly below: string;
  readonly txt: object;
  readonly removeTXT?: boolean;
  readonly isSealed?: true;
  /** Record set (without `below`) and the name of the TXT record beside it. */
  readonly records: readonly (readonly [name: string, type: Type, txt: string])[];
}

const FLAVOURS: readonly Flavour[] = [
  {
    because: 'as external-dns does it without flags',
    below: 'plain',
    txt: {},
    records: [
      ['www', 'A', 'a-www'],
      ['www', 'AAAA', 'aaaa-www'],
      ['blog', 'CNAME', 'cname-blog'],
    ],
  },
  {
    because: 'before v0.12 the TXT had the very name of the record',
    below: 'old',
    txt: {},
    records: [
      ['www', 'A', 'www'],
      ['*', 'A', '*'],
    ],
  },
  {
    because: '--txt-prefix=xdns- --txt-wildcard-replacement=any',
    below: 'prefix',
    txt: { prefix: 'xdns-', wildcardReplacement: 'any' },
    records: [
      ['www', 'A', 'xdns-a-www'],
      ['www', 'AAAA', 'xdns-aaaa-www'],
      ['blog', 'CNAME', 'xdns-cname-blog'],
      ['*', 'A', 'xdns-a-any'],
    ],
  },
  {
    because: '--txt-prefix=xdns- before v0.12',
    below: 'oldprefix',
    txt: { prefix: 'xdns-', wildcardReplacement: 'any' },
    records: [
      ['www', 'A', 'xdns-www'],
      ['blog', 'CNAME', 'xdns-blog'],
      ['*', 'A', 'xdns-any'],
    ],
  },
  {
    because: '--txt-suffix=-xdns, and its TXT records shall go',
    below: 'suffix',
    txt: { suffix: '-xdns', wildcardReplacement: 'any' },
    removeTXT: true,
    records: [
      ['www', 'A', 'a-www-xdns'],
      ['www', 'AAAA', 'aaaa-www-xdns'],
      ['blog', 'CNAME', 'cname-blog-xdns'],
      ['*', 'A', 'a-any-xdns'],
    ],
  },
  {
    because: '--txt-prefix=%{record_type}.own.',
    below: 'typed',
    txt: { prefix: '%{record_type}.own.', wildcardReplacement: 'any' },
    records: [
      ['www', 'A', 'a.own.www'],
      ['www', 'AAAA', 'aaaa.own.www'],
      ['blog', 'CNAME', 'cname.own.blog'],
      ['*', 'A', 'a.own.any'],
    ],
  },
  {
    because: '--txt-encrypt-enabled',
    below: 'sealed',
    txt: {},
    isSealed: true,
    records: [
      ['www', 'A', 'a-www'],
      ['blog', 'CNAME', 'cname-blog'],
    ],
  },
];

const KEY = Buffer.from('0123456789abcdef0123456789abcdef');

describeOnBoth('moving from external-dns', (server, test) => {
  let world: World;
  let zone: string;
  let keyFile: string;
  const watches: Watch[] = [];

  beforeAll(async () => {
    world = await startWorld(server());
    await world.operator().kill('SIGKILL');
    zone = (await world.azure.ofType('dnszones'))[0]!.id;
    keyFile = join(await mkdtemp(join(tmpdir(), 'txt-key-')), 'key');
    await writeFile(keyFile, KEY);
  }, 60_000);
  afterAll(async () => {
    for (const watch of watches) await watch.stop();
    await world?.stop();
    if (keyFile) await rm(dirname(keyFile), { recursive: true });
  }, 60_000);

  const settings = (dns: object): Promise<void> => world.cluster.patch('azurenetworks', 'default', { spec: { dns } });
  const recordSets = async (below = ''): Promise<Map<string, Item>> => {
    const all = (await world.azure.state()).filter(({ id }) => /\/dnszones\/[^/]+\/[^/]+\//i.test(id));
    const named = all.map((one) => [`${one.name} ${one.type.split('/').at(-1)}`, one] as const);
    return new Map(named.filter(([name]) => name.split(' ')[0]!.endsWith(below)));
  };
  const now = async (): Promise<number> => (await world.azure.journal()).at(-1)?.sequence ?? 0;
  /** `PUT www.plain A`, in order. */
  const writesSince = async (sequence: number): Promise<readonly string[]> =>
    (await world.azure.journal(sequence))
      .filter(({ method, path }) => method !== 'GET' && /\/dnszones\//i.test(path))
      .map(({ method, path }) => `${method} ${path.replace(/^.*\/dnszones\/[^/]+\/([^/]+)\/([^/?]+).*$/i, '$2 $1')}`);
  const withKey = (isSealed: boolean | undefined): readonly string[] =>
    isSealed ? ['--txt-encryption-key', keyFile] : [];
  const restart = async (isSealed?: boolean): Promise<void> => {
    await world.operator().kill('SIGKILL');
    world.startOperator(...withKey(isSealed));
  };
  const watch = (names: readonly Expected[]): Watch => {
    const started = watchNames(world.azure.dnsPort, names);
    watches.push(started);
    return started;
  };
  const fill = async (
    owner: string,
    { below, records, isSealed }: Pick<Flavour, 'below' | 'records' | 'isSealed'>,
  ): Promise<void> => {
    const texts = new Map(records.map(([name, , txt]) => [txt, resourceOf(name, below)]));
    for (const [name, type] of records) await world.azure.put(recordSet(zone, `${name}.${below}`, type));
    for (const [txt, resource] of texts)
      await world.azure.put(ownership(zone, `${txt}.${below}`, ownedBy(owner, resource), isSealed));
  };
  const askFor = async ({ below, records }: Pick<Flavour, 'below' | 'records'>): Promise<void> => {
    for (const [name, types] of Map.groupBy(records, ([name]) => name)) {
      const object = objectOf(name, below);
      const all = types.map(([, type]) => type);
      await world.apply(ingress(object, `${name}.${below}.example.com`));
      await world.cluster.patch('ingresses', object, { status: statusOf(all) }, 'status');
    }
  };

  for (const flavour of FLAVOURS) {
    const { because, below, records, removeTXT = false, isSealed } = flavour;
    test(`what it made is ours after one write each: ${because}`, async () => {
      await world.operator().kill('SIGKILL');
      await fill('default', flavour);
      await askFor(flavour);
      await settings({ txt: { prefix: '', suffix: '', wildcardReplacement: '', ...flavour.txt } });
      await settings({ adopt: { externalDNSOwners: ['default'], removeTXT } });
      const before = await recordSets(below);
      const asking = watch(expectedOf(flavour));
      const start = await now();
      world.startOperator(...withKey(isSealed));

      const ids = records.map(([name, type]) => `${name}.${below} ${type}`);
      const texts = [...new Set(records.map(([, , txt]) => `${txt}.${below} TXT`))];
      await eventually(async () => {
        const after = await recordSets(below);
        expect(ids.filter((id) => marked(after.get(id)) !== 'e2e')).toEqual([]);
        expect(texts.filter((id) => after.has(id))).toEqual(removeTXT ? [] : texts);
      });
      const deletes = removeTXT ? texts.map((id) => `DELETE ${id}`) : [];
      expect([...(await writesSince(start))].sort()).toEqual([...ids.map((id) => `PUT ${id}`), ...deletes].sort());
      const after = await recordSets(below);
      for (const id of ids) expect([id, contentOf(after.get(id))]).toEqual([id, contentOf(before.get(id))]);
      for (const id of removeTXT ? [] : texts) expect(after.get(id)).toEqual(before.get(id));

      await restart(isSealed);
      const again = await now();
      await marker(`restarted-${below}`, V4);
      expect((await writesSince(again)).filter((one) => !one.includes('marker'))).toEqual([]);
      expect(await asking.stop()).toEqual([]);
      expect(asking.count()).toBeGreaterThan(records.length);
    }, 90_000);
  }

  test('an owner that is not listed keeps what it has, and is named to who asks for it', async () => {
    await world.operator().kill('SIGKILL');
    const theirs = { below: 'theirs', records: [['www', 'A', 'a-www'] as const] };
    await fill('other', theirs);
    await world.azure.put(recordSet(zone, 'byhand.theirs', 'A'));
    const before = await recordSets('theirs');
    const asking = watch([...expectedOf(theirs), { name: 'byhand.theirs.example.com', type: 'A', answers: [V4] }]);
    await settings({ txt: { prefix: '', suffix: '', wildcardReplacement: '' }, ownership: 'MetadataAndTXT' });
    for (const name of ['www', 'byhand']) {
      await world.apply(ingress(`${name}-theirs`, `${name}.theirs.example.com`));
      await world.cluster.patch('ingresses', `${name}-theirs`, { status: balancerAt('203.0.113.1') }, 'status');
    }
    world.startOperator();
    await eventually(async () => {
      const said = (await world.cluster.list('events')).filter(({ reason }) => reason === 'NameTaken');
      const notes = (name: string): string =>
        said.find(({ regarding }) => regarding.name === `${name}-theirs`)?.note as string;
      expect(notes('www')).toMatch(/external-dns.*other|other.*external-dns/);
      expect(notes('byhand')).toContain('byhand.theirs.example.com');
    });
    expect(await recordSets('theirs')).toEqual(before);

    // Listed by name, what nobody marked becomes ours, and says what is asked for.
    await settings({ adopt: { unowned: ['byhand.theirs.example.com', 'www.theirs.example.com'] } });
    await eventually(async () => {
      const record = (await recordSets('theirs')).get('byhand.theirs A');
      expect(marked(record)).toBe('e2e');
      expect(record.properties.ARecords).toEqual([{ ipv4Address: '203.0.113.1' }]);
    });
    for (const id of ['www.theirs A', 'a-www.theirs TXT'])
      expect((await recordSets('theirs')).get(id)).toEqual(before.get(id));
    const wrong = await asking.stop();
    expect(wrong.filter((one) => one !== 'byhand.theirs.example.com A: NOERROR 203.0.113.1')).toEqual([]);
  }, 90_000);

  test('side by side, our names say to external-dns whose they are, and its own stay as they are', async () => {
    await world.operator().kill('SIGKILL');
    await fill('other', { below: 'side', records: [['theirs', 'A', 'a-theirs']] });
    const before = await recordSets('theirs.side');
    await settings({ adopt: { externalDNSOwners: [], unowned: [] }, ownership: 'MetadataAndTXT' });
    await world.apply(ingress('ours-side', 'ours.side.example.com'));
    await world.cluster.patch('ingresses', 'ours-side', { status: balancerAt(V4) }, 'status');
    world.startOperator();
    await eventually(async () => {
      const sets = await recordSets('ours.side');
      expect([...sets.keys()].sort()).toEqual(['a-ours.side TXT', 'ours.side A']);
      expect(textsOf(sets.get('a-ours.side TXT'))).toEqual([
        '"heritage=external-dns,external-dns/owner=e2e,external-dns/resource=ingress/default/ours-side"',
      ]);
    });
    expect(await recordSets('theirs.side')).toEqual(before);

    await world.cluster.remove('ingresses', 'ours-side');
    await eventually(async () => expect(await recordSets('ours.side')).toEqual(new Map()));
    expect(await recordSets('theirs.side')).toEqual(before);
  }, 90_000);

  test('sealed, our names say it with the same key, and without it nothing is written anew', async () => {
    await world.operator().kill('SIGKILL');
    await settings({ adopt: { externalDNSOwners: [], unowned: [] }, ownership: 'MetadataAndTXT' });
    await world.apply(ingress('ours-shut', 'ours.shut.example.com'));
    await world.cluster.patch('ingresses', 'ours-shut', { status: balancerAt(V4) }, 'status');
    world.startOperator(...withKey(true));
    const text = await eventually(async () => {
      const [one = ''] = textsOf((await recordSets('ours.shut')).get('a-ours.shut TXT'));
      expect(opened(one)).toBe(ownedBy('e2e', 'ingress/default/ours-shut'));
      return one;
    });
    await restart();
    await marker('keyless', V4);
    expect(textsOf((await recordSets('ours.shut')).get('a-ours.shut TXT'))).toEqual([text]);
    await eventually(async () => {
      const notes = (await world.cluster.list('events')).filter(({ regarding }) => regarding.name === 'ours-shut');
      expect(notes.map(({ note }) => note).join()).toContain('--txt-encryption-key');
    });
    await world.cluster.remove('ingresses', 'ours-shut');
    await eventually(async () => expect(await recordSets('ours.shut')).toEqual(new Map()));
  }, 90_000);

  test('on the way back its TXT stands beside all that is ours, in the form that it reads', async () => {
    const all = FLAVOURS.flatMap(expectedOf);
    const asking = watch(all);
    await settings({
      adopt: { externalDNSOwners: [], unowned: [] },
      ownership: 'MetadataAndTXT',
      txt: { ownerId: 'default', prefix: 'xdns-', suffix: '', wildcardReplacement: 'any' },
    });
    await eventually(async () => {
      const sets = await recordSets();
      const owners = all.map(({ name, type }) => `${type} ${name} ${ownerForExternalDns(sets, name, type)}`);
      expect(owners).toEqual(all.map(({ name, type }) => `${type} ${name} default`));
    });
    expect(await asking.stop()).toEqual([]);
  }, 90_000);

  test('records outlive their objects with UpsertOnly, and the operator when it is stopped', async () => {
    const all = FLAVOURS.flatMap(expectedOf);
    const asking = watch(all);
    await settings({ policy: 'UpsertOnly' });
    await marker('upsertonly', V4);
    const start = await now();
    await world.cluster.remove('ingresses', 'www-plain', 'blog-plain');
    await marker('deleted', V4);
    await settings({ sources: [{ kind: 'Ingress', labelSelector: { matchLabels: { stays: 'yes' } } }] });
    await restart();
    await marker('unlisted', V4);
    await world.operator().kill('SIGTERM');
    expect((await writesSince(start)).filter((one) => one.startsWith('DELETE'))).toEqual([]);
    expect(await asking.stop()).toEqual([]);
  }, 90_000);

  /** A name that comes last: what was to come before it has come. */
  async function marker(name: string, address: string): Promise<void> {
    await world.apply(ingress(`marker-${name}`, `marker-${name}.example.com`, { stays: 'yes' }));
    await world.cluster.patch('ingresses', `marker-${name}`, { status: balancerAt(address) }, 'status');
    await eventually(async () => expect((await recordSets()).has(`marker-${name} A`)).toBe(true));
  }
});

function marked(resource: Item): string | undefined {
  return resource?.properties.metadata?.['azurenetwork-cluster'] as string | undefined;
}

function contentOf(resource: Item): object {
  const { TTL, ARecords, AAAARecords, CNAMERecord } = resource.properties;
  return { TTL, ARecords, AAAARecords, CNAMERecord };
}

function objectOf(name: string, below: string): string {
  return `${name === '*' ? 'any' : name}-${below}`;
}

function resourceOf(name: string, below: string): string {
  return `ingress/default/${objectOf(name, below)}`;
}

const DATA: Readonly<Record<Type, object>> = {
  A: { ARecords: [{ ipv4Address: V4 }] },
  AAAA: { AAAARecords: [{ ipv6Address: V6 }] },
  CNAME: { CNAMERecord: { cname: BALANCER } },
};

/** As external-dns' Azure provider writes it: TTL 300 where nobody says otherwise, no metadata. */
function recordSet(zone: string, name: string, type: Type): object {
  return {
    id: `${zone}/${type}/${name}`,
    name,
    type: `Microsoft.Network/dnszones/${type}`,
    properties: { TTL: 300, ...DATA[type] },
  };
}

function ownedBy(owner: string, resource: string): string {
  return `heritage=external-dns,external-dns/owner=${owner},external-dns/resource=${resource}`;
}

// https://kubernetes-sigs.github.io/external-dns/latest/docs/registry/txt/#encryption
function sealed(text: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', KEY, nonce);
  const packed = [cipher.update(gzipSync(text)), cipher.final()];
  return Buffer.concat([nonce, ...packed, cipher.getAuthTag()]).toString('base64');
}

function opened(text: string): string {
  const octets = Buffer.from(text.replaceAll('"', ''), 'base64');
  const decipher = createDecipheriv('aes-256-gcm', KEY, octets.subarray(0, 12));
  decipher.setAuthTag(octets.subarray(-16));
  return gunzipSync(Buffer.concat([decipher.update(octets.subarray(12, -16)), decipher.final()])).toString();
}

/** The quotes are part of the text. */
function ownership(zone: string, name: string, text: string, isSealed = false): object {
  const value = [`"${isSealed ? sealed(text) : text}"`];
  const properties = { TTL: 300, TXTRecords: [{ value }] };
  return { id: `${zone}/TXT/${name}`, name, type: 'Microsoft.Network/dnszones/TXT', properties };
}

function ingress(name: string, host: string, labels: Readonly<Record<string, string>> = {}): string {
  const backend = { service: { name: 'web', port: { number: 80 } } };
  const rules = [{ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }];
  const metadata = { name, labels };
  return JSON.stringify({ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata, spec: { rules } });
}

function balancerAt(...addresses: readonly string[]): object {
  return { loadBalancer: { ingress: addresses.map((ip) => ({ ip })) } };
}

function statusOf(types: readonly Type[]): object {
  if (types.includes('CNAME')) return { loadBalancer: { ingress: [{ hostname: BALANCER }] } };
  return balancerAt(V4, ...(types.includes('AAAA') ? [V6] : []));
}

/** Whose external-dns with `--txt-prefix=xdns- --txt-wildcard-replacement=any` takes it to be. */
function ownerForExternalDns(sets: ReadonlyMap<string, Item>, host: string, type: string): string | undefined {
  const relative = host.replace(/\.example\.com$/, '').replace(/^\*/, 'any');
  const [text = '', ...more] = textsOf(sets.get(`xdns-${type.toLowerCase()}-${relative} TXT`));
  if (more.length > 0) return undefined;
  const labels = /^"heritage=external-dns,(.*)"$/.exec(text)?.[1]?.split(',') ?? [];
  return labels.find((one) => one.startsWith('external-dns/owner='))?.slice('external-dns/owner='.length);
}

function textsOf(resource: Item): readonly string[] {
  const records = (resource?.properties.TXTRecords ?? []) as readonly { readonly value: readonly string[] }[];
  return records.map(({ value }) => value.join(''));
}

interface Expected {
  readonly name: string;
  readonly type: string;
  readonly answers: readonly string[];
}

const ANSWERS: Readonly<Record<Type, string>> = { A: V4, AAAA: V6, CNAME: BALANCER };

function expectedOf({ below, records }: Pick<Flavour, 'below' | 'records'>): readonly Expected[] {
  return records.map(([name, type]) => ({ name: `${name}.${below}.example.com`, type, answers: [ANSWERS[type]] }));
}

interface Watch {
  /** How often was asked. */
  count(): number;
  /** After a last round: all answers that weren't as expected, each once. */
  stop(): Promise<readonly string[]>;
}

/** Asks for all of them, again and again. */
function watchNames(port: number, names: readonly Expected[]): Watch {
  const wrong = new Set<string>();
  let asked = 0;
  let isOver = false;
  const askOne = async ({ name, type, answers }: Expected): Promise<void> => {
    const host = name.replace(/^\*/, 'anything');
    const got = await ask(port, host, type);
    asked += 1;
    if (got.rcode !== 'NOERROR' || got.answers.join() !== answers.join())
      wrong.add(`${name} ${type}: ${got.rcode} ${got.answers.join()}`);
  };
  const run = async (): Promise<void> => {
    while (!isOver) {
      for (const name of names) await askOne(name);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const running = run();
  return {
    count: () => asked,
    stop: async () => {
      isOver = true;
      await running;
      for (const name of names) await askOne(name);
      return [...wrong];
    },
  };
}
