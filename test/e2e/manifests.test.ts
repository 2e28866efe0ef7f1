// Do the manifests install? Each variant on a real API server, in a namespace that enforces the restricted level: without a
// violation, without a warning, and with the pods that it asks for.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseAllDocuments, stringify } from 'yaml';
import { describeOnControlPlane } from '../contract/describe-on-control-plane.js';
import { eventually } from '../contract/eventually.js';
import { install, MANIFESTS, NAMESPACE } from './in-cluster.js';

// Objects of many kinds, as their manifests have them.
type Item = any;

const VARIANTS = ['.', 'overlays/workload-identity', 'overlays/managed-identity', 'overlays/azure-json'];
/** Of src/operator/loop.ts: seconds that a stop waits for what is under way. */
const DRAIN = 30;

describeOnControlPlane('the manifests', (controlPlane) => {
  const kubectl = async (...args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await controlPlane().kubectl(args);
    if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}`);
    return stdout;
  };
  const get = async (...args: readonly string[]): Promise<Item> =>
    JSON.parse(await kubectl('get', ...args, '-o', 'json'));

  test.each(VARIANTS)(
    '%s installs without a warning, and its pods run under the restricted level',
    async (variant) => {
      expect(await install(controlPlane(), join(MANIFESTS, variant))).toBe('');
      await kubectl('-n', NAMESPACE, 'rollout', 'status', 'deployment/azure-network-operator', '--timeout=60s');
      const { generation } = (await get('deployment', 'azure-network-operator', '-n', NAMESPACE)).metadata;
      await eventually(async () => {
        const { status } = await get('deployment', 'azure-network-operator', '-n', NAMESPACE);
        expect(status).toMatchObject({ observedGeneration: generation, updatedReplicas: 2, replicas: 2 });
      });
      const { metadata } = await get('namespace', NAMESPACE);
      expect(metadata.labels['pod-security.kubernetes.io/enforce']).toBe('restricted');
    },
    90_000,
  );

  test('a second apply changes nothing', async () => {
    await install(controlPlane());
    const { code, stdout } = await controlPlane().kubectl(['diff', '-k', MANIFESTS]);
    expect([code, stdout]).toEqual([0, '']);
  }, 60_000);

  test('the restricted level is not for show: what is not hardened is refused', async () => {
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'soft', namespace: NAMESPACE } };
    const manifest = JSON.stringify({ ...pod, spec: { containers: [{ name: 'a', image: 'a' }] } });
    const { code, stderr } = await controlPlane().kubectl(['apply', '-f', '-'], manifest);
    expect([code, stderr]).toEqual([1, expect.stringContaining('violates PodSecurity "restricted')]);
  }, 60_000);

  test('the two replicas run on nodes of their own', async () => {
    const { items } = await get('pods', '-n', NAMESPACE, '-l', 'app.kubernetes.io/name=azure-network-operator');
    const nodes = (items as Item[])
      .filter(({ metadata }) => !metadata.deletionTimestamp)
      .map(({ spec }) => spec.nodeName);
    expect(nodes).toHaveLength(2);
    expect(new Set(nodes).size).toBe(2);
  }, 60_000);

  test('what was installed goes away again', async () => {
    await kubectl('delete', '-k', MANIFESTS, '--timeout=60s');
    expect(await kubectl('get', 'crd', '-o', 'name')).not.toContain('azurenetwork.dev');
  }, 90_000);

  test.each([
    { variant: '.', isOpen: false, because: 'a client secret is for Azure itself' },
    { variant: 'overlays/workload-identity', isOpen: false, because: 'its token is a file' },
    { variant: 'overlays/managed-identity', isOpen: true, because: 'its tokens come from there' },
    { variant: 'overlays/azure-json', isOpen: true, because: 'it may say useManagedIdentityExtension' },
  ])("$variant: the way to the node's metadata service is open: $isOpen, $because", async ({ variant, isOpen }) => {
    const objects = parseAllDocuments(await kubectl('kustomize', join(MANIFESTS, variant)));
    const policy = objects.map((one): Item => one.toJS()).find(({ kind }) => kind === 'NetworkPolicy');
    const metadata = { to: [{ ipBlock: { cidr: '169.254.169.254/32' } }], ports: [{ protocol: 'TCP', port: 80 }] };
    const ways = (policy.spec.egress as Item[]).filter(({ to }) => to);
    expect(ways).toEqual(isOpen ? [metadata] : []);
  });

  test('the key of sealed TXT records goes beside any way to Azure', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'overlay-'));
    try {
      const at = (path: string): string => relative(folder, join(MANIFESTS, path));
      const overlay = { resources: [at('overlays/azure-json')], components: [at('components/txt-encryption-key')] };
      await writeFile(join(folder, 'kustomization.yaml'), stringify(overlay));
      const objects = parseAllDocuments(await kubectl('kustomize', folder)).map((one): Item => one.toJS());
      const { spec } = objects.find(({ kind }) => kind === 'Deployment').spec.template;
      expect(spec.containers[0].args).toEqual([
        'run',
        '--azure-config=/etc/azure/azure.json',
        '--txt-encryption-key=/etc/external-dns/key',
      ]);
      expect(spec.volumes.map(({ secret }: Item) => secret.secretName).sort()).toEqual([
        'azure-config',
        'txt-encryption-key',
      ]);
      expect(spec.containers[0].volumeMounts).toHaveLength(2);
    } finally {
      await rm(folder, { recursive: true });
    }
  }, 60_000);

  test('an overlay of somebody else, outside of the repository, stands on them', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'overlay-'));
    try {
      const resources = [relative(folder, join(MANIFESTS, 'base'))];
      const images = [{ name: 'azure-network-operator', newName: 'registry.example.com/operator', newTag: '9' }];
      await writeFile(join(folder, 'kustomization.yaml'), stringify({ resources, images }));
      expect(await kubectl('kustomize', folder)).toContain('image: registry.example.com/operator:9');
    } finally {
      await rm(folder, { recursive: true });
    }
  }, 60_000);
});

describe('the Deployment', () => {
  const deployment = async (): Promise<Item> =>
    parseAllDocuments(await readFile(join(MANIFESTS, 'base/deployment.yaml'), 'utf8'))[0]!.toJS();

  test('runs the image of this version', async () => {
    const { version } = JSON.parse(await readFile(join(MANIFESTS, '../package.json'), 'utf8')) as { version: string };
    const [container] = (await deployment()).spec.template.spec.containers as Item[];
    expect(container.image).toBe(`azure-network-operator:${version}`);
  });

  test('gives the operator more time to stop than it takes', async () => {
    expect((await deployment()).spec.template.spec.terminationGracePeriodSeconds).toBeGreaterThan(DRAIN + 10);
  });
});
