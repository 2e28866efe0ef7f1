// Which Kubernetes does the sandbox stand on? One in this process, the real programs, or a cluster of the user's: the
// same to all that follows.
import type { LocalClient } from '../../sandbox/kubernetes/client.js';

export interface SandboxCluster {
  /** A path; undefined is the usual kubeconfig. */
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly server: string;
  /** Which part of it is real, in a few words. */
  readonly description: string;
  readonly client: LocalClient;
  /** Nobody else's cluster: what is in it goes with it. */
  readonly isOurs: boolean;
  readonly stop: () => Promise<void>;
}

export interface ClusterRequest {
  /** `embedded`, `control-plane`, or the name of a context. */
  readonly kubernetes: string;
  readonly directory: string;
  /** Of the embedded API; a free one by default. */
  readonly port?: number;
  readonly warn: (line: string) => void;
}

/** What is started, said before it is. */
export function announcement(kubernetes: string): string {
  switch (kubernetes) {
    case 'embedded':
      return 'a Kubernetes API in this process with a simulated cluster (nodes, pods and controllers that only say so), and a fake Azure';
    case 'control-plane':
      return 'a real Kubernetes control plane with simulated nodes, pods and ingress controller, and a fake Azure';
    default:
      return `a fake Azure, for your cluster of the context ${kubernetes}`;
  }
}

export async function startCluster(request: ClusterRequest): Promise<SandboxCluster> {
  switch (request.kubernetes) {
    case 'embedded':
      return (await import('./embedded.js')).startEmbedded(request);
    case 'control-plane':
      return (await import('./control-plane.js')).startReal(request);
    default:
      return (await import('./context.js')).connectTo(request);
  }
}
