// What can be measured from outside? Names that others use where there are such (controller-runtime's), `azure_…` for
// what is sent to Azure.
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { LimitUse } from '../core/report/limits.js';
import type { ZoneUse } from '../core/report/zone-status.js';
import { isLock } from './azure-failure.js';
import type { Observe } from './ports.js';

export interface StateOfThings {
  readonly gathering: number;
  readonly queued: number;
  readonly inFlight: number;
  readonly failed: number;
  readonly waiting: number;
  readonly withheld: number;
  readonly problems: number;
  /** Patches and events that wait or are under way. */
  readonly publishing: number;
  readonly objects: readonly (readonly [kind: string, count: number])[];
  readonly limits: readonly LimitUse[];
  readonly zones: readonly ZoneUse[];
}

export interface Metrics {
  readonly registry: Registry;
  readonly observe: Observe;
  pass(result: 'success' | 'error', milliseconds: number): void;
  operation(type: string, action: string, code: string, milliseconds: number): void;
  /** The end of a write of a record set. `outcome`: `created`, `updated`, `deleted`, or Azure's code. */
  dnsWrite(zone: string, outcome: string): void;
  publication(kind: string, result: string): void;
  drift(what: string): void;
  /** Of the API server. `code` is a status, or `<error>` where there was no answer. */
  request(code: string, method: string, host: string): void;
  state(now: StateOfThings): void;
  leading(isLeader: boolean): void;
  /** The lease was not as its holder left it. */
  slowPath(): void;
}

const LEASE = { name: 'azure-network-operator' };
const CONTROLLER = { controller: 'azure-network-operator' };

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const counter = (name: string, help: string, labelNames: string[] = []): Counter =>
    new Counter({ name, help, labelNames, registers });
  const gauge = (name: string, help: string, labelNames: string[] = []): Gauge =>
    new Gauge({ name, help, labelNames, registers });
  const histogram = (name: string, help: string, labelNames: string[], buckets: number[]): Histogram =>
    new Histogram({ name, help, labelNames, buckets, registers });

  const passes = counter('controller_runtime_reconcile_total', 'Passes, by result', ['controller', 'result']);
  const passErrors = counter('controller_runtime_reconcile_errors_total', 'Passes that failed', ['controller']);
  const passTime = histogram(
    'controller_runtime_reconcile_time_seconds',
    'How long a pass takes',
    ['controller'],
    [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 10, 60],
  );
  const requests = counter('azure_requests_total', 'Requests to Azure, polls included', ['op', 'code']);
  const throttled = counter('azure_throttled_total', 'Answers 429, by what was short', ['reason']);
  const remaining = gauge('azure_ratelimit_remaining', 'What Azure last said is left', ['op']);
  const operations = counter('azure_operations_total', 'Writes by their end', ['type', 'action', 'code']);
  const operationTime = histogram(
    'azure_operation_seconds',
    'Writes from start to end, waiting for the throttle included',
    ['type', 'action'],
    [0.1, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300, 600],
  );
  const lanes = gauge('azure_lanes', 'Azure resources by what their lane is doing', ['phase']);
  const planned = gauge('azure_plan', 'What the last pass could not send, or users must look at', ['what']);
  const names = namesMetrics(counter, gauge);
  const limits = limitGauges(gauge);
  const publications = counter('kubernetes_publications_total', 'Patches and events sent', ['kind', 'result']);
  const drifts = counter('drift_detected_total', 'Resources found other than we knew them', ['what']);
  const objects = gauge('informer_objects', 'Objects held in memory', ['kind']);

  const depth = gauge('workqueue_depth', 'Writes to Azure that wait, and what is to be said in Kubernetes', [
    'name',
    'controller',
    'priority',
  ]);
  const workers = gauge('controller_runtime_active_workers', 'Writes to Azure under way', ['controller']);
  const asked = counter('rest_client_requests_total', 'Requests to the API server', ['code', 'method', 'host']);
  const master = gauge('leader_election_master_status', '1 where this process leads, else 0', ['name']);
  const slowPaths = counter('leader_election_slowpath_total', 'Renewals that had to read the lease first', ['name']);

  return {
    registry,
    observe({ kind, status, code, detailCodes, remaining: left }) {
      requests.inc({ op: kind, code: String(status) });
      if (status === 429) throttled.inc({ reason: isLock(code, detailCodes) ? 'lock' : 'quota' });
      if (left !== undefined) remaining.set({ op: kind }, left);
    },
    pass(result, milliseconds) {
      passes.inc({ ...CONTROLLER, result });
      if (result === 'error') passErrors.inc(CONTROLLER);
      passTime.observe(CONTROLLER, milliseconds / 1000);
    },
    operation(type, action, code, milliseconds) {
      operations.inc({ type, action, code });
      operationTime.observe({ type, action }, milliseconds / 1000);
    },
    dnsWrite: names.wrote,
    publication: (kind, result) => publications.inc({ kind, result }),
    drift: (what) => drifts.inc({ what }),
    request: (code, method, host) => asked.inc({ code, method, host }),
    leading: (isLeader) => master.set(LEASE, isLeader ? 1 : 0),
    slowPath: () => slowPaths.inc(LEASE),
    state(now) {
      for (const phase of ['gathering', 'queued', 'inFlight', 'failed'] as const) lanes.set({ phase }, now[phase]);
      for (const what of ['waiting', 'withheld', 'problems'] as const) planned.set({ what }, now[what]);
      workers.set(CONTROLLER, now.inFlight);
      depth.set({ ...CONTROLLER, name: 'azure', priority: '0' }, now.gathering + now.queued);
      depth.set({ ...CONTROLLER, name: 'kubernetes', priority: '0' }, now.publishing);
      limits(now.limits);
      names.zones(now.zones);
      for (const [kind, count] of now.objects) objects.set({ kind }, count);
    },
  };
}

type MakeGauge = (name: string, help: string, labelNames: string[]) => Gauge;

function limitGauges(gauge: MakeGauge): (limits: StateOfThings['limits']) => void {
  const used = gauge('azure_limit_used', 'How much of a limit of Azure is used', ['resource', 'limit']);
  const allowed = gauge('azure_limit_allowed', 'How much a limit of Azure allows', ['resource', 'limit']);
  return (limits) => {
    // A resource that is gone has no limits.
    used.reset();
    allowed.reset();
    for (const { resource, limit, ...share } of limits) {
      used.set({ resource, limit }, share.used);
      allowed.set({ resource, limit }, share.allowed);
    }
  };
}

type MakeCounter = (name: string, help: string, labelNames: string[]) => Counter;

function namesMetrics(counter: MakeCounter, gauge: MakeGauge) {
  const writes = counter('azurenetwork_dns_writes_total', 'Writes of record sets by their end', ['zone', 'outcome']);
  const recordSets = gauge('azurenetwork_dns_record_sets', 'Record sets of ours', ['zone', 'visibility']);
  return {
    wrote: (zone: string, outcome: string): void => writes.inc({ zone, outcome }),
    zones(zones: readonly ZoneUse[]): void {
      // A zone that is no longer listed has none; several of one name are told as one.
      recordSets.reset();
      for (const { name, visibility, recordSets: count } of zones)
        recordSets.inc({ zone: name, visibility: visibility.toLowerCase() }, count);
    },
  };
}
