// What does the sandbox put into a cluster? Our kinds, settings that fit the fake Azure, and the examples. In a cluster
// of its own it goes with the cluster; in the user's it only adds, and takes away again what it has added.
import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import type { LocalClient } from '../../sandbox/kubernetes/client.js';
import type { JsonObject } from '../../sandbox/json.js';
import { stringAt } from '../../sandbox/json.js';
import { UsageError } from '../failure.js';
import { type Applied, apply, established, isThere, pathOf, readFolder } from './apply.js';
import type { SandboxCluster } from './cluster.js';

const ROOT = resolve(import.meta.dirname, '../../..');

export interface InstallationRequest {
  /** Ids of the DNS zones that the operator may write to. */
  readonly zones: readonly string[];
  readonly examples: boolean;
}

/** In parts: the operator can start to look between `prepare` and `applyExamples`. */
export interface Installer {
  prepare(): Promise<void>;
  applyExamples(): Promise<readonly Applied[]>;
  /** Resolves when what was added to the user's cluster is gone, finalizers included. */
  remove(): Promise<void>;
}

export async function createInstaller(cluster: SandboxCluster, request: InstallationRequest): Promise<Installer> {
  const { client, isOurs } = cluster;
  const definitions = await readFolder(resolve(ROOT, 'crds'));
  const examples = request.examples ? await readFolder(resolve(ROOT, 'manifests/examples')) : [];
  const added: Applied[] = [];
  const add = async (object: JsonObject): Promise<Applied> => {
    const applied = await apply(client, object);
    if (applied.isNew) added.unshift(applied);
    return applied;
  };
  return {
    prepare: async () => {
      if (!isOurs) await refuseWhatIsThere(client, examples);
      const applied: Applied[] = [];
      for (const definition of definitions) {
        // Another release's kinds in somebody else's cluster stay as they are.
        if (isOurs || !(await isThere(client, pathOf(definition)))) applied.push(await add(definition));
      }
      await established(client, applied);
      await add(settings(request.zones));
    },
    applyExamples: async () => {
      const applied: Applied[] = [];
      for (const example of examples) applied.push(await add(example));
      return applied;
    },
    remove: async () => {
      if (!isOurs) await removeAll(client, added);
    },
  };
}

function settings(zones: readonly string[]): JsonObject {
  return {
    apiVersion: 'azurenetwork.dev/v1alpha1',
    kind: 'AzureNetwork',
    metadata: { name: 'default' },
    spec: { clusterId: 'sandbox', dns: { zones: zones.map((id) => ({ id })) } },
  };
}

/** Another operator's settings, and objects with the names of the examples. */
async function refuseWhatIsThere(client: LocalClient, examples: readonly JsonObject[]): Promise<void> {
  const networks = await client
    .list({ apiVersion: 'azurenetwork.dev/v1alpha1', plural: 'azurenetworks' })
    .catch(() => []);
  if (networks.length > 0) {
    throw new UsageError(
      'this cluster has an AzureNetwork already: an operator may be at work here; the sandbox stays away',
    );
  }
  for (const example of examples) {
    const path = pathOf(example);
    const isTaken = await isThere(client, path).catch(() => false);
    if (isTaken) {
      throw new UsageError(
        `this cluster has a ${stringAt(example, 'kind')} ${path.namespace ? `${path.namespace}/` : ''}${path.name} already, ` +
          'and the examples would change it: start the sandbox with --no-examples',
      );
    }
  }
}

const GONE_WITHIN = 20_000;

/** The operator must still run: it holds its finalizers until Azure has let go. */
async function removeAll(client: LocalClient, added: readonly Applied[]): Promise<void> {
  const deadline = Date.now() + GONE_WITHIN;
  for (const { path } of added) {
    await client.delete(path).catch(() => undefined);
    while (Date.now() < deadline && (await isThere(client, path).catch(() => false))) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** Asks on the terminal before anything is written; throws where there is none, or the answer is no. */
export async function askConsent(
  { server, context }: SandboxCluster,
  examples: boolean,
  signal: AbortSignal,
): Promise<void> {
  if (!process.stdin.isTTY) {
    throw new UsageError(
      `--kubernetes ${context}: the sandbox writes to this cluster (${server}) and there is no terminal to ask on; --yes says that it may`,
    );
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const what = examples
      ? 'three kinds of ours, an AzureNetwork and the examples (namespace default)'
      : 'three kinds of ours and an AzureNetwork';
    const question = `
This adds ${what} to ${server},
and gives every Service there with loadBalancerClass azurenetwork.dev/azure an address that leads nowhere.
What it adds, it takes away again at the end. Go on? [y/N] `;
    const answer = await terminal.question(question, { signal });
    if (!/^y(es)?$/i.test(answer.trim())) throw new UsageError('nothing was written');
  } finally {
    terminal.close();
  }
}
