// Does what we say of an API server hold on a real one as well as on the embedded one? A suite declared here runs on
// both, with the same expectations: the real one is the truth. What differs and is meant to stay so stands in
// kubernetes-api/known-differences.ts; there the embedded one must fail, or the difference has gone and is struck off.
import { afterAll, beforeAll, describe, jest, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startKubernetesApi } from '../../src/sandbox/kubernetes/index.js';
import { startSimulatedCluster } from '../../src/sandbox/simulated-cluster/index.js';
import { describeOnControlPlane } from './describe-on-control-plane.js';
import { KNOWN_DIFFERENCES } from './kubernetes-api/known-differences.js';

/** What both servers have in common. */
export interface Server {
  readonly kubeconfig: string;
  /** `https://127.0.0.1:<port>` */
  readonly server: string;
  readonly token: string;
  /** PEM */
  readonly ca: string;
  /** Takes the API away and brings it back on the same port; what is stored stays. */
  readonly stopApiServer: () => Promise<void>;
  readonly startApiServer: () => Promise<void>;
  /** No earlier versions are known any more; watches end. */
  readonly forget: () => Promise<void>;
}

export type Case = (name: string, fn: () => Promise<void> | void, timeout?: number) => void;

/** Controllers take their time, and machines are shared. */
const PATIENCE = 30_000;

/** `fn` declares tests with `test`; `server()` may be called inside of them. */
export function describeOnBoth(name: string, fn: (server: () => Server, test: Case, isReal: boolean) => void): void {
  jest.setTimeout(PATIENCE);
  describeOnControlPlane(`${name}, on a real control plane`, (controlPlane) => {
    const forget = async (): Promise<void> => {
      const { compact, stopApiServer, startApiServer } = controlPlane();
      await compact();
      await stopApiServer();
      await startApiServer();
    };
    fn(() => ({ ...controlPlane(), forget }), test, true);
  });
  describe(`${name}, on the embedded Kubernetes API`, () => {
    let directory: string | undefined;
    let running: (Server & { stop: () => Promise<void> }) | undefined;
    beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), 'kubernetes-api-'));
      running = await startEmbedded(directory);
    });
    afterAll(async () => {
      await running?.stop();
      if (directory) await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    }, 2 * PATIENCE);
    fn(() => running ?? absent(), honest(name), false);
  });
}

async function startEmbedded(directory: string): Promise<Server & { stop: () => Promise<void> }> {
  const { api, kubeconfig, server, token, ca, stopServer, startServer, stop } = await startKubernetesApi({ directory });
  const cluster = await startSimulatedCluster(api.client, { ingressController: false });
  return {
    ...{ kubeconfig, server, token, ca },
    stopApiServer: stopServer,
    startApiServer: startServer,
    forget: () => {
      api.compact();
      api.faults.dropWatches();
      return Promise.resolve();
    },
    stop: async () => {
      await cluster.stop();
      await stop();
    },
  };
}

/** A test that fails as a known difference says is well; one that passes in spite of it is not. */
function honest(suite: string): Case {
  return (name, fn, timeout) => {
    const known = KNOWN_DIFFERENCES.find((one) => one.suite === suite && one.case === name);
    if (!known) return test(name, fn, timeout);
    test(
      `${name} (differs: ${known.because})`,
      async () => {
        const failed = await Promise.resolve()
          .then(fn)
          .then(
            () => false,
            () => true,
          );
        if (!failed) throw new Error('no longer differs: strike it off kubernetes-api/known-differences.ts');
      },
      timeout,
    );
  };
}

function absent(): never {
  throw new Error('the server runs only while tests do: ask for it inside of a test');
}
