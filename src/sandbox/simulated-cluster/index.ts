// Who plays the rest of a cluster beside an API server? One loop: whenever something has changed, each controller
// looks at all there is and does what is missing. None remembers anything.
import type { LocalClient } from '../kubernetes/client.js';
import { Cluster } from './cluster.js';
import { keepDeployments } from './deployments.js';
import { keepEndpointSlices } from './endpoint-slices.js';
import { registerIngressClass, serveIngresses } from './ingress-controller.js';
import { runPods } from './kubelets.js';
import { furnishNamespaces } from './namespaces.js';
import { keepNodesReady, registerNodes } from './nodes.js';
import { API_VERSIONS, type Plural } from './objects.js';
import { keepReplicas } from './replica-sets.js';
import { schedulePods } from './scheduler.js';

export interface SimulatedClusterOptions {
  /** How many nodes register at the start; 3 by default. */
  readonly nodes?: number;
  /** An ingress controller with its own LoadBalancer Service; there is one unless told otherwise. */
  readonly ingressController?: boolean;
  /** PEM: what `kube-root-ca.crt` says in every namespace. */
  readonly authority?: string;
  /** A write was refused for another reason than that the object had changed or gone meanwhile. */
  readonly failed?: (error: unknown) => void;
}

export interface Simulation {
  /** Resolves when nothing is left to do for the controllers. */
  settled(): Promise<void>;
  /** Resolves when no write is under way any more. */
  stop(): Promise<void>;
}

const RETRY_AFTER = 500;

/** All of it. Resolves when the nodes are there. */
export function startSimulatedCluster(client: LocalClient, options: SimulatedClusterOptions = {}): Promise<Simulation> {
  const hasIngress = options.ingressController ?? true;
  return simulate(client, {
    plurals: Object.keys(API_VERSIONS) as Plural[],
    failed: options.failed,
    begin: async (cluster) => {
      await registerNodes(cluster, options.nodes ?? 3);
      if (hasIngress) await registerIngressClass(cluster);
    },
    controllers: [
      (cluster) => furnishNamespaces(cluster, options.authority ?? ''),
      keepNodesReady,
      ...(hasIngress ? [serveIngresses] : []),
      keepDeployments,
      keepReplicas,
      schedulePods,
      runPods,
      keepEndpointSlices,
    ],
  });
}

/** The ingress controller alone, for a cluster that has all the others. */
export function startSimulatedIngressController(client: LocalClient): Promise<Simulation> {
  return simulate(client, {
    plurals: ['namespaces', 'services', 'deployments', 'ingresses', 'ingressclasses'],
    failed: undefined,
    begin: registerIngressClass,
    controllers: [serveIngresses],
  });
}

interface Script {
  readonly plurals: readonly Plural[];
  readonly begin: (cluster: Cluster) => Promise<void>;
  readonly controllers: readonly ((cluster: Cluster) => Promise<void>)[];
  readonly failed: ((error: unknown) => void) | undefined;
}

async function simulate(client: LocalClient, { plurals, begin, controllers, failed }: Script): Promise<Simulation> {
  let isDirty = false;
  let isStopped = false;
  let running: Promise<void> | undefined;
  let retry: NodeJS.Timeout | undefined;
  const refused = (error: unknown): void => {
    if (![403, 404, 409].includes(Number((error as { code?: unknown }).code))) failed?.(error);
    retry ??= setTimeout(() => {
      retry = undefined;
      wake();
    }, RETRY_AFTER).unref();
  };
  const cluster = new Cluster(client, { changed: () => wake(), refused });
  const passes = async (): Promise<void> => {
    while (isDirty && !isStopped) {
      isDirty = false;
      for (const controller of controllers) await controller(cluster);
      // Whoever watches is served between two passes.
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  // Not before the start is over: the copy must be complete before anybody acts on it.
  let hasBegun = false;
  const wake = (): void => {
    isDirty = true;
    if (!hasBegun || isStopped) return;
    running ??= Promise.resolve()
      .then(passes)
      .catch((error: unknown) => refused(error))
      .finally(() => {
        running = undefined;
        if (isDirty && !retry) wake();
      });
  };
  await cluster.start(plurals);
  await begin(cluster);
  hasBegun = true;
  wake();
  return {
    settled: async () => {
      while (running && !isStopped) await running;
    },
    stop: async () => {
      isStopped = true;
      clearTimeout(retry);
      cluster.stop();
      await running;
    },
  };
}
