// The real programs of a control plane. What runs in its pods is played, and so is an ingress controller.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { connectionOf, createTransport } from '../../adapters/kubernetes/index.js';
import { findAssets } from '../../sandbox/control-plane/find-assets.js';
import { startControlPlane } from '../../sandbox/control-plane/start-control-plane.js';
import { startSimulatedIngressController } from '../../sandbox/simulated-cluster/index.js';
import { UsageError } from '../failure.js';
import type { ClusterRequest, SandboxCluster } from './cluster.js';
import { remoteClient } from './remote-client.js';

const ROOT = resolve(import.meta.dirname, '../../..');

export async function startReal({ directory }: ClusterRequest): Promise<SandboxCluster> {
  const running = await startControlPlane({ assets: await assets(), directory: join(directory, 'control-plane') });
  const kubeconfig = join(directory, 'kubeconfig');
  await copyFile(running.kubeconfig, kubeconfig);
  const transport = createTransport(connectionOf({ kubeconfig }));
  const client = remoteClient(transport);
  const ingressController = await startSimulatedIngressController(client);
  return {
    kubeconfig,
    server: running.server,
    description: 'real API server, controllers and scheduler; nodes, pods and the ingress controller are simulated',
    client,
    isOurs: true,
    stop: async () => {
      await ingressController.stop();
      await transport.close();
      await running.stop();
    },
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
  'kube-scheduler and kwok, or install Go 1.26, with which test/control-plane/build makes them; --kubernetes embedded needs neither';
