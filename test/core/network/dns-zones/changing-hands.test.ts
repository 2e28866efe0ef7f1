// What must not be lost or touched while record sets change hands?
import { describe, expect, test } from '@jest/globals';
import type { NamesExposure } from '../../../../src/core/exposure.js';
import { isReady } from '../../../../src/core/plan/gate.js';
import type { ArmId } from '../../../../src/core/values/arm-id.js';
import { marks } from '../../../../src/core/network/ownership.js';
import type { SourceRef } from '../../../../src/core/values/source-ref.js';
import type { Settings } from '../../../../src/core/settings.js';
import type { JsonObject } from '../../../../src/core/values/json.js';
import { naming, zone } from '../../../builders.js';
import {
  azure,
  desire,
  exposures,
  foreign,
  ingress,
  ours,
  recordSet,
  SETTINGS,
  want,
  wished,
  written,
  ZONE,
} from './world.js';

const WWW = 'www.example.com';
const txt = (object: string, owner = 'old') =>
  `"heritage=external-dns,external-dns/owner=${owner},external-dns/resource=${object}"`;
const settings = (dns: Parameters<typeof naming>[0], of = {}): Settings => ({
  ...SETTINGS,
  dns: naming({ zones: [zone('example.com', { id: ZONE, ...of })], ...dns }),
});
const adopting = (of = {}) => settings({ adopt: { externalDNSOwners: ['old'], removeTXT: false, unowned: [] } }, of);
const RESTRICTED = { namespaceSelector: { matchLabels: { dns: 'yes' } } };

function asks(
  source: string,
  day: number,
  address: string,
  standing: NamesExposure['standing'] = 'Wanted',
): NamesExposure {
  return {
    kind: 'Names',
    source: source as SourceRef,
    standing,
    since: `2026-01-0${day}T00:00:00Z`,
    names: [want(WWW, 'A', address)],
  };
}

describe('taking over', () => {
  test('the name servers of the zone itself are nobody’s to take over', () => {
    const there = azure(
      foreign('A', '@', '192.0.2.1'),
      foreign('TXT', '@', txt('ingress/default/web')),
      recordSet('NS', '@', { NSRecords: [{ nsdname: 'ns1-01.azure-dns.com.' }] }),
    );
    const asked = exposures(ingress('web', 1, [want('example.com', 'A', '192.0.2.1')]));
    const first = desire(asked, adopting(), there);
    const second = desire(asked, adopting(), written(first, there));
    const bodies = (wish: typeof first) =>
      wish.resources
        .filter(({ id }) => id.endsWith('/NS/@'))
        .map(({ body }) => body?.properties?.['metadata'] ?? 'deleted');
    expect([bodies(first), bodies(second)]).toEqual([[], []]);
  });

  test('an MX made by hand beside an old text for an A record stays', () => {
    const there = azure(
      foreign('A', 'www', '192.0.2.1'),
      foreign('TXT', 'www', txt('ingress/default/web')),
      recordSet('MX', 'www', { MXRecords: [{ preference: 10, exchange: 'mail.example.net' }] }),
    );
    const asked = exposures(ingress('web', 1, [want(WWW, 'A', '192.0.2.1')]));
    const first = desire(asked, adopting(), there);
    const second = desire(asked, adopting(), written(first, there));
    expect([first, second].map((wish) => Object.keys(wished(wish)).filter((one) => one.startsWith('MX')))).toEqual([
      [],
      [],
    ]);
  });

  test('the address of an object that is held stays, though another asks for the name in the pass that takes it over', () => {
    const there = azure(foreign('A', 'www', '192.0.2.1'), foreign('TXT', 'a-www', txt('ingress/default/a')));
    const asked = exposures(
      asks('Ingress/default/a', 1, '192.0.2.1', 'Held'),
      asks('Ingress/default/b', 2, '192.0.2.2'),
    );
    const first = desire(asked, adopting(), there);
    const second = desire(asked, adopting(), written(first, there));
    expect([first, second].map((wish) => wished(wish)['A www'])).toEqual([
      ['192.0.2.1', '192.0.2.2'],
      ['192.0.2.1', '192.0.2.2'],
    ]);
  });

  test('a host stays with the namespace that external-dns gave it to', () => {
    const there = azure(foreign('A', 'www', '192.0.2.2'), foreign('TXT', 'a-www', txt('ingress/shop/web')));
    const asked = exposures(asks('Ingress/blog/web', 1, '192.0.2.1'), asks('Ingress/shop/web', 2, '192.0.2.2'));
    expect(wished(desire(asked, adopting(RESTRICTED), there))['A www']).toEqual(['192.0.2.2']);
  });
  test('also while its object is held', () => {
    const there = azure(foreign('A', 'www', '192.0.2.2'), foreign('TXT', 'a-www', txt('ingress/shop/web')));
    const asked = exposures(asks('Ingress/blog/web', 1, '192.0.2.1'), asks('Ingress/shop/web', 2, '192.0.2.2', 'Held'));
    const addresses = wished(desire(asked, adopting(RESTRICTED), there))['A www'];
    expect(addresses).not.toContain('192.0.2.1');
  });
});

describe('names too long for the mark', () => {
  const LONG = `HTTPRoute/shop/${'x'.repeat(250)}`;
  const there = azure(
    recordSet('A', 'www', { ARecords: [{ ipv4Address: '192.0.2.2' }], metadata: marks('prod-1', [LONG as SourceRef]) }),
  );
  test('no other namespace gets the host while its object is held', () => {
    const asked = exposures(asks('Ingress/blog/web', 1, '192.0.2.1'), asks(LONG, 2, '192.0.2.2', 'Held'));
    expect(wished(desire(asked, settings({}, RESTRICTED), there))['A www']).not.toContain('192.0.2.1');
  });
  test('nor does it when that is the older one', () => {
    const asked = exposures(asks('Ingress/blog/web', 1, '192.0.2.1'), asks(LONG, 2, '192.0.2.2'));
    expect(wished(desire(asked, settings({}, RESTRICTED), there))['A www']).toEqual(['192.0.2.2']);
  });
  test('what a held object has stays after somebody else was added', () => {
    const asked = exposures(asks('Ingress/blog/web', 1, '192.0.2.1'), asks(LONG, 2, '192.0.2.2', 'Held'));
    const first = desire(asked, settings({}), there);
    const second = desire(asked, settings({}), written(first, there));
    expect([first, second].map((wish) => wished(wish)['A www'])).toEqual([
      ['192.0.2.1', '192.0.2.2'],
      ['192.0.2.1', '192.0.2.2'],
    ]);
  });
});

describe('a record set that stays keeps the text beside it', () => {
  const withTxt = settings({ ownership: 'MetadataAndTXT' });
  const A: JsonObject = {
    ARecords: [{ ipv4Address: '192.0.2.1' }],
    metadata: marks('prod-1', ['Ingress/default/web' as SourceRef]),
  };
  const there = azure(recordSet('A', 'www', A), ours('TXT', 'a-www', [txt('ingress/default/web', 'prod-1')], 'web'));
  test('where it now wants more than there is room for', () => {
    const many = Array.from({ length: 25 }, (_, at) => `198.51.100.${at}`);
    const all = wished(desire(exposures(ingress('web', 1, [want(WWW, 'A', ...many)])), withTxt, there));
    expect([all['A www'], all['TXT a-www']?.length]).toEqual([['192.0.2.1'], 1]);
  });
  test('where what it asks for there can’t be read', () => {
    const web = { ...ingress('web', 1, []), unread: [{ host: WWW, type: 'A' as const }] };
    const all = wished(desire(exposures(web), withTxt, there));
    expect([all['A www'], all['TXT a-www']?.length]).toEqual([['192.0.2.1'], 1]);
  });
});

describe('an alias under a policy that lets nothing go', () => {
  test('doesn’t keep its public IP from going for ever', () => {
    const ip = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/publicIPAddresses/web' as ArmId;
    const there = azure(
      {
        id: ip,
        name: 'web',
        type: 'Microsoft.Network/publicIPAddresses',
        etag: '1',
        tags: marks('prod-1', ['Service/default/web' as SourceRef]),
        properties: { ipAddress: '192.0.2.1' },
      },
      recordSet('A', 'www', {
        targetResource: { id: ip },
        metadata: marks('prod-1', ['Service/default/web' as SourceRef]),
      }),
    );
    const upsert = settings({}, { policy: 'UpsertOnly' });
    const wish = desire(exposures(), upsert, there);
    const next = written(wish, there);
    const operation = { action: 'Delete', id: ip, type: 'Microsoft.Network/publicIPAddresses' } as never;
    expect({ record: wished(wish)['A www'], mayGo: isReady(operation, next, upsert, new Set()) }).toEqual({
      record: ['192.0.2.1'],
      mayGo: true,
    });
  });
});
