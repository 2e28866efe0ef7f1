// What would these manifests make in Azure? Worked out from files alone.
import { collectCluster } from '../../core/cluster/collect-cluster.js';
import type { ClusterState } from '../../core/cluster/cluster-state.js';
import { project } from '../../core/cluster/project.js';
import { readExposures } from '../../core/cluster/read-exposures.js';
import { NO_MEMORY } from '../../core/memory.js';
import type { ArmResource } from '../../core/network/arm-resource.js';
import type { Settings } from '../../core/settings.js';
import type { SettingsDefaults } from '../../core/settings/index.js';
import { exampleSettings, readSettings } from '../../core/settings/index.js';
import type { Foreseen } from '../../foresee.js';
import { foresee } from '../../foresee.js';
import type { Problem } from '../../core/values/problem.js';
import type { SourceRef } from '../../core/values/source-ref.js';
import { UsageError } from '../failure.js';
import { completeService } from './complete-service.js';
import type { Manifests } from './manifests.js';
import { assumedAzure } from './saved-azure.js';
import type { PassInput } from '../../reconcile.js';

export interface OfflinePlan {
  readonly foreseen: Foreseen;
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
}

/** Same input, same plan: there is no clock, and nothing is read but what is given. */
export function planOffline(
  manifests: Manifests,
  saved: readonly ArmResource[] | undefined,
  defaults: SettingsDefaults = {},
  sealed: Pick<PassInput, 'txtCipher'> = {},
): OfflinePlan {
  const notes: string[] = [];
  const cluster = clusterIn(manifests, notes);
  const { settings, problems } = settingsIn(cluster, defaults, notes);
  const context = { now: 0, memory: NO_MEMORY, assumeFinalizers: true };
  const azure = assumedAzure(saved, settings, readExposures(cluster, settings, context));
  const foreseen = foresee({
    ...context,
    ...sealed,
    cluster,
    azure,
    settings,
    settingsProblems: problems,
    seenDeleted: new Set<SourceRef>(),
    failures: new Map(),
    inFlight: new Set(),
    drift: new Map(),
  });
  return { foreseen, problems: manifests.problems, notes };
}

function clusterIn({ objects, skipped }: Manifests, notes: string[]): ClusterState {
  const completed = objects.map(({ kind, raw }) => ({
    kind,
    ...(kind === 'Service' ? completeService(raw) : { raw, madeUp: false }),
  }));
  const invented = completed.filter(({ madeUp }) => madeUp).length;
  if (invented > 0)
    notes.push(`${invented} Service${invented === 1 ? ' has' : 's have'} no node ports yet: made-up ones are shown`);
  const others = [...skipped].sort().map(([kind, count]) => `${count} ${kind}`);
  if (others.length > 0) notes.push(`skipped, since nothing here follows from them: ${others.join(', ')}`);
  return collectCluster(completed.map(({ kind, raw }) => project(kind, raw)));
}

function settingsIn(
  cluster: ClusterState,
  defaults: SettingsDefaults,
  notes: string[],
): { settings: Settings; problems: readonly Problem[] } {
  if (cluster.azureNetworks.length === 0) {
    notes.push('no AzureNetwork given: example settings used');
    return {
      settings: exampleSettings(cluster.ingresses.flatMap(({ ruleHosts, tlsHosts }) => [...ruleHosts, ...tlsHosts])),
      problems: [],
    };
  }
  const { value, problems } = readSettings(cluster.azureNetworks, defaults);
  if (value) return { settings: value, problems };
  throw new UsageError(`the AzureNetwork can't be used: ${problems.map(({ message }) => message).join(' ')}`);
}
