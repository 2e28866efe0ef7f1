// A small world for the operator's tests: an Azure, a Kubernetes, a clock, and a pass that wishes what the test says.
import type { ClusterObject, Service, WatchedKind } from '../../src/core/cluster/cluster-state.js';
import { project } from '../../src/core/cluster/project.js';
import { NO_MEMORY } from '../../src/core/memory.js';
import type { ArmResource } from '../../src/core/network/arm-resource.js';
import { find } from '../../src/core/network/azure-state.js';
import type { Operation } from '../../src/core/network/operation.js';
import type { Publication } from '../../src/core/report/publication.js';
import type { Settings } from '../../src/core/settings.js';
import { networkId } from '../../src/core/values/arm-id.js';
import type { ArmId, ArmKey } from '../../src/core/values/arm-id.js';
import type { JsonObject } from '../../src/core/values/json.js';
import type { Problem } from '../../src/core/values/problem.js';
import type { SourceRef } from '../../src/core/values/source-ref.js';
import { WATCHED_KINDS } from '../../src/operator/cluster-store.js';
import type { OperatorOptions } from '../../src/operator/loop.js';
import { startOperator } from '../../src/operator/loop.js';
import type { KubernetesApi, WatchSink } from '../../src/operator/ports.js';
import { Throttle } from '../../src/operator/throttle.js';
import type { Pass, PassInput } from '../../src/reconcile.js';
import { naming, settings } from '../builders.js';
import { FakeAzureApi } from './fake-azure-api.js';
import { VirtualClock } from './virtual-clock.js';

export const addressId = (name: string): ArmId => networkId('s', 'g', 'publicIPAddresses', name);
export const LOAD_BALANCER = networkId('s', 'g', 'loadBalancers', 'lb');

export const SETTINGS: Settings = {
  clusterId: 'c',
  subscriptionId: 's',
  resourceGroup: 'g',
  location: 'l',
  virtualNetworkId: networkId('s', 'g', 'virtualNetworks', 'v'),
  loadBalancer: { ...settings().loadBalancer, name: 'lb' },
  securityGroups: [],
  dns: naming({ gracePeriod: 0 }),
  mode: 'Apply',
  safety: { maxDeletePercent: 50 },
  drift: { interval: 600, action: 'Repair' },
};

export function resource(id: ArmId, properties: JsonObject = {}): ArmResource {
  const type = id.split('/').slice(-3, -1).join('/');
  return { id, name: id.split('/').at(-1)!, type, properties };
}

export function service(name: string): Service {
  return project('Service', { metadata: { name, namespace: 'd', uid: name } }) as Service;
}

export class FakeKubernetesApi implements KubernetesApi {
  readonly sinks = new Map<WatchedKind, WatchSink>();
  readonly published: Publication[] = [];
  failures = 0;
  isClosed = false;
  /** Each publication waits for this. */
  gate: Promise<void> = Promise.resolve();
  gone = new Set<SourceRef>();

  watch(kind: WatchedKind, sink: WatchSink): () => void {
    this.sinks.set(kind, sink);
    return () => this.sinks.delete(kind);
  }

  sync(objects: readonly ClusterObject[] = [], kinds = WATCHED_KINDS): void {
    for (const kind of kinds) {
      this.sinks.get(kind)?.replace(objects.filter((object) => object.kind === kind));
      this.sinks.get(kind)?.health('Synced');
    }
  }

  async publish(publication: Publication): Promise<boolean> {
    await this.gate;
    if (this.failures-- > 0) throw new Error('try again');
    if (this.gone.has(publication.object)) return false;
    this.published.push(publication);
    return true;
  }

  check(): Promise<string> {
    return Promise.resolve('1.37');
  }

  close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }
}

/** What the test wishes: properties by id, undefined for a resource that is to go. */
export type Wishes = Map<ArmId, { properties: JsonObject | undefined; gathers?: ArmId[]; closes?: boolean }>;

export function startWorld(options: Partial<OperatorOptions> = {}) {
  const clock = new VirtualClock();
  const azure = new FakeAzureApi(clock);
  const kubernetes = new FakeKubernetesApi();
  const wishes: Wishes = new Map();
  const passes: PassInput[] = [];
  const world = {
    clock,
    azure,
    kubernetes,
    wishes,
    passes,
    settings: SETTINGS as Settings | undefined,
    problems: [] as Problem[],
    publications: [] as Publication[],
    awaited: new Set<ArmKey>(),
  };
  const reconcile = (input: PassInput): Pass => {
    passes.push(input);
    const operations = [...wishes].flatMap(([id, wish]): Operation[] => operationFor(id, wish, input));
    return {
      plan: { operations, waiting: [], withheld: [], unfinished: new Set() },
      report: { statuses: [], problems: [], held: [], withheld: [], publications: world.publications },
      memory: NO_MEMORY,
      awaited: world.awaited,
    } as unknown as Pass;
  };
  const operator = startOperator({
    kubernetes,
    azure,
    throttle: new Throttle(clock),
    readSettings: () => ({ settings: world.settings, problems: world.problems }),
    reconcile,
    clock,
    random: () => 0.5,
    ...options,
  });
  return Object.assign(world, { operator });
}

function operationFor(id: ArmId, wish: NonNullable<ReturnType<Wishes['get']>>, input: PassInput): Operation[] {
  const observed = find(input.azure, id);
  const { properties, gathers = [], closes = false } = wish;
  const base = { id, type: resource(id).type, because: [], changes: [], gathers, closes };
  const match = observed?.etag === undefined ? {} : { etag: observed.etag };
  if (properties === undefined) return observed ? [{ ...base, ...match, action: 'Delete' }] : [];
  if (JSON.stringify(observed?.properties) === JSON.stringify(properties)) return [];
  return [
    { ...base, ...match, action: observed ? 'Update' : 'Create', body: { ...observed, ...resource(id, properties) } },
  ];
}
