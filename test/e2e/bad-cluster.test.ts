// A cluster that isn't as it should be: the operator says what it lacks, keeps waiting, and goes on when it is there.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { describeOnControlPlane } from '../contract/describe-on-control-plane.js';
import { eventually } from '../contract/eventually.js';
import type { FakeAzure } from './fake-azure.js';
import { startFakeAzure } from './fake-azure.js';
import { kubeconfigOfOperator, MANIFESTS, NAMESPACE } from './in-cluster.js';
import type { Program } from './program.js';
import { startProgram } from './program.js';

const CRDS = join(MANIFESTS, '../crds');

describeOnControlPlane('a cluster that lacks something', (controlPlane) => {
  let directory: string;
  let azure: FakeAzure;
  let kubeconfig: string;
  const programs: Program[] = [];

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'bad-cluster-'));
    azure = await startFakeAzure(join(directory, 'azure'));
    await kubectl(['apply', '-f', '-'], await allButCRDs());
    kubeconfig = await kubeconfigOfOperator(controlPlane());
  }, 120_000);
  afterAll(async () => {
    await Promise.all(programs.map((program) => program.kill('SIGKILL')));
    await azure?.stop();
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  }, 60_000);

  async function kubectl(args: readonly string[], stdin?: string): Promise<string> {
    const { code, stdout, stderr } = await controlPlane().kubectl(args, stdin);
    if (code !== 0) throw new Error(stderr);
    return stdout;
  }

  async function allButCRDs(): Promise<string> {
    const documents = parseAllDocuments(await kubectl(['kustomize', MANIFESTS]));
    return documents.filter((one) => one.get('kind') !== 'CustomResourceDefinition').join('');
  }

  function start(): Program {
    const program = startProgram(
      [
        ...['run', '--kubeconfig', kubeconfig, '--azure-config', join(azure.directory, 'azure.json')],
        ...['--health-address', '127.0.0.1:0', '--metrics-address', '127.0.0.1:0'],
        ...['--leader-elect', '--leader-election-namespace', NAMESPACE, '--leader-election-lease-duration', '4s'],
        ...['--leader-election-renew-deadline', '3s', '--leader-election-retry-period', '1s'],
      ],
      azure.environment,
    );
    programs.push(program);
    return program;
  }

  /** What /readyz says, once it says this. */
  async function readyz(program: Program, says: RegExp): Promise<void> {
    await eventually(async () => {
      const { health } = /"health":(?<health>\d+)/.exec(program.output())!.groups!;
      expect(await (await fetch(`http://127.0.0.1:${health}/readyz`)).text()).toMatch(says);
    });
    expect(program.process.exitCode).toBeNull();
  }

  test('no CRDs: it says what to apply', async () => {
    const program = start();
    await readyz(program, /the kinds of azurenetwork\.dev\/v1alpha1 are not installed; .*kubectl apply -k crds/);
    expect(program.output()).toMatch(/"level":50.*"the cluster lacks something"/);
  }, 60_000);

  test('a CRD of an older version: it says which field that one lacks', async () => {
    await kubectl(['apply', '-k', CRDS]);
    const crd = parse(await readFile(join(CRDS, 'azurenetwork.dev_azurenetworks.yaml'), 'utf8'));
    delete crd.spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.safety;
    await kubectl(['apply', '-f', '-'], stringify(crd, { aliasDuplicateObjects: false }));
    await readyz(programs[0]!, /the installed CRD of AzureNetwork is too old, it doesn't know \.spec\.safety; /);
  }, 60_000);

  test('the right CRDs, and settings: it goes on by itself, and leads', async () => {
    await kubectl(['apply', '-k', CRDS]);
    const network = { apiVersion: 'azurenetwork.dev/v1alpha1', kind: 'AzureNetwork', metadata: { name: 'default' } };
    await eventually(() => kubectl(['apply', '-f', '-'], JSON.stringify({ ...network, spec: { clusterId: 'bad' } })));
    await readyz(programs[0]!, /^ok, leader\n$/);
  }, 60_000);

  test('a second operator of the same name stands by, ready, and says who leads', async () => {
    const second = start();
    await readyz(second, /^ok, standby\n$/);
    const { holder } = /"identity":"(?<holder>[^"]+)","msg":"leading"/.exec(programs[0]!.output())!.groups!;
    expect(second.output()).toContain(`"leader":"${holder}","msg":"standing by"`);
    await second.kill();
  }, 60_000);

  test('no right to the lease: it says which, and where; the one that led ends, for it cannot renew', async () => {
    await kubectl(['-n', NAMESPACE, 'delete', 'rolebinding', 'azure-network-operator']);
    expect(await programs[0]!.ended).toBe(2);
    expect(programs[0]!.output()).toMatch(/"because":"it could not be renewed for [\d.]+ s: the permission to patch/);
    const next = start();
    await readyz(
      next,
      /leader election: the permission to get leases\.coordination\.k8s\.io "azure-network-operator" in namespace "azure-network-operator" is missing/,
    );
    await kubectl(['apply', '-k', MANIFESTS]);
    await readyz(next, /^ok, leader\n$/);
    expect(await next.kill()).toBe(0);
  }, 60_000);
});
