// The embedded API, and the cluster that is played beside it.
import { startKubernetesApi } from '../../sandbox/kubernetes/index.js';
import { startSimulatedCluster } from '../../sandbox/simulated-cluster/index.js';
import { UsageError } from '../failure.js';
import type { ClusterRequest, SandboxCluster } from './cluster.js';

export async function startEmbedded({ directory, port, warn }: ClusterRequest): Promise<SandboxCluster> {
  const running = await startKubernetesApi({ directory, ...(port !== undefined && { port }) }).catch(
    (error: unknown) => {
      const { code } = error as NodeJS.ErrnoException;
      if (port === undefined || (code !== 'EADDRINUSE' && code !== 'EACCES')) throw error;
      const why = code === 'EADDRINUSE' ? 'another program has that port' : 'that port is not for everybody';
      throw new UsageError(`--port ${port}: ${why}; choose another, or leave it out for a free one`);
    },
  );
  const told = new Set<string>();
  const once = (line: string): void => {
    if (!told.has(line)) warn(line);
    told.add(line);
  };
  const simulation = await startSimulatedCluster(running.api.client, {
    authority: running.ca,
    failed: (error) => once(`simulated cluster: ${(error as Error).message}`),
  });
  return {
    kubeconfig: running.kubeconfig,
    server: running.server,
    description: 'in this process; nodes, pods, controllers and the ingress controller are simulated',
    client: running.api.client,
    isOurs: true,
    stop: async () => {
      await simulation.stop();
      await running.stop();
    },
  };
}
