// What is said of the names that an object asks for, whatever its kind, from the first moment until they are there?
import { describe, expect, test } from '@jest/globals';
import type { ClusterObject } from '../../../src/core/cluster/cluster-state.js';
import type { AzureState } from '../../../src/core/network/azure-state.js';
import { refOf } from '../../../src/core/cluster/reading.js';
import { azureState, EMPTY_AZURE } from '../../../src/core/network/azure-state.js';
import type { Failure } from '../../../src/core/plan/failure.js';
import { wishOf } from '../../../src/core/network/operation.js';
import type { ArmResource } from '../../../src/core/network/arm-resource.js';
import type { JsonObject } from '../../../src/core/values/json.js';
import { armKey } from '../../../src/core/values/arm-id.js';
import type { ArmId } from '../../../src/core/values/arm-id.js';
import type { SourceRef } from '../../../src/core/values/source-ref.js';
import { foresee } from '../../../src/foresee.js';
import type { Pass, PassInput } from '../../../src/reconcile.js';
import { reconcile } from '../../../src/reconcile.js';
import { cluster, dnsEndpoint, gateway, httpRoute, ingress, passInput, settings, zone } from '../../builders.js';

const SETTINGS = settings();
const ZONE = zone('example.com').id;
const web = ingress('web').host('www.example.com').at('192.0.2.1');
const WEB = 'Ingress/default/web' as SourceRef;

function input(asked: readonly { object(): ClusterObject }[], azure: AzureState, change: Partial<PassInput> = {}) {
  return passInput({ cluster: cluster(...asked), azure, settings: SETTINGS, ...change });
}

function said({ report }: Pass, object: SourceRef = WEB) {
  const status = report.statuses.find((one) => one.object === object);
  const found = status?.conditions.find(({ type }) => type.endsWith('NamesProgrammed'));
  const events = report.publications.flatMap((one) => (one.kind === 'Event' && one.object === object ? [one] : []));
  return {
    status: found?.status,
    reason: found?.reason,
    message: found?.message,
    names: status?.names?.map(({ host, type, state }) => `${host} ${type} ${state}`),
    events: events.map(({ reason }) => reason),
  };
}

function recordSet(type: string, name: string, properties: JsonObject): ArmResource {
  return { id: `${ZONE}/${type}/${name}` as ArmId, name, type: `Microsoft.Network/dnszones/${type}`, properties };
}

const MARKS = { 'azurenetwork-cluster': 'prod-1', 'azurenetwork-sources': WEB };

describe('one name', () => {
  const ours = (address: string) =>
    recordSet('A', 'www', { TTL: 300, ARecords: [{ ipv4Address: address }], metadata: MARKS });
  const foreign = recordSet('A', 'www', { TTL: 300, ARecords: [{ ipv4Address: '192.0.2.1' }] });
  const alias = recordSet('CNAME', 'www', { TTL: 300, CNAMERecord: { cname: 'a.example.net' }, metadata: MARKS });
  test.each([
    {
      because: 'nothing is there',
      azure: EMPTY_AZURE,
      is: ['False', 'Pending', 'www.example.com: It is to be written.'],
      state: 'Pending',
    },
    {
      because: 'it is there with another address',
      azure: azureState([ours('192.0.2.9')]),
      is: ['False', 'Pending', 'www.example.com: It is to be written.'],
      state: 'Pending',
    },
    {
      because: 'one of ours of another type is there',
      azure: azureState([alias]),
      is: ['False', 'Pending', 'www.example.com: The record set of type CNAME goes first.'],
      state: 'Pending',
    },
    {
      because: 'it is there as asked for',
      azure: azureState([ours('192.0.2.1')]),
      is: ['True', 'Programmed', 'www.example.com answers.'],
      state: 'Programmed',
    },
    {
      because: "somebody else's is there, of the same content",
      azure: azureState([foreign]),
      is: ['False', 'NotAccepted', expect.stringContaining("isn't marked as ours")],
      state: 'Refused',
    },
    {
      because: 'the zone can’t be read',
      azure: {
        ...EMPTY_AZURE,
        unreadable: new Map([
          [armKey(`${ZONE}/recordsets`), { status: 403, code: 'AuthorizationFailed', message: 'No.' }],
        ]),
      },
      is: ['False', 'Withheld', expect.stringContaining('AuthorizationFailed')],
      state: 'Withheld',
    },
  ])('$because', ({ azure, is, state }) => {
    const { status, reason, message, names } = said(reconcile(input([web], azure)));
    expect([status, reason, message]).toEqual(is);
    expect(names).toEqual([`www.example.com A ${state}`]);
  });

  test('whose write Azure refuses is told in Azure’s words, and is never told as done', () => {
    const first = reconcile(input([web], azureState([ours('192.0.2.9')])));
    const operation = first.plan.operations.find(({ id }) => id.endsWith('/A/www'))!;
    const failure: Failure = {
      ...{ code: 'ScopeLocked', message: 'The zone is locked.', terminal: true, isRefusal: true, since: 0 },
      wish: wishOf(operation),
    };
    const failures = new Map([[armKey(operation.id), failure]]);
    const { status, reason, message, events } = said(
      reconcile(input([web], azureState([ours('192.0.2.9')]), { failures, memory: first.memory })),
    );
    expect([status, reason]).toEqual(['False', 'AzureError']);
    expect(message).toBe('www.example.com: Azure says ScopeLocked: The zone is locked.');
    expect(events).toEqual(['AzureError']);
  });
});

describe('events', () => {
  test('tell once that the names are there, when they had not been', () => {
    const asked = reconcile(input([web], EMPTY_AZURE));
    const { azure } = foresee(input([web], EMPTY_AZURE));
    const done = reconcile(input([web], azure, { memory: asked.memory }));
    expect(said(done).events).toEqual(['NamesProgrammed']);
    expect(said(reconcile(input([web], azure, { memory: done.memory }))).events).toEqual([]);
  });

  test.each([
    {
      because: 'the status is empty',
      object: ingress('web').host('www.example.com'),
      others: [],
      says: 'Its status has no address: its names wait for one.',
    },
    {
      because: 'its Gateway has no status yet',
      object: httpRoute('web').host('www.example.com').asking('edge'),
      others: [gateway('edge').listener()],
      says: "Gateway default/edge hasn't said yet whether it accepts this HTTPRoute",
    },
    {
      because: 'its Gateway has no address yet',
      object: httpRoute('web').host('www.example.com').asking('edge').told('edge', {}, {}),
      others: [gateway('edge').listener()],
      says: 'Gateway default/edge has no address yet',
    },
  ])('tell once what an object waits for, while $because', ({ object, others, says }) => {
    const ref = refOf(object.object());
    const objects = [object, ...others];
    const first = reconcile(input(objects, EMPTY_AZURE));
    const told = first.report.publications.filter((one) => one.kind === 'Event' && one.object === ref);
    expect(told).toMatchObject([{ type: 'Normal', reason: 'Waiting', message: expect.stringContaining(says) }]);
    expect(said(reconcile(input(objects, EMPTY_AZURE, { memory: first.memory })), ref).events).toEqual([]);
  });

  test('of 300 hosts are one for each reason', () => {
    const hosts = Array.from({ length: 300 }, (_, n) => `h${n}.${n % 2 ? 'example.org' : 'example.com'}`);
    const many = hosts.reduce((asker, host) => asker.host(host), ingress('web').at('192.0.2.1'));
    const first = reconcile(input([many], EMPTY_AZURE));
    expect(said(first).events).toEqual(['NoZone']);
    const failure: Failure = {
      ...{ code: 'TooManyRequests', message: 'Slow down.', terminal: false, isRefusal: false, since: 0 },
      wish: '',
    };
    const failures = new Map(first.plan.operations.map(({ id }) => [armKey(id), failure]));
    expect(failures.size).toBe(150);
    const throttled = said(reconcile(input([many], EMPTY_AZURE, { failures, memory: first.memory })));
    expect(throttled.events.toSorted()).toEqual(['AzureError', 'NoZone']);
    expect(throttled.message).toContain("150 of 300 names aren't there.");
    expect(throttled.message).toContain('and 145 more: Azure says TooManyRequests: Slow down. It is tried again.');
  });
});

test('a DNSEndpoint is told which generation was read, once', () => {
  const source = { ...settings().dns.sources[0]!, kind: 'DNSEndpoint' as const };
  const listed = { ...SETTINGS, dns: { ...SETTINGS.dns, sources: [source] } };
  const records = dnsEndpoint('mail').record('A', 'mail.example.com', ['192.0.2.7']).object();
  const publish = (observedGeneration?: number, endpoint = records) => {
    const object = {
      ...endpoint,
      meta: { ...endpoint.meta, generation: 2 },
      ...(observedGeneration !== undefined && { observedGeneration }),
    };
    const { report } = reconcile(input([{ object: () => object }], EMPTY_AZURE, { settings: listed }));
    return report.publications.flatMap((one) => (one.kind === 'CustomStatus' ? [one.status] : []));
  };
  expect(publish()).toEqual([{ observedGeneration: 2 }]);
  expect(publish(1)).toEqual([{ observedGeneration: 2 }]);
  expect(publish(2)).toEqual([]);
  expect(publish(1, dnsEndpoint('empty').object())).toEqual([{ observedGeneration: 2 }]);
});
