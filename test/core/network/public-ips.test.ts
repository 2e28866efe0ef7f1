import { describe, expect, test } from '@jest/globals';
import type { ArmResource } from '../../../src/core/network/arm-resource.js';
import { azureState, EMPTY_AZURE } from '../../../src/core/network/azure-state.js';
import { addressesOf, serviceAddress } from '../../../src/core/network/addresses.js';
import { desirePublicIPs } from '../../../src/core/network/public-ips/index.js';
import type { ArmId } from '../../../src/core/values/arm-id.js';
import { changedPaths, exposures, INTERNAL, NETWORK, prefixFor, service, SETTINGS, settled, uidOf } from './world.js';

const ID = `${NETWORK}/publicIPAddresses/kubernetes-${prefixFor(1)}` as ArmId;
const OURS = { 'azurenetwork-cluster': 'prod-1', 'azurenetwork-sources': 'Service/default/web-1' };
const PEERS = { 'k8s-azure-cluster-name': 'kubernetes', 'k8s-azure-service': 'default/web-1' };

function publicIP(tags: Record<string, string>, properties = {}): ArmResource {
  return {
    id: ID,
    name: `kubernetes-${prefixFor(1)}`,
    type: 'Microsoft.Network/publicIPAddresses',
    location: 'westeurope',
    zones: ['1', '2'],
    sku: { name: 'Standard', tier: 'Regional' },
    tags,
    properties: {
      publicIPAllocationMethod: 'Static',
      publicIPAddressVersion: 'IPv4',
      ipAddress: '20.50.0.11',
      provisioningState: 'Succeeded',
      ...properties,
    },
  };
}

test('a public Service has a static Standard IPv4 address, marked with whom it is for', () => {
  expect(publicIPsFor(exposures([service(1)]), EMPTY_AZURE).resources).toMatchObject([
    {
      id: ID,
      because: ['Service/default/web-1'],
      body: {
        location: 'westeurope',
        sku: { name: 'Standard' },
        properties: { publicIPAllocationMethod: 'Static', publicIPAddressVersion: 'IPv4' },
        tags: OURS,
      },
    },
  ]);
});

describe('what becomes of the public IP of that name', () => {
  test.each([
    { because: 'ours and right', tags: OURS, change: {}, becomes: 'same' },
    { because: "the peer's and right: tags alone are no reason to write", tags: PEERS, change: {}, becomes: 'same' },
    { because: 'held', tags: OURS, change: { standing: 'Held' }, becomes: 'same' },
    { because: 'the Service became internal', tags: OURS, change: INTERNAL, becomes: 'deleted' },
    { because: 'gone', tags: OURS, change: { standing: 'Gone' }, becomes: 'deleted' },
    { because: "gone, and it was the peer's", tags: PEERS, change: { standing: 'Gone' }, becomes: 'deleted' },
    { because: "somebody else's", tags: { owner: 'me' }, change: {}, becomes: 'untouched' },
    { because: "another cluster's", tags: { ...OURS, 'azurenetwork-cluster': 'b' }, change: {}, becomes: 'untouched' },
    { because: "the peer's, for another Service", tags: { service: 'default/b' }, change: {}, becomes: 'untouched' },
    { because: "gone, and somebody else's", tags: {}, change: { standing: 'Gone' }, becomes: 'untouched' },
  ] as const)('$because: $becomes', ({ tags, change, becomes }) => {
    const azure = azureState([publicIP(tags)]);
    const wish = publicIPsFor(exposures([service(1, change)]), azure);
    const [desired] = wish.resources;
    if (becomes === 'untouched') expect(desired).toBeUndefined();
    if (becomes === 'same') expect([desired!.body, changedPaths(wish, azure)]).toEqual([publicIP(tags), []]);
    if (becomes === 'deleted') {
      expect(desired).toMatchObject({ body: undefined, removals: [{ kind: 'PublicIP', id: ID }] });
    }
    const isTaken = becomes === 'untouched' && !('standing' in change);
    expect(wish.problems.map(({ reason }) => reason)).toEqual(isTaken ? ['NameTaken'] : []);
  });

  test("the peer's one that differs gets our tags with the write, beside its own", () => {
    const azure = azureState([publicIP(PEERS, { publicIPAllocationMethod: 'Dynamic' })]);
    const [desired] = publicIPsFor(exposures([service(1)]), azure).resources;
    expect(desired!.body).toEqual(publicIP({ ...PEERS, ...OURS }));
  });

  test.each([
    { because: 'its Service vanished', foreign: [], paths: 1 },
    { because: "its Service is somebody else's now", foreign: [uidOf(1)], paths: 0 },
  ])('$because', ({ foreign, paths }) => {
    const asked = exposures([], { foreignServiceUids: new Set(foreign) });
    const { resources, owned } = publicIPsFor(asked, azureState([publicIP(OURS)]));
    expect(resources).toHaveLength(paths);
    expect(owned).toEqual({ PublicIP: paths });
    for (const { removals } of resources) expect(removals[0]!.because).toEqual(['Service/default/web-1']);
  });
});

test('a held Service without a public IP gets none', () => {
  const wish = publicIPsFor(exposures([service(1, { standing: 'Held' })]), EMPTY_AZURE);
  expect(wish.resources).toEqual([]);
});

test('what cannot be read is neither made nor deleted', () => {
  const unreadable = new Map([
    [`${NETWORK}/publicIPAddresses`.toLowerCase() as never, { status: 403, code: 'AuthorizationFailed', message: '' }],
  ]);
  const wish = publicIPsFor(exposures([service(1)]), { resources: new Map(), unreadable });
  expect(wish.resources).toEqual([]);
  expect(wish.withheld).toMatchObject([{ id: ID, reason: 'Unreadable', because: ['Service/default/web-1'] }]);
});

describe('the address of a Service', () => {
  test.each([
    { because: 'ours', tags: OURS, address: '20.50.0.11' },
    { because: "the peer's", tags: PEERS, address: '20.50.0.11' },
    { because: "somebody else's address is never ours to open", tags: {}, address: undefined },
  ])('$because', ({ tags, address }) => {
    const azure = azureState([publicIP(tags)]);
    expect(serviceAddress(azure, SETTINGS, service(1))).toBe(address);
    expect(addressesOf(azure, SETTINGS, service(1))).toEqual(address ? [address] : []);
  });

  test('an internal one answers at its frontend', () => {
    const internal = service(1, INTERNAL);
    const azure = settled(exposures([internal]));
    const loadBalancer = azure.resources.get(`${NETWORK}/loadBalancers/kubernetes-internal`.toLowerCase() as never)!;
    const frontends = loadBalancer.properties!['frontendIPConfigurations'] as readonly { properties: object }[];
    const given = frontends.map((one) => ({ ...one, properties: { ...one.properties, privateIPAddress: '10.1.0.9' } }));
    const properties = { ...loadBalancer.properties, frontendIPConfigurations: given };
    const answered = azureState([{ ...loadBalancer, properties }]);
    expect(serviceAddress(azure, SETTINGS, internal)).toBeUndefined();
    expect(serviceAddress(answered, SETTINGS, internal)).toBe('10.1.0.9');
    expect(serviceAddress(answered, SETTINGS, service(2, INTERNAL))).toBeUndefined();
  });
});
