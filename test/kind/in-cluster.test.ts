// Does the operator that was installed in a cluster do its work there? Two replicas as Pods, the fake Azure beside them;
// `make e2e-kind` makes all that and says where it is. Without that the suite is skipped aloud.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { eventually } from '../contract/eventually.js';
import type { FakeAzureControl, Resource } from '../e2e/fake-azure.js';
import { controlFakeAzure } from '../e2e/fake-azure.js';
import { NAMESPACE } from '../e2e/in-cluster.js';
import { essence } from '../e2e/world.js';

const { E2E_KUBECONFIG, E2E_FAKE_AZURE, E2E_FAKE_CA } = process.env;
/** Milliseconds, for what a cluster must first pull, schedule or notice. */
const PATIENCE = 90_000;
/** Milliseconds a test: longer, so that it is told what was waited for. */
const LIMIT = 3 * PATIENCE;

if (E2E_KUBECONFIG && E2E_FAKE_AZURE && E2E_FAKE_CA) {
  describe('the operator in a cluster', () => inCluster(E2E_KUBECONFIG, E2E_FAKE_AZURE, E2E_FAKE_CA));
} else {
  const why = 'no cluster with the operator in it: `make e2e-kind` makes one';
  process.stderr.write(`SKIPPED the operator in a cluster: ${why}\n`);
  describe('the operator in a cluster', () => test.skip(why, () => undefined));
}

function inCluster(kubeconfig: string, endpoint: string, caFile: string): void {
  let azure: FakeAzureControl;
  let untouched: string;

  const kubectl = (args: readonly string[], input?: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const child = execFile('kubectl', ['--kubeconfig', kubeconfig, ...args], (error, stdout, stderr) =>
        error ? reject(new Error(`kubectl ${args.join(' ')}: ${stderr}`)) : resolve(stdout),
      );
      child.stdin?.end(input);
    });
  const get = async (...args: readonly string[]): Promise<any> =>
    JSON.parse(await kubectl(['get', ...args, '-o', 'json']));
  const operator = (...args: readonly string[]): readonly string[] => ['--namespace', NAMESPACE, ...args];
  const addressOf = (service: string): Promise<string> =>
    eventually(async () => {
      const ip = (await get('service', service)).status.loadBalancer.ingress?.[0]?.ip as string | undefined;
      expect(ip).toBeDefined();
      return ip!;
    }, PATIENCE);
  const leader = async (): Promise<string> => {
    const { spec } = await get('lease', 'azure-network-operator', ...operator());
    expect(spec.holderIdentity).toMatch(/^azure-network-operator-/);
    // The name of its Pod, then something of its own.
    return (spec.holderIdentity as string).split('_')[0]!;
  };

  beforeAll(async () => {
    azure = controlFakeAzure(endpoint, await readFile(caFile, 'utf8'));
    untouched = essence(await azure.state());
    const zones = (await azure.ofType('dnsZones')).map(({ id }) => ({ id }));
    const metadata = { name: 'default' };
    const spec = { clusterId: 'e2e', dns: { zones }, safety: { maxDeletePercent: 100 } };
    const settings = { apiVersion: 'azurenetwork.dev/v1alpha1', kind: 'AzureNetwork', metadata, spec };
    await kubectl(['apply', '--filename', '-'], JSON.stringify(settings));
  }, LIMIT);
  afterAll(() => azure?.close());

  test(
    'both replicas become ready, and one of them leads',
    async () => {
      await kubectl(
        operator('rollout', 'status', 'deployment/azure-network-operator', `--timeout=${PATIENCE / 1000}s`),
      );
      const pods = (await get('pods', ...operator())).items as { metadata: { name: string } }[];
      expect(pods).toHaveLength(2);
      await eventually(async () => expect(pods.map(({ metadata }) => metadata.name)).toContain(await leader()));
    },
    LIMIT,
  );

  test(
    'a Service gets an address, with the nodes behind it and its port open',
    async () => {
      await kubectl(['apply', '--filename', '-'], service('first', 80));
      const ip = await addressOf('first');
      expect((await azure.ofType('publicIPAddresses')).map(({ properties }) => properties.ipAddress)).toEqual([ip]);
      const nodes = (await get('nodes', '--selector', '!node-role.kubernetes.io/control-plane')).items as Node[];
      const internal = nodes.flatMap(({ status }) => status.addresses.filter(({ type }) => type === 'InternalIP'));
      const [balancer] = await azure.ofType('loadBalancers');
      const members = balancer!.properties.backendAddressPools[0].properties.loadBalancerBackendAddresses as Resource[];
      expect(members.map(({ properties }) => properties.ipAddress as string).sort()).toEqual(
        internal.map(({ address }) => address).sort(),
      );
      const [group] = await azure.ofType('networkSecurityGroups');
      const open = (group!.properties.securityRules as Resource[]).map(({ properties }) => properties);
      expect(open).toContainEqual(expect.objectContaining({ access: 'Allow', destinationAddressPrefix: ip }));
    },
    LIMIT,
  );

  test(
    'an Ingress with an address gets its name',
    async () => {
      await kubectl(['apply', '--filename', '-'], INGRESS);
      await eventually(async () => {
        const [record] = await azure.ofType('dnszones/A');
        expect(record?.properties.ARecords).toEqual([{ ipv4Address: '198.51.100.9' }]);
      }, PATIENCE);
    },
    LIMIT,
  );

  test(
    'when the leader goes, the other one goes on',
    async () => {
      const before = await leader();
      await kubectl(operator('delete', 'pod', before, '--grace-period=0', '--force'));
      await kubectl(['apply', '--filename', '-'], service('second', 81));
      await addressOf('second');
      expect(await leader()).not.toBe(before);
    },
    LIMIT,
  );

  test(
    'deleting everything leaves Azure as it was',
    async () => {
      await kubectl(['delete', 'ingress', 'shop']);
      await kubectl(['delete', 'service', 'first', 'second', `--timeout=${PATIENCE / 1000}s`]);
      await eventually(async () => expect(essence(await azure.state())).toBe(untouched), PATIENCE);
    },
    LIMIT,
  );
}

interface Node {
  readonly status: { readonly addresses: readonly { readonly type: string; readonly address: string }[] };
}

function service(name: string, port: number): string {
  const spec = {
    type: 'LoadBalancer',
    loadBalancerClass: 'azurenetwork.dev/azure',
    selector: { app: name },
    ports: [{ port }],
  };
  return JSON.stringify({ apiVersion: 'v1', kind: 'Service', metadata: { name }, spec });
}

const INGRESS = `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop, annotations: { azurenetwork.dev/target: 198.51.100.9 } }
spec:
  rules: [{ host: shop.example.com, http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: first, port: { number: 80 } } } }] } }]
`;
