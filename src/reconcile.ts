// The whole program on one screen: one pass, from what the cluster asks for to what is sent to Azure and said of it.
import { readExposures } from './core/cluster/read-exposures.js';
import type { ClusterState } from './core/cluster/cluster-state.js';
import type { Exposures } from './core/exposure.js';
import type { Memory } from './core/memory.js';
import type { AzureState } from './core/network/azure-state.js';
import type { TxtCipher } from './core/network/dns-zones/index.js';
import { desireDnsZones } from './core/network/dns-zones/index.js';
import { desireLoadBalancers } from './core/network/load-balancers/index.js';
import type { Fading, NetworkModel } from './core/network/network-model.js';
import type { NetworkContext } from './core/network/network-context.js';
import { placeServices, transitionOf } from './core/network/placement/index.js';
import { desirePublicIPs } from './core/network/public-ips/index.js';
import { desireSecurityGroups } from './core/network/security-groups/index.js';
import { blame, holdRefused } from './core/plan/blame.js';
import type { DriftRecords } from './core/plan/drift.js';
import type { Plan } from './core/plan/plan.js';
import { planChanges } from './core/plan/plan-changes.js';
import type { Failures } from './core/plan/failure.js';
import type { Report } from './core/report/report.js';
import { toldOf } from './core/report/drift-events.js';
import { buildReport } from './core/report/report.js';
import type { Settings } from './core/settings.js';
import type { ArmKey } from './core/values/arm-id.js';
import { armKey } from './core/values/arm-id.js';
import type { Problem } from './core/values/problem.js';
import type { SourceRef } from './core/values/source-ref.js';

export interface PassInput {
  readonly cluster: ClusterState;
  readonly azure: AzureState;
  readonly settings: Settings;
  /** Of the newest settings object, where the settings in force are older ones. */
  readonly settingsProblems: readonly Problem[];
  readonly memory: Memory;
  /** Milliseconds of Unix time. */
  readonly now: number;
  /** Objects that a watch saw being deleted: what they leave behind goes without a guard. */
  readonly seenDeleted: ReadonlySet<SourceRef>;
  /** Lanes whose last write failed. */
  readonly failures: Failures;
  /** Lanes with a write under way. */
  readonly inFlight: ReadonlySet<ArmKey>;
  /** What others changed in Azure. */
  readonly drift: DriftRecords;
  /** True in a plan: nothing waits for a finalizer that nobody will set. */
  readonly assumeFinalizers: boolean;
  /** For external-dns' TXT records, where they are sealed. */
  readonly txtCipher?: TxtCipher;
  /** Writes of record sets that may be sent within the minute, by zone; to be told only. */
  readonly writesLeft?: ReadonlyMap<ArmKey, number>;
}

export interface Pass {
  readonly exposures: Exposures;
  readonly model: NetworkModel;
  readonly plan: Plan;
  readonly report: Report;
  readonly memory: Memory;
  /** Scopes in which somebody waits for something to appear, by their path. */
  readonly awaited: ReadonlySet<ArmKey>;
  /** When time alone will change the outcome; milliseconds of Unix time. */
  readonly wakeAt?: number;
}

export function reconcile(input: PassInput): Pass {
  const pass = runPass(input);
  const refused = blame(pass.plan.operations, input.failures, pass.exposures, pass.memory, input.now);
  // Who was found to be refused is held, and the others are looked at anew.
  return refused ? reconcile({ ...input, memory: { ...input.memory, refused } }) : pass;
}

function runPass(input: PassInput): Pass {
  const { cluster, azure, settings, now } = input;
  const { memory, wakeAt: readAgainAt, ...read } = readExposures(cluster, settings, input);
  const { exposures, refused, wakeAt: tryAgainAt } = holdRefused(read, memory, settings.drift.interval * 1000, now);
  const places = placeServices(exposures, settings, azure);
  const transition = transitionOf(places, exposures, settings, azure);
  const model = desireNetwork({ exposures, places, transition, settings, azure }, input);
  const plan = planChanges({ ...input, model, exposures });
  const { fading } = model.dnsZones;
  const wakeAt = earliest(readAgainAt, tryAgainAt, plan.wakeAt, ...fading.map(({ until }) => until));
  const report = buildReport({ ...input, exposures, places, transition, model, plan });
  return {
    exposures,
    model,
    plan,
    report,
    awaited: places.awaited,
    memory: { ...memory, refused, namesTold: report.namesTold, driftTold: toldOf(plan), loweredSince: sinceOf(fading) },
    ...(wakeAt !== undefined && { wakeAt }),
  };
}

function desireNetwork(context: NetworkContext, { now, memory: { loweredSince }, txtCipher }: PassInput): NetworkModel {
  const { exposures, places, settings, azure } = context;
  return {
    publicIPs: desirePublicIPs(exposures, places, settings, azure),
    loadBalancers: desireLoadBalancers(context),
    securityGroups: desireSecurityGroups(context),
    dnsZones: desireDnsZones(context, { now, loweredSince }, txtCipher),
  };
}

function sinceOf(fading: readonly Fading[]): Memory['loweredSince'] {
  return new Map(fading.flatMap(({ id, since }) => (since === undefined ? [] : [[armKey(id), since]])));
}

function earliest(...times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
