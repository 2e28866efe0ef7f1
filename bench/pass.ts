// What does one pass cost when one of 10,000 Services has changed? Plain `reconcile` in this process, in a world that is
// in step; CPU time, not time on the wall, so that the machine's other work doesn't count.
import type { ClusterObject, ClusterState, Service } from '../src/core/cluster/cluster-state.js';
import { EMPTY_CLUSTER } from '../src/core/cluster/cluster-state.js';
import type { ArmResource } from '../src/core/network/arm-resource.js';
import type { AzureState } from '../src/core/network/azure-state.js';
import { azureState } from '../src/core/network/azure-state.js';
import { exampleSettings } from '../src/core/settings/index.js';
import { NO_MEMORY } from '../src/core/memory.js';
import type { SourceRef } from '../src/core/values/source-ref.js';
import { sourceRef } from '../src/core/values/source-ref.js';
import { foresee } from '../src/foresee.js';
import type { Pass, PassInput } from '../src/reconcile.js';
import { reconcile } from '../src/reconcile.js';
import { median } from './median.js';
import { applyPublication } from './apply-publication.js';
import { node, times } from './objects.js';

export interface PassCost {
  /** Milliseconds of CPU: half of the passes took less. */
  readonly changed: number;
  readonly unchanged: number;
  readonly accepted: number;
  readonly services: number;
}

const NODES = 100;
const TRIES = 21;
const NOW = Date.UTC(2026, 0, 1);

/** The passes' results are checked: a world that isn't in step would be measured at something else. */
export function measurePass(services: readonly Service[]): PassCost {
  let { input, pass } = worldInStep(services);
  const cost = (next: PassInput): number => {
    const before = process.cpuUsage();
    pass = reconcile(next);
    const { user, system } = process.cpuUsage(before);
    input = { ...next, memory: pass.memory };
    return (user + system) / 1000;
  };
  const unchanged = median(times(TRIES, () => cost(input)));
  const changed = median(times(TRIES, (index) => cost({ ...input, cluster: withOneChanged(input.cluster, index) })));
  if (pass.plan.operations.length === 0) throw new Error('a Service was changed and nothing is to be written');
  const { statuses, problems } = pass.report;
  const refused = new Set(problems.map(({ object }) => object));
  return { changed, unchanged, accepted: statuses.length - refused.size, services: services.length };
}

/** Nothing is left to write or to say. */
export function worldInStep(services: readonly Service[]): { input: PassInput; pass: Pass } {
  const start: PassInput = {
    cluster: { ...EMPTY_CLUSTER, services, nodes: times(NODES, node) },
    azure: azureState(surroundings()),
    settings,
    settingsProblems: [],
    memory: NO_MEMORY,
    now: NOW,
    seenDeleted: new Set(),
    failures: new Map(),
    inFlight: new Set(),
    drift: new Map(),
    assumeFinalizers: false,
  };
  return settle(start);
}

const settings = exampleSettings([]);

function surroundings(): readonly ArmResource[] {
  const { virtualNetworkId, loadBalancer, securityGroups } = settings;
  const of = (id: string, type: string): ArmResource =>
    ({
      id,
      name: id.split('/').at(-1)!,
      type: `Microsoft.Network/${type}`,
      location: settings.location,
      properties: {},
    }) as ArmResource;
  return [
    of(virtualNetworkId, 'virtualNetworks'),
    of(loadBalancer.subnetId!, 'virtualNetworks/subnets'),
    ...securityGroups.map(({ id }) => of(id, 'networkSecurityGroups')),
  ];
}

/** Until nothing is left to write or to say. */
function settle(start: PassInput): { input: PassInput; pass: Pass } {
  let input = start;
  for (let round = 0; round < 10; round++) {
    const { last, azure } = foresee(input);
    const { publications } = last.report;
    input = { ...input, azure: withAddresses(azure), cluster: published(input.cluster, last), memory: last.memory };
    const isSaid = publications.every(({ kind }) => kind === 'Event');
    if (isSaid && last.plan.operations.length === 0 && azure === input.azure) return { input, pass: last };
    if (isSaid) return { input, pass: reconcile(input) };
  }
  throw new Error('the world does not come to rest');
}

function published(cluster: ClusterState, { report }: Pass): ClusterState {
  const byObject = Map.groupBy(report.publications, ({ object }) => object);
  const after = (object: ClusterObject): ClusterObject =>
    (byObject.get(refOf(object)) ?? []).reduce(
      (one: ClusterObject, publication) => applyPublication(one, publication, one.meta.resourceVersion ?? '1')!,
      object,
    );
  return { ...cluster, services: cluster.services.map((one) => after(one) as Service) };
}

function refOf({ kind, meta }: ClusterObject): SourceRef {
  return sourceRef(kind, meta.namespace, meta.name);
}

// Addresses that the plan leaves to Azure.
function withAddresses(azure: AzureState): AzureState {
  const given = new Map<string, string>();
  const addressOf = (text: string): string => {
    const index = given.size;
    if (!given.has(text)) given.set(text, `198.18.${index >> 8}.${index & 255}`);
    return given.get(text)!;
  };
  const resources = [...azure.resources].map(([key, resource]) => {
    const text = JSON.stringify(resource);
    if (!text.includes('(known after apply)')) return [key, resource] as const;
    const filled = text.replaceAll(/"(\(known after apply\)[^"]*)"/g, (_, found: string) => `"${addressOf(found)}"`);
    return [key, JSON.parse(filled) as ArmResource] as const;
  });
  return { ...azure, resources: new Map(resources) };
}

// The first public Services, one after the other, get another port.
function withOneChanged(cluster: ClusterState, index: number): ClusterState {
  const at = cluster.services.findIndex(({ meta }) => meta.name === `public-${String(index).padStart(5, '0')}`);
  const service = cluster.services[at]!;
  const ports = service.ports.map((port) => ({ ...port, port: port.port + 1 }));
  const meta = { ...service.meta, generation: 2, resourceVersion: 'changed' };
  return { ...cluster, services: cluster.services.with(at, { ...service, meta, ports }) };
}
