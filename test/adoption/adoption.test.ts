// Does a cluster move from Azure's cloud controller to us without a write on what carries its packets? Each folder holds
// Services and the Azure that the cloud controller left for them, written down by its documented conventions; from the
// first plan to the last step no load balancer and no public IP is written.
import { describe, expect, test } from '@jest/globals';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readManifests } from '../../src/cli/plan/manifests.js';
import { planDocument } from '../../src/cli/plan/plan-document.js';
import { planOffline } from '../../src/cli/plan/plan-offline.js';
import { readSavedAzure } from '../../src/cli/plan/saved-azure.js';
import type { ArmResource } from '../../src/core/network/arm-resource.js';
import type { JsonObject } from '../../src/core/values/json.js';

const HERE = import.meta.dirname;
const CASES = readdirSync(HERE, { withFileTypes: true }).filter((entry) => entry.isDirectory());

/** `change`: of the AzureNetwork's spec.loadBalancer. */
async function planFor(folder: string, change: JsonObject = {}) {
  const manifests = await readManifests([join(folder, 'cluster.yaml')]);
  const objects = manifests.objects.map(({ kind, raw }) => {
    if (kind !== 'AzureNetwork') return { kind, raw };
    const spec = raw['spec'] as JsonObject;
    return {
      kind,
      raw: { ...raw, spec: { ...spec, loadBalancer: { ...(spec['loadBalancer'] as JsonObject), ...change } } },
    };
  });
  const { foreseen, problems, notes } = planOffline(
    { ...manifests, objects },
    await readSavedAzure(join(folder, 'azure.json')),
  );
  return planDocument(foreseen, problems, notes);
}

const isOfSecurity = ({ type }: { readonly type: string }): boolean => /networkSecurityGroups$/i.test(type);

describe('what the cloud controller made is taken as it is', () => {
  test.each(CASES)('$name', async ({ name }) => {
    const { operations, problems, held, statuses } = await planFor(join(HERE, name));
    expect(operations.filter((one) => !isOfSecurity(one))).toEqual([]);
    expect([problems.filter(({ severity }) => severity === 'Error'), held]).toEqual([[], []]);
    for (const { object, conditions } of statuses)
      expect([object, conditions.filter(({ status }) => status !== 'True')]).toEqual([object, []]);
  });
});

describe('pools of network interfaces', () => {
  const folder = join(HERE, 'network-interfaces');

  test('stay, and what their replacement takes is said', async () => {
    const { withheld } = await planFor(folder);
    expect(withheld).toMatchObject([
      { reason: 'NicPool', message: expect.stringContaining('spec.loadBalancer.adopt.replaceNicPools: true') },
    ]);
  });

  test('are replaced in one write of the load balancer', async () => {
    const { operations, withheld, problems } = await planFor(folder, { adopt: { replaceNicPools: true } });
    expect([problems, withheld]).toEqual([[], []]);
    const writes = operations.filter((one) => !isOfSecurity(one));
    expect(writes.map(({ action, id }) => `${action} ${id.split('/').at(-1)}`)).toEqual(['Update kubernetes']);
    const paths = writes[0]!.changes.map(({ path }) => path);
    expect(paths).toContain('/properties/backendAddressPools[kubernetes-addresses]');
    expect(paths.filter((path) => path.endsWith('/backendAddressPool/id'))).toHaveLength(3);
    expect(paths).toHaveLength(7);
  });
});

// What the cloud controller itself wrote, against a server that completes bodies as Azure does. The recordings are data
// that doesn't belong to this project: AZURE_RECORDINGS names the folder where they are.
const recordings = join(process.env['AZURE_RECORDINGS'] ?? '', 'cloud-controller-manager');
const isThere = process.env['AZURE_RECORDINGS'] !== undefined && existsSync(join(recordings, 'state.json'));
const recorded = isThere ? test : test.skip;

recorded("the cloud controller's own recording (skipped where AZURE_RECORDINGS doesn't name it)", async () => {
  const saved = await readSavedAzure(join(recordings, 'state.json'));
  const { raw } = (await readManifests([join(HERE, 'public', 'cluster.yaml')])).objects.find(
    ({ kind }) => kind === 'AzureNetwork',
  )!;
  const idOf = (type: string): string => saved.find((one: ArmResource) => one.type.endsWith(type))!.id;
  const network = idOf('loadBalancers').replace(/loadBalancers.*/, 'virtualNetworks/vnet1');
  const spec = {
    ...(raw['spec'] as object),
    resourceGroup: 'rg1',
    virtualNetworkId: network,
    loadBalancer: { name: 'kubernetes', claim: 'All' },
    securityGroups: [{ id: idOf('networkSecurityGroups') }],
  };
  const cluster = await readManifests([join(recordings, 'cluster.yaml')]);
  const objects = [...cluster.objects, { kind: 'AzureNetwork' as const, raw: { ...raw, spec } }];
  const { foreseen, problems, notes } = planOffline({ ...cluster, objects }, saved);
  const document = planDocument(foreseen, problems, notes);
  expect(document.operations.filter((one) => !isOfSecurity(one))).toEqual([]);
  expect([document.problems, document.held]).toEqual([[], []]);
});
