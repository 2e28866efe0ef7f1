// Which Kubernetes does the sandbox stand on? The real programs, with our kinds installed and settings that fit the fake.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { findAssets } from '../../sandbox/control-plane/find-assets.js';
import { startControlPlane } from '../../sandbox/control-plane/start-control-plane.js';
import { UsageError } from '../failure.js';

const ROOT = resolve(import.meta.dirname, '../../..');

export interface SandboxCluster {
  readonly kubeconfig: string;
  readonly server: string;
  /** Our kinds, and an AzureNetwork with these zones. */
  install(zones: readonly string[]): Promise<void>;
  applyExamples(): Promise<void>;
  /** Resolves when the examples' pods run. */
  readonly settled: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export async function startCluster(directory: string): Promise<SandboxCluster> {
  const { kubeconfig, server, kubectl, stop } = await startControlPlane({ assets: await assets(), directory });
  const must = async (args: readonly string[], stdin?: string): Promise<void> => {
    const { code, stderr } = await kubectl(args, stdin);
    if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr.trim()}`);
  };
  return {
    kubeconfig,
    server,
    stop,
    install: async (zones) => {
      await must(['apply', '-f', resolve(ROOT, 'crds')]);
      await must(['wait', '--for=condition=Established', '--timeout=30s', 'crd', '--all']);
      await must(['apply', '-f', '-'], JSON.stringify(settings(zones)));
    },
    applyExamples: () => must(['apply', '-f', resolve(ROOT, 'manifests/examples')]),
    settled: () => must(['wait', '--for=condition=Available', '--timeout=60s', 'deployment', '--all']),
  };
}

function settings(zones: readonly string[]): object {
  return {
    apiVersion: 'azurenetwork.dev/v1alpha1',
    kind: 'AzureNetwork',
    metadata: { name: 'default' },
    spec: { clusterId: 'sandbox', dns: { zones: zones.map((id) => ({ id })) } },
  };
}

async function assets(): Promise<string> {
  const found = findAssets();
  if (found) return found;
  const build = resolve(ROOT, 'test/control-plane/build');
  if (!existsSync(build)) throw new UsageError(NO_ASSETS);
  process.stdout.write(
    'No KUBEBUILDER_ASSETS: taking the control plane that Go builds here (some minutes the first time) …\n',
  );
  const { stdout } = await promisify(execFile)(build).catch(() => {
    throw new UsageError(NO_ASSETS);
  });
  return stdout.trim();
}

const NO_ASSETS =
  'no Kubernetes programs: set KUBEBUILDER_ASSETS to a folder with kube-apiserver, etcd, kubectl, kube-controller-manager, ' +
  'kube-scheduler and kwok, or install Go 1.26, with which test/control-plane/build makes them';
