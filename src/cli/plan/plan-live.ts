// What would change for this cluster and its Azure, as they are now? Both are read once; nothing is written.
import { collectCluster } from '../../core/cluster/collect-cluster.js';
import type { ClusterObject, ClusterState } from '../../core/cluster/cluster-state.js';
import { NO_MEMORY } from '../../core/memory.js';
import type { ArmResource } from '../../core/network/arm-resource.js';
import type { AzureScope } from '../../core/network/azure-scopes.js';
import { scopesFor } from '../../scopes-for.js';
import type { AzureState, Unreadable } from '../../core/network/azure-state.js';
import { azureState, EMPTY_AZURE } from '../../core/network/azure-state.js';
import type { Settings } from '../../core/settings.js';
import { readSettings } from '../../core/settings/index.js';
import type { ArmKey } from '../../core/values/arm-id.js';
import { armKey } from '../../core/values/arm-id.js';
import type { SourceRef } from '../../core/values/source-ref.js';
import { foresee } from '../../foresee.js';
import { WATCHED_KINDS } from '../../operator/cluster-store.js';
import type { AzureApi, KubernetesApi } from '../../operator/ports.js';
import { AzureError } from '../../operator/ports.js';
import { UsageError } from '../failure.js';
import { createLog } from '../run.js';
import type { ConnectionOptions } from '../wiring.js';
import { connect } from '../wiring.js';
import type { OfflinePlan } from './plan-offline.js';
import type { PassInput } from '../../reconcile.js';

/** Milliseconds to wait for the cluster's lists. */
const PATIENCE = 60_000;

export async function planLive(
  options: ConnectionOptions,
  sealed: Pick<PassInput, 'txtCipher'>,
): Promise<OfflinePlan & { readonly azure: AzureState }> {
  const log = createLog({ logLevel: 'warn', logFormat: 'text' });
  const { kubernetes, azure: api, defaults } = await connect(options, process.env, log);
  try {
    await kubernetes.check();
    const cluster = await readCluster(kubernetes);
    const { value: settings, problems } = readSettings(cluster.azureNetworks, defaults);
    if (!settings) throw new UsageError(problems.map(({ message }) => message).join(' '));
    const azure = await readAzure(api, cluster, settings);
    const now = Date.now();
    const foreseen = foresee({
      ...sealed,
      cluster,
      azure,
      settings,
      settingsProblems: problems,
      memory: NO_MEMORY,
      now,
      seenDeleted: new Set<SourceRef>(),
      failures: new Map(),
      inFlight: new Set(),
      drift: new Map(),
      assumeFinalizers: true,
    });
    return { foreseen, problems: [], notes: [], azure };
  } finally {
    await Promise.all([kubernetes.close(), api.close()]);
  }
}

async function readCluster(kubernetes: KubernetesApi): Promise<ClusterState> {
  const lists = await Promise.all(WATCHED_KINDS.map((kind) => listOnce(kubernetes, kind)));
  return collectCluster(lists.flat());
}

// A watch that ends with its first complete list; our own kinds may not be installed.
function listOnce(kubernetes: KubernetesApi, kind: ClusterObject['kind']): Promise<readonly ClusterObject[]> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      queueMicrotask(() => stop());
      settle();
    };
    const timer = setTimeout(
      () => end(() => reject(new UsageError(`no list of ${kind}s within ${PATIENCE / 1000} s`))),
      PATIENCE,
    );
    const stop = kubernetes.watch(kind, {
      replace: (objects) => end(() => resolve(objects)),
      put: () => undefined,
      remove: () => undefined,
      health: (state, message) => {
        if (state === 'NotInstalled') end(() => resolve([]));
        if (state === 'Forbidden')
          end(() => reject(new UsageError(`no permission to list ${kind}s: ${message ?? ''}`)));
      },
    });
  });
}

// What is found may lead to more: a frontend to the resource group of its public IP.
async function readAzure(api: AzureApi, cluster: ClusterState, settings: Settings): Promise<AzureState> {
  let azure = EMPTY_AZURE;
  const read = new Set<ArmKey>();
  for (;;) {
    const left = scopesFor(cluster, settings, azure).filter(({ path }) => !read.has(armKey(path)));
    if (left.length === 0) return azure;
    for (const { path } of left) read.add(armKey(path));
    const found = await Promise.all(left.map((scope) => readScopeOnce(api, scope)));
    azure = {
      ...azure,
      resources: new Map([
        ...azure.resources,
        ...found.flatMap(({ resources }) => [...azureState(resources).resources]),
      ]),
      unreadable: new Map([...azure.unreadable, ...found.flatMap(({ unreadable }) => unreadable)]),
    };
  }
}

interface FoundInScope {
  readonly resources: readonly ArmResource[];
  readonly unreadable: readonly (readonly [ArmKey, Unreadable])[];
}

async function readScopeOnce(api: AzureApi, scope: AzureScope): Promise<FoundInScope> {
  try {
    const resources = await api.list(scope);
    const isMissing = resources.length === 0 && scope.read === 'Get' && scope.mustExist;
    const message = `${scope.path} is not there.`;
    const why = { status: 404, code: 'ResourceNotFound', message };
    return { resources, unreadable: isMissing ? [[armKey(scope.path), why]] : [] };
  } catch (error) {
    if (!(error instanceof AzureError) || ![403, 404].includes(error.info.status)) throw error;
    return { resources: [], unreadable: [[armKey(scope.path), error.info]] };
  }
}
