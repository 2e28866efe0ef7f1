// What does the world see of the names that objects ask for? Asked by DNS, as it would; what is wrong is told, and nobody
// else's name suffers.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from '@jest/globals';
import { describeOnBoth } from '../contract/describe-on-both.js';
import { eventually } from '../contract/eventually.js';
import { ask } from '../dns-client.js';
import { BAD, BAD_ENTRIES, endpoint, ingress, plainService } from './names/cases.js';
import { seenIn } from './names/seen.js';
import { manifestOf } from './services/manifest.js';
import type { World } from './world.js';
import { addressOf, startWorld } from './world.js';

const PRIVATE_ID = 'Microsoft.Network/privateDnsZones/example.com';
const CRDS_FOLDER = process.env['CRDS_FOLDER'];
if (!CRDS_FOLDER) process.stderr.write('SKIPPED names of DNSEndpoints: CRDS_FOLDER is not set\n');

describeOnBoth('names, asked by DNS', (server, test) => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld(server(), { settings: { drift: { interval: '10s' }, dns: { zones: [] } } });
    // A private zone of the same name as the public one.
    const [zone] = await world.azure.ofType('dnszones');
    const id = zone!.id.replace(/Microsoft\.Network\/dnszones\/.*/i, PRIVATE_ID);
    await world.azure.put({ id, location: 'global' });
    const zones = [...(await world.azure.ofType('dnszones')), ...(await world.azure.ofType('privateDnsZones'))];
    const sources = ['Ingress', 'Service', 'DNSEndpoint'].map((kind) => ({
      kind,
      publishInternal: kind === 'Service',
    }));
    await world.cluster.patch('azurenetworks', 'default', {
      spec: { dns: { zones: zones.map((one) => ({ id: one.id })), sources, gracePeriod: '2s' } },
    });
    if (CRDS_FOLDER) {
      const file = join(CRDS_FOLDER, 'external-dns', 'dnsendpoints.externaldns.k8s.io.yaml');
      await world.apply(await readFile(file, 'utf8'));
    }
  }, 60_000);
  afterAll(async () => world?.stop(), 60_000);

  const { answers, sees, told } = seenIn(() => world);

  test('of an Ingress: its hosts, in any spelling, wildcards and the zone itself', async () => {
    await world.apply(ingress('shop', ['Shop.Example.com', '*.shop.example.com', 'example.com'], '203.0.113.9'));
    await sees('shop.example.com', 'A', ['203.0.113.9']);
    await sees('any.thing.shop.example.com', 'A', ['203.0.113.9']);
    await sees('example.com', 'A', ['203.0.113.9']);
  }, 60_000);

  test('of both zones of one name: inside addresses in both, public ones in the public one', async () => {
    await world.apply(ingress('inside', ['inside.example.com'], '10.1.2.3'));
    await sees('inside.example.com', 'A', ['10.1.2.3']);
    await sees('inside.example.com', 'A', ['10.1.2.3'], true);
    expect(await answers('shop.example.com', 'A', true)).toEqual([]);
  }, 60_000);

  test('of a Service that we serve: its address, by its name and as an alias', async () => {
    const annotations = { 'azurenetwork.dev/hostname': 'svc.example.com', 'azurenetwork.dev/alias': 'true' };
    await world.apply(manifestOf('svc', { annotations }));
    const ip = await addressOf(world, 'svc');
    await sees('svc.example.com', 'A', [ip]);
    const [set] = (await world.azure.ofType('dnszones/A')).filter(({ name }) => name === 'svc');
    expect(set!.properties.targetResource.id).toMatch(/publicIPAddresses/);
    await world.cluster.remove('services', 'svc');
    await eventually(async () =>
      expect((await ask(world.azure.dnsPort, 'svc.example.com', 'A')).rcode).toBe('NXDOMAIN'),
    );
  }, 60_000);

  test('of a Service that is none of ours: cluster IP, and a name elsewhere', async () => {
    const inCluster = { 'external-dns.alpha.kubernetes.io/internal-hostname': 'db.corp.example' };
    await world.apply(plainService('db', inCluster, { ports: [{ port: 5432 }] }));
    const { spec } = await world.cluster.get('services', 'db');
    await sees('db.corp.example', 'A', [spec.clusterIP], true);
    await world.apply(
      plainService(
        'away',
        { 'external-dns.kubernetes.io/hostname': 'away.example.com' },
        { type: 'ExternalName', externalName: 'there.example.net' },
      ),
    );
    await sees('away.example.com', 'CNAME', ['there.example.net']);
  }, 60_000);

  if (CRDS_FOLDER) {
    test('of a DNSEndpoint: what it says, each record by itself', async () => {
      await world.apply(
        endpoint('records', [
          { dnsName: 'mx.example.com', recordType: 'MX', targets: ['10 mail.example.net'] },
          { dnsName: 'txt.example.com', recordType: 'TXT', targets: ['v=spf1 -all'], recordTTL: 77 },
          { dnsName: '_sip._tcp.example.com', recordType: 'SRV', targets: ['0 50 5060 sip.example.net.'] },
          { dnsName: 'bad.example.com', recordType: 'MX', targets: ['mail.example.net'] },
          { dnsName: 'zeros.example.com', recordType: 'A', targets: ['192.0.02.1'] },
          { dnsName: 'nap.example.com', recordType: 'NAPTR', targets: ['x.'] },
        ]),
      );
      await sees('mx.example.com', 'MX', ['10 mail.example.net']);
      await sees('txt.example.com', 'TXT', ['"v=spf1 -all"']);
      await sees('_sip._tcp.example.com', 'SRV', ['0 50 5060 sip.example.net']);
      for (const { host, words } of BAD_ENTRIES) {
        await eventually(async () => {
          const notes = (await world.cluster.list('events'))
            .filter(({ regarding }) => regarding.name === 'records')
            .map(({ note }) => note as string);
          for (const word of words) expect(notes.join('\n')).toContain(word);
        }, 20_000);
        expect((await ask(world.azure.dnsPort, host, 'A')).rcode).toBe('NXDOMAIN');
      }
    }, 60_000);
  }

  test('the older has a name that two want in ways that exclude each other, and the next when it goes', async () => {
    await world.apply(ingress('older', ['clash.example.com'], '203.0.113.10'));
    await sees('clash.example.com', 'A', ['203.0.113.10']);
    // Ages are told in seconds.
    const { creationTimestamp } = (await world.cluster.get('ingresses', 'older')).metadata;
    await eventually(() => expect(Date.now()).toBeGreaterThan(Date.parse(creationTimestamp as string) + 1000));
    await world.apply(ingress('younger', ['clash.example.com'], 'lb.example.net'));
    await told('Ingress', 'younger', 'NameConflict', 'Ingress/default/older', 'clash.example.com');
    await world.cluster.remove('ingresses', 'older');
    await sees('clash.example.com', 'CNAME', ['lb.example.net']);
  }, 60_000);

  test('somebody else’s record stays, and makes way only by its owner’s hand', async () => {
    const [zone] = (await world.azure.ofType('dnszones')).filter(({ name }) => name === 'example.com');
    const id = `${zone!.id}/TXT/taken`;
    await world.azure.put({ id, properties: { TTL: 60, TXTRecords: [{ value: ['theirs'] }] } });
    await world.apply(ingress('wants', ['taken.example.com'], 'lb.example.net'));
    await told('Ingress', 'wants', 'NameTaken', 'taken.example.com', 'TXT');
    expect(await answers('taken.example.com', 'TXT')).toEqual(['"theirs"']);
    await world.azure.remove(id);
    await sees('taken.example.com', 'CNAME', ['lb.example.net']);
  }, 60_000);

  test('what somebody changes or deletes of ours is put right', async () => {
    const [set] = (await world.azure.ofType('dnszones/A')).filter(({ name }) => name === 'shop');
    await world.azure.put({
      ...set!,
      properties: { ...set!.properties, ARecords: [{ ipv4Address: '198.51.100.66' }] },
    });
    expect(await answers('shop.example.com')).toEqual(['198.51.100.66']);
    await sees('shop.example.com', 'A', ['203.0.113.9']);
    await world.azure.remove(set!.id);
    await sees('shop.example.com', 'A', ['203.0.113.9']);
  }, 90_000);

  test('a status that empties keeps its names for a while, and then they go', async () => {
    await world.apply(ingress('brief', ['brief.example.com']));
    const at = (ip: string | null) =>
      world.cluster.patch(
        'ingresses',
        'brief',
        { status: { loadBalancer: { ingress: ip === null ? null : [{ ip }] } } },
        'status',
      );
    await at('203.0.113.40');
    await sees('brief.example.com', 'A', ['203.0.113.40']);
    await at(null);
    await eventually(async () => {
      const said = (await world.cluster.list('events')).filter(({ regarding }) => regarding.name === 'brief');
      expect(said.map(({ reason }) => reason as string)).toContain('Waiting');
    });
    expect(await answers('brief.example.com')).toEqual(['203.0.113.40']);
    await sees('brief.example.com', 'A', []);
  }, 60_000);

  test('a name is one write, and nothing is read for it', async () => {
    const start = (await world.azure.journal()).at(-1)?.sequence ?? 0;
    await world.apply(ingress('single', ['single.example.com'], '203.0.113.78'));
    await sees('single.example.com', 'A', ['203.0.113.78']);
    const requests = (await world.azure.journal(start)).filter(({ path }) => /\/single(\?|$)/.test(path));
    expect(
      requests.map(({ method, path }) => `${method} ${path.split('?')[0]!.split('/').slice(-3).join('/')}`),
    ).toEqual(['PUT example.com/A/single']);
  }, 60_000);

  test('a change of type waits until nobody has the old answer, where the settings ask for it', async () => {
    const ttl = { 'azurenetwork.dev/ttl': '3' };
    await world.cluster.patch('azurenetworks', 'default', { spec: { dns: { typeChangeTTL: 1 } } });
    await world.apply(ingress('turning', ['turning.example.com'], 'lb.example.net', ttl));
    await sees('turning.example.com', 'CNAME', ['lb.example.net']);
    await world.apply(ingress('turning', ['turning.example.com'], '203.0.113.77', ttl));
    const records = async () => (await ask(world.azure.dnsPort, 'turning.example.com', 'A')).records;
    await eventually(async () => expect(await records()).toContain('turning.example.com 1 CNAME lb.example.net'));
    const lowered = Date.now();
    await eventually(async () => expect(await records()).toEqual(['turning.example.com 3 A 203.0.113.77']), 30_000);
    // It was seen a moment after it was written.
    expect(Date.now() - lowered).toBeGreaterThan(2500);
    await world.cluster.patch('azurenetworks', 'default', { spec: { dns: { typeChangeTTL: null } } });
  }, 60_000);

  for (const { name, hosts, target, annotations, reason, words, goesOn = false, ttl = 300 } of BAD) {
    test(`${name}: told, and ${goesOn ? 'its' : 'no'} name`, async () => {
      await world.apply(ingress(name, hosts, target, annotations));
      await told('Ingress', name, reason, ...words);
      if (goesOn)
        await eventually(async () => {
          const { records } = await ask(world.azure.dnsPort, hosts[0]!, 'A');
          expect(records).toEqual([`${hosts[0]} ${ttl} A ${target}`]);
        }, 30_000);
      for (const host of (goesOn ? [] : hosts).filter((one) => /^[a-z.]+$/.test(one) && one !== 'example.com'))
        expect((await ask(world.azure.dnsPort, host, 'A')).answers).toEqual([]);
      expect(await answers('shop.example.com')).toEqual(['203.0.113.9']);
    }, 30_000);
  }

  test('a zone that may not be written holds its own names up, and no others', async () => {
    const match = { method: 'PUT', path: '**/dnszones/example.org/**' };
    await world.azure.fail([{ match, fault: { status: 409, code: 'ScopeLocked' } }]);
    await world.apply(ingress('locked', ['locked.example.org'], '203.0.113.50'));
    await world.apply(ingress('free', ['free.example.com'], '203.0.113.51'));
    await sees('free.example.com', 'A', ['203.0.113.51']);
    await told('Ingress', 'locked', 'AzureError', 'ScopeLocked');
    await world.azure.fail([]);
    await sees('locked.example.org', 'A', ['203.0.113.50']);
  }, 90_000);

  test('when the objects go, so do the names, and what others have stays', async () => {
    const ingresses = (await world.cluster.list('ingresses')).map(({ metadata }) => metadata.name as string);
    await world.cluster.remove('ingresses', ...ingresses);
    await world.cluster.remove('services', 'db', 'away');
    if (CRDS_FOLDER) await world.cluster.remove('dnsendpoints', 'records');
    await eventually(async () => {
      const left = (await world.azure.state()).filter(({ id }) => /dnszones\/[^/]+\/(?!SOA|NS)[^/]+\/[^/]+$/i.test(id));
      expect(left.map(({ id }) => id)).toEqual([]);
    }, 30_000);
  }, 60_000);
});
