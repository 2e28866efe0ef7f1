// What becomes of names while their zone, or somebody in it, makes trouble? It is told, nothing that is there is lost, other
// zones go on, and so does this one when the trouble is over.
import { afterAll, beforeAll, expect } from '@jest/globals';
import { describeOnBoth } from '../contract/describe-on-both.js';
import { eventually } from '../contract/eventually.js';
import { ingress } from './names/cases.js';
import { seenIn } from './names/seen.js';
import type { World } from './world.js';
import { startWorld } from './world.js';

const OK = '203.0.113.1';

describeOnBoth('zones in trouble', (server, test) => {
  let world: World;
  const { answers, sees, told, warnings } = seenIn(() => world);

  beforeAll(async () => {
    world = await startWorld(server(), { settings: { drift: { interval: '10s' } } });
    await world.apply(ingress('steady', ['steady.example.com'], OK));
    await sees('steady.example.com', 'A', [OK]);
  }, 60_000);
  afterAll(async () => world?.stop(), 60_000);

  const recordSet = async (name: string) => (await world.azure.ofType('dnszones/A')).find((one) => one.name === name);
  const sequence = async (): Promise<number> => (await world.azure.journal()).at(-1)?.sequence ?? 0;

  test('a zone that vanishes is told of, and has its names again when it is back', async () => {
    await world.apply(ingress('gone', ['gone.example.org'], '203.0.113.10'));
    await sees('gone.example.org', 'A', ['203.0.113.10']);
    const zone = (await world.azure.ofType('dnszones')).find((one) => one.name === 'example.org')!;
    for (const { id } of await world.azure.state())
      if (id.startsWith(`${zone.id}/`)) await world.azure.remove(id).catch(() => undefined);
    await world.azure.remove(zone.id);
    await eventually(async () => {
      const { conditions } = (await world.cluster.get('azurenetworks', 'default')).status;
      expect(JSON.stringify(conditions)).toMatch(/There is no DNS zone .*example\.org/);
    }, 40_000);
    await world.apply(ingress('meanwhile', ['meanwhile.example.com'], '203.0.113.11'));
    await sees('meanwhile.example.com', 'A', ['203.0.113.11']);
    await world.azure.put({ id: zone.id, location: 'global' });
    await sees('gone.example.org', 'A', ['203.0.113.10']);
    expect(await answers('steady.example.com')).toEqual([OK]);
  }, 120_000);

  test('a write that meets another version is made again over what is there', async () => {
    await world.apply(ingress('race', ['race.example.com'], '203.0.113.20'));
    await sees('race.example.com', 'A', ['203.0.113.20']);
    const before = (await recordSet('race'))!;
    // Somebody adds a word of theirs to the metadata, which we haven't seen when we write.
    const metadata = { ...before.properties.metadata, theirs: 'kept' };
    await world.azure.put({ ...before, properties: { ...before.properties, metadata } });
    const start = await sequence();
    await world.apply(ingress('race', ['race.example.com'], '203.0.113.21'));
    await sees('race.example.com', 'A', ['203.0.113.21']);
    const statuses = (await world.azure.journal(start))
      .filter(({ method, path }) => method === 'PUT' && path.includes('/A/race'))
      .map(({ status }) => status);
    expect(statuses).toEqual([412, 200]);
    expect((await recordSet('race'))!.properties.metadata.theirs).toBe('kept');
  }, 60_000);

  test('a zone that takes no more writes for a while loses nothing, claims nothing, and goes on by itself', async () => {
    const match = { method: 'PUT', path: '**/dnszones/example.org/**' };
    await world.azure.fail([{ match, fault: { status: 429, code: 'TooManyRequests', retryAfter: 2 } }]);
    const hosts = Array.from({ length: 5 }, (_, index) => `busy${index}.example.org`);
    await world.apply(ingress('busy', hosts, '203.0.113.30'));
    await world.apply(ingress('free', ['free.example.com'], '203.0.113.31'));
    await sees('free.example.com', 'A', ['203.0.113.31']);
    await eventually(async () => {
      const refused = (await world.azure.journal()).filter(
        ({ status, path }) => status === 429 && path.includes('busy'),
      );
      expect(refused.length).toBeGreaterThan(1);
    }, 30_000);
    const said = (await world.cluster.list('events')).filter(({ regarding }) => regarding.name === 'busy');
    expect(said.map(({ reason }) => reason as string)).not.toContain('NamesProgrammed');
    await world.azure.fail([]);
    for (const host of hosts) await sees(host, 'A', ['203.0.113.30']);
    expect(await answers('gone.example.org')).toEqual(['203.0.113.10']);
  }, 120_000);

  test('who changes ours again and again is told of, and no war is made of it', async () => {
    await world.apply(ingress('flap', ['flap.example.com'], '203.0.113.40'));
    await sees('flap.example.com', 'A', ['203.0.113.40']);
    const isTold = async (): Promise<boolean> =>
      (await world.cluster.list('events')).some(
        ({ reason, note }) => reason === 'DriftFlapping' && note.includes('flap'),
      );
    for (let n = 0; n < 30 && !(await isTold()); n++) {
      const set = (await recordSet('flap'))!;
      const ARecords = [{ ipv4Address: `198.51.100.${n + 1}` }];
      await world.azure.put({ ...set, properties: { ...set.properties, ARecords } });
      await eventually(async () => {
        const isRepaired = (await answers('flap.example.com')).includes('203.0.113.40');
        expect(isRepaired || (await isTold())).toBe(true);
      }, 40_000);
    }
    expect(await isTold()).toBe(true);
    expect(await answers('steady.example.com')).toEqual([OK]);
  }, 240_000);

  test('300 hosts without a zone are one warning, and 300 with one are 300 writes', async () => {
    const lost = Array.from({ length: 300 }, (_, index) => `h${index}.elsewhere.test`);
    await world.apply(ingress('lost', lost, '203.0.113.50'));
    await told('Ingress', 'lost', 'NoZone', 'h0.elsewhere.test', 'more like');
    expect((await warnings('Ingress', 'lost')).filter(({ reason }) => reason === 'NoZone')).toHaveLength(1);
    const start = await sequence();
    // In two zones, since one takes 200 writes a minute.
    const many = Array.from({ length: 300 }, (_, index) => `many${index}.example.${index % 2 === 0 ? 'com' : 'org'}`);
    await world.apply(ingress('many', many, '203.0.113.51'));
    await eventually(async () => {
      const puts = (await world.azure.journal(start)).filter(
        ({ method, path }) => method === 'PUT' && /\/A\/many/.test(path),
      );
      expect(puts.filter(({ status }) => status < 300)).toHaveLength(300);
    }, 90_000);
    await sees('many299.example.org', 'A', ['203.0.113.51']);
    expect(await warnings('Ingress', 'many')).toEqual([]);
  }, 180_000);

  test('25 addresses on a name are more than Azure takes: told, and what is there stays', async () => {
    await world.apply(ingress('crowd', ['crowd.example.com'], '203.0.113.60'));
    await sees('crowd.example.com', 'A', ['203.0.113.60']);
    const addresses = Array.from({ length: 25 }, (_, index) => `203.0.113.${60 + index}`);
    await world.apply(ingress('crowd', ['crowd.example.com'], addresses.join(',')));
    await told('Ingress', 'crowd', 'LimitReached', 'crowd.example.com', '20');
    expect(await answers('crowd.example.com')).toEqual(['203.0.113.60']);
  }, 60_000);

  test('a name that changes its type has one answer or the other, never both', async () => {
    const seen = new Set<string>();
    await world.apply(ingress('turn', ['turn.example.com'], 'lb.example.net'));
    await sees('turn.example.com', 'CNAME', ['lb.example.net']);
    for (const [target, type] of [
      [OK, 'A'],
      ['lb.example.net', 'CNAME'],
    ] as const) {
      await world.apply(ingress('turn', ['turn.example.com'], target));
      await eventually(async () => {
        const both = [...(await answers('turn.example.com', 'A')), ...(await answers('turn.example.com', 'CNAME'))];
        seen.add([...new Set(both)].sort().join());
        expect(await answers('turn.example.com', type)).toEqual([target]);
      });
    }
    expect([...seen].filter((one) => !['', OK, 'lb.example.net'].includes(one))).toEqual([]);
  }, 60_000);

  test('a template that can’t be filled is told on its objects, and others have their names', async () => {
    const sources = [{ kind: 'Ingress', hostnameTemplate: '{{.Labels.team}}.example.com' }];
    await world.cluster.patch('azurenetworks', 'default', { spec: { dns: { sources } } });
    await world.apply(ingress('teamless', [], OK));
    await told('Ingress', 'teamless', 'InvalidHostname', 'team');
    expect(await answers('steady.example.com')).toEqual([OK]);
    await world.cluster.patch('azurenetworks', 'default', { spec: { dns: { sources: null } } });
  }, 60_000);

  test('a bad template is told on the settings, and the ones in force stay', async () => {
    const sources = [{ kind: 'Ingress', hostnameTemplate: '{{.Nonsense}}.example.com' }];
    await world.cluster.patch('azurenetworks', 'default', { spec: { dns: { sources } } });
    await eventually(async () => {
      const { conditions } = (await world.cluster.get('azurenetworks', 'default')).status;
      expect(JSON.stringify(conditions)).toContain('Nonsense');
    });
    expect(await answers('steady.example.com')).toEqual([OK]);
    await world.apply(ingress('after', ['after.example.com'], OK));
    await sees('after.example.com', 'A', [OK]);
  }, 60_000);
});
