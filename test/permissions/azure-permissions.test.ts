// Does the operator need in Azure what docs/azure-permissions.md says, no more and no less? Everything that it knows is
// made, changed and deleted against the fake Azure, whose journal says what was asked for.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFile, writeFile } from 'node:fs/promises';
import { Agent, request } from 'undici';
import { internalService, node, publicService } from '../../bench/objects.js';
import type { World } from '../../bench/world.js';
import { startWorld } from '../../bench/world.js';
import type { ClusterObject } from '../../src/core/cluster/cluster-state.js';
import { project } from '../../src/core/cluster/project.js';
import { actionOf, linkedActions } from './azure-actions.js';
import { permissionsPage, PRIVATE_TYPES, PUBLIC_TYPES, RIGHTS } from './azure-role.js';

const PAGE = 'docs/azure-permissions.md';
/** What a record of each type may hold. */
const TARGETS: Readonly<Record<string, string>> = {
  A: '10.9.8.7',
  AAAA: 'fd00:9::7',
  CAA: '0 issue "ca.example.net"',
  CNAME: 'elsewhere.example.net',
  MX: '10 mail.example.net',
  NS: 'ns1.example.net',
  PTR: 'host.example.net',
  SRV: '0 50 443 www.example.net',
  TXT: 'some text',
};

describe('the permissions in Azure', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ profile: 'instant' });
  }, 60_000);
  afterAll(async () => world?.stop());

  test('are those that the operator asks for in a life from the first Service to the last', async () => {
    const { cluster, azure } = world;
    const [zone, privateZone] = [world.zones[0]!, world.privateZone!];
    const linked = new Set<string>();
    const live = async (change: () => void): Promise<void> => {
      await world.measure(change);
      for (const resource of await azure.state()) linkedActions(resource.properties).forEach((one) => linked.add(one));
    };

    // What was written without an answer is looked at again.
    await fail([
      {
        match: { method: 'PUT', path: '**/dnszones/**', times: PUBLIC_TYPES.length },
        fault: { dropAfterCommit: true },
      },
      {
        match: { method: 'PUT', path: '**/privateDnsZones/**', times: PRIVATE_TYPES.length },
        fault: { dropAfterCommit: true },
      },
    ]);
    await live(() => {
      cluster.put(publicService(1));
      cluster.put(internalService(2));
      cluster.put(endpoint('public', zone, PUBLIC_TYPES));
      cluster.put(endpoint('private', privateZone, PRIVATE_TYPES));
    });
    await live(() => cluster.put(node(50)));
    await live(() => {
      cluster.list('Service').forEach((object) => cluster.put(deleted(object)));
      cluster.list('DNSEndpoint').forEach((object) => cluster.remove(object));
    });

    const asked = (await azure.journal(0)).map(actionOf);
    expect([...new Set([...asked, ...linked])].sort()).toEqual(Object.keys(RIGHTS).sort());
  }, 60_000);

  async function fail(faults: readonly object[]): Promise<void> {
    const { certificateAuthority: ca, environment } = world.azure;
    const dispatcher = new Agent({ connect: { ca } });
    const url = new URL('/_fake/faults', environment.AZURE_AUTHORITY_HOST);
    const { statusCode } = await request(url, { method: 'PUT', dispatcher, body: JSON.stringify(faults) });
    expect(statusCode).toBeLessThan(300);
    await dispatcher.close();
  }

  test('are told in the docs (renewed by `npm run permissions`)', async () => {
    if (process.env.RENEW_PERMISSIONS) await writeFile(PAGE, permissionsPage());
    expect(await readFile(PAGE, 'utf8')).toBe(permissionsPage());
  });
});

describe('the action of a request', () => {
  const ZONE = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/dnsZones/example.com';
  test.each([
    ['GET', ZONE, 'Microsoft.Network/dnsZones/read', 'a resource'],
    ['GET', `${ZONE}/recordsets`, 'Microsoft.Network/dnsZones/recordsets/read', 'a collection ends with its type'],
    ['PUT', `${ZONE}/A/@`, 'Microsoft.Network/dnsZones/A/write', 'names of children are left out, too'],
    ['DELETE', `${ZONE}/A/@`, 'Microsoft.Network/dnsZones/A/delete', 'deleting has a verb of its own'],
    [
      'GET',
      '/subscriptions/s/providers/Microsoft.Network/locations/westeurope/operations/1',
      'Microsoft.Network/locations/operations/read',
      'operations stand outside of resource groups',
    ],
    [
      'POST',
      '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/networkInterfaces/n/effectiveRouteTable',
      'Microsoft.Network/networkInterfaces/effectiveRouteTable/action',
      'whatever is asked by POST is an action',
    ],
    [
      'PUT',
      '/subscriptions/s/providers/Microsoft.Network/virtualNetworks/v/providers/Microsoft.Authorization/locks/l',
      'Microsoft.Authorization/locks/write',
      'the last provider counts',
    ],
  ])('%s %s → %s, because %s', (method, path, action) => {
    expect(actionOf({ method, path })).toBe(action);
  });

  test('also names what the written body refers to, but not what Azure filled in', () => {
    const id = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/x/y';
    expect(
      linkedActions({
        frontendIPConfigurations: [{ properties: { publicIPAddress: { id } } }, { properties: { subnet: { id } } }],
        backendAddressPools: [{ properties: { virtualNetwork: { id: '' }, backendIPConfigurations: [{ id }] } }],
        securityRules: [{ properties: { sourceApplicationSecurityGroups: [{ id }] } }],
        subnets: [{ id }],
      }),
    ).toEqual([
      'Microsoft.Network/applicationSecurityGroups/joinNetworkSecurityRule/action',
      'Microsoft.Network/publicIPAddresses/join/action',
      'Microsoft.Network/virtualNetworks/joinLoadBalancer/action',
      'Microsoft.Network/virtualNetworks/subnets/join/action',
    ]);
  });
});

/** A name of each type. */
function endpoint(name: string, zone: string, types: readonly string[]): ClusterObject {
  const endpoints = types.map((type) => ({
    ...{ dnsName: `${type.toLowerCase()}-record.${zone}`, recordType: type, targets: [TARGETS[type]] },
  }));
  return project('DNSEndpoint', { metadata: { name, creationTimestamp: '2026-01-01T00:00:00Z' }, spec: { endpoints } });
}

function deleted(object: ClusterObject): ClusterObject {
  return { ...object, meta: { ...object.meta, deletionTimestamp: '2026-02-01T00:00:00Z' } };
}
