// How is the whole? The status of the AzureNetwork: are the settings good, is Azure in step, how much do we own, and
// what is kept back and why.
import type { ClusterState, CustomObject } from '../cluster/cluster-state.js';
import { azureScopes } from '../network/azure-scopes.js';
import { wishesOf } from '../network/network-model.js';
import { publicIPsPath } from '../network/names.js';
import { countOf } from '../values/count-of.js';
import { armKey, parseArmId } from '../values/arm-id.js';
import { isArray, isObject } from '../values/json.js';
import type { Problem } from '../values/problem.js';
import type { SourceRef } from '../values/source-ref.js';
import { sourceRef } from '../values/source-ref.js';
import type { Finding } from './conditions.js';
import { accepted, condition, mergeConditions } from './conditions.js';
import { customStatus } from './custom-status.js';
import { event, problemEvents } from './events.js';
import type { Facts } from './facts.js';
import type { LimitUse } from './limits.js';
import { fullest } from './limits.js';
import type { Publication } from './publication.js';
import type { Reason } from './reasons.js';
import type { ReportInput } from './report-input.js';
import type { Said } from './said.js';
import type { ZoneUse } from './zone-status.js';
import { zonesLine } from './zone-status.js';

const MOST_SHOWN = 20;
const MOST_ZONES = 100;

export function reportNetwork(
  network: CustomObject,
  facts: Facts,
  { limits, zones }: { readonly limits: readonly LimitUse[]; readonly zones: readonly ZoneUse[] },
  input: ReportInput,
): Said {
  const object = refOf(network);
  const problems = facts.problemsOf(object);
  const findings = [accepted(problems, 'Accepted'), synced(input), ready(problems, input)];
  const conditions = findings.map((one) => condition(one, network.conditions, network.meta.generation, input.now));
  const details = {
    counts: { ...counts(input), zones: zones.length },
    zones: zones.slice(0, MOST_ZONES).map((one) => ({ ...one })),
    zonesLine: zonesLine(zones),
    limits: limits.map(({ resource, limit, used, allowed }) => ({ resource, limit, used, allowed })),
    fullest: fullest(limits),
    publicIPResourceGroups: publicIPGroups(network, input),
    problems: facts.problems.length,
    withheld: input.plan.withheld
      .slice(0, MOST_SHOWN)
      .map(({ id, action, reason, message }) => ({ id, action, reason, message })),
  };
  return {
    status: { object, conditions, details },
    publications: [
      ...customStatus(network, object, conditions, details),
      ...problemEvents(problems, network.meta.uid),
      ...withheldEvents(network, input),
    ],
  };
}

/** Before there are any settings to work with: what is wrong with those there are. */
export function reportBadSettings(
  cluster: ClusterState,
  problems: readonly Problem[],
  now: number,
): readonly Publication[] {
  return cluster.azureNetworks.flatMap((network) => {
    const own = problems.filter((one) => one.object === refOf(network));
    const message = 'Nothing is done until the settings are mended.';
    return own.length === 0
      ? []
      : notReady(network, [accepted(own, 'Accepted'), notReadyFor('InvalidSettings', message)], now).concat(
          problemEvents(own, network.meta.uid),
        );
  });
}

/** Before Azure has been read for the first time: why it can't be. */
export function reportUnreachable(cluster: ClusterState, trouble: string, now: number): readonly Publication[] {
  return cluster.azureNetworks.flatMap((network) => [
    ...notReady(network, [notReadyFor('AzureUnreachable', trouble)], now),
    event(refOf(network), network.meta.uid, 'Warning', 'AzureUnreachable', trouble),
  ]);
}

function notReadyFor(reason: Reason, message: string): Finding {
  return { type: 'Ready', status: 'False', reason, message };
}

function notReady(network: CustomObject, findings: readonly Finding[], now: number): readonly Publication[] {
  const conditions = findings.map((one) => condition(one, network.conditions, network.meta.generation, now));
  return customStatus(network, refOf(network), mergeConditions(network.conditions, conditions), {});
}

function refOf({ meta }: CustomObject): SourceRef {
  return sourceRef('AzureNetwork', undefined, meta.name);
}

function synced({ plan, failures, settings }: ReportInput): Finding {
  const outstanding = plan.operations.length + plan.waiting.length;
  const found = (status: Finding['status'], reason: Reason, message: string): Finding => ({
    type: 'Synced',
    status,
    reason,
    message,
  });
  const keptBack = plan.withheld.find(({ reason }) => reason === 'TooManyDeletes' || reason === 'Unreadable');
  if (keptBack) return found('False', 'Withheld', keptBack.message);
  if (outstanding === 0) return found('True', 'InStep', 'Azure is as the cluster asks.');
  if (settings.mode === 'Plan')
    return found(
      'False',
      'PlanMode',
      `Planned: ${countOf(outstanding, 'write')}; spec.mode is Plan, so nothing is sent.`,
    );
  if (failures.size > 0) return found('False', 'AzureError', 'Azure refused writes; the objects concerned say which.');
  return found('False', 'Pending', 'Azure is being brought in step.');
}

function ready(problems: readonly Problem[], { settings, azure }: ReportInput): Finding {
  const errors = problems.filter(({ severity }) => severity === 'Error');
  // What a single Service names concerns that Service.
  const unreadable = azureScopes(settings).flatMap(({ path }) => azure.unreadable.get(armKey(path)) ?? []);
  if (errors.length > 0 || unreadable.length > 0) {
    const message = errors[0]?.message ?? unreadable[0]!.message;
    return { type: 'Ready', status: 'False', reason: 'Degraded', message };
  }
  return { type: 'Ready', status: 'True', reason: 'Ready', message: `Working for cluster ${settings.clusterId}.` };
}

function counts({ model }: ReportInput) {
  const owned = wishesOf(model).map((wish) => wish.owned);
  const count = (kind: 'PublicIP' | 'LoadBalancerRule' | 'SecurityRule' | 'RecordSet'): number =>
    owned.reduce((sum, one) => sum + (one[kind] ?? 0), 0);
  return {
    publicIPs: count('PublicIP'),
    loadBalancerRules: count('LoadBalancerRule'),
    securityRules: count('SecurityRule'),
    recordSets: count('RecordSet'),
  };
}

/** Beside that of the settings. What can't be seen into now is still looked into when it can. */
function publicIPGroups(network: CustomObject, { model, azure, settings }: ReportInput): readonly string[] {
  const used = model.publicIPs.resources.flatMap(({ id }) => parseArmId(id)?.resourceGroup ?? []);
  const unseen = notedGroups(network).filter((group) => azure.unreadable.has(armKey(publicIPsPath(settings, group))));
  const all = new Map([...unseen, ...used].map((group) => [group.toLowerCase(), group]));
  all.delete(settings.resourceGroup.toLowerCase());
  return [...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

/** What the status has of them, from this process or an earlier one. */
export function notedGroups({ status }: CustomObject): readonly string[] {
  const noted = isObject(status) ? status['publicIPResourceGroups'] : undefined;
  return isArray(noted) ? noted.filter((group) => typeof group === 'string') : [];
}

function withheldEvents(network: CustomObject, { plan }: ReportInput): readonly Publication[] {
  const object = refOf(network);
  const messages = new Set(
    plan.withheld.filter(({ reason }) => reason === 'TooManyDeletes').map(({ message }) => message),
  );
  return [...messages].map((message) => event(object, network.meta.uid, 'Warning', 'TooManyDeletes', message));
}
