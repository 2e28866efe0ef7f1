// For each reason, a world in which it is given: what conditions and events of that pass say. The examples of the docs are
// held against them.
import { project } from '../../../src/core/cluster/project.js';
import type { ClusterObject, Condition, CustomObject } from '../../../src/core/cluster/cluster-state.js';
import type { ArmResource } from '../../../src/core/network/arm-resource.js';
import type { AzureState } from '../../../src/core/network/azure-state.js';
import { azureState, find } from '../../../src/core/network/azure-state.js';
import { diffJson } from '../../../src/core/network/change.js';
import { loadBalancerId } from '../../../src/core/network/names.js';
import { wishOf } from '../../../src/core/network/operation.js';
import { recordDrift } from '../../../src/core/plan/drift.js';
import { reportBadSettings, reportUnreachable } from '../../../src/core/report/network-status.js';
import type { Publication } from '../../../src/core/report/publication.js';
import type { Reason } from '../../../src/core/report/reasons.js';
import { readSettings } from '../../../src/core/settings/index.js';
import type { ArmId } from '../../../src/core/values/arm-id.js';
import { armKey } from '../../../src/core/values/arm-id.js';
import type { JsonObject } from '../../../src/core/values/json.js';
import { sourceRef } from '../../../src/core/values/source-ref.js';
import { foresee } from '../../../src/foresee.js';
import type { PassInput } from '../../../src/reconcile.js';
import { reconcile } from '../../../src/reconcile.js';
import {
  cluster,
  exposurePolicy,
  gateway,
  httpRoute,
  ingress,
  node,
  passInput,
  pod,
  portExposure,
  service,
  settings,
} from '../../builders.js';

export interface Told {
  readonly reason: string;
  /** Of the object. */
  readonly kind: string;
  /** Of a condition its type without prefix, of an event `Normal` or `Warning`. */
  readonly as: { readonly condition: string } | { readonly event: string };
  readonly message: string;
}

const SETTINGS = settings();
const NETWORK = SETTINGS.virtualNetworkId.replace(/virtualNetworks.*/, '');
const NOW = Date.UTC(2026, 0, 1, 12);
const PREFIX = 'service.beta.kubernetes.io/';

function resource(path: string, properties: JsonObject, more: Partial<ArmResource> = {}): ArmResource {
  const [type, name, child] = path.split('/');
  const [location, sku] = ['westeurope', { name: 'Standard' }];
  const id = `${NETWORK}${path}` as ArmId;
  const isChild = child !== undefined;
  return {
    ...{ id, name: isChild ? path.split('/').at(-1)! : name!, properties },
    type: `Microsoft.Network/${type}${isChild ? `/${child}` : ''}`,
    ...(isChild ? {} : { location, sku }),
    ...more,
  };
}

const publicIP = (name: string, ipAddress: string, location = 'westeurope'): ArmResource =>
  resource(
    `publicIPAddresses/${name}`,
    { ipAddress, publicIPAllocationMethod: 'Static', publicIPAddressVersion: 'IPv4', provisioningState: 'Succeeded' },
    { location },
  );
const subnets = [{ name: 'default', properties: { addressPrefix: '10.225.0.0/24' } }];
const VNET = resource('virtualNetworks/vnet', { addressSpace: { addressPrefixes: ['10.224.0.0/15'] }, subnets });
const SUBNET = resource('virtualNetworks/vnet/subnets/default', { addressPrefix: '10.225.0.0/24' });
const REACHABLE = [resource('networkSecurityGroups/nsg', { securityRules: [] }), VNET, SUBNET];

const n1 = node('n1').at('10.224.0.4');
const web = service('web').in('default').public().port(80);
const site = ingress('web').in('default').at('203.0.113.10').host('www.example.com');
const PINNED = `${PREFIX}azure-pip-name`;
const relay = portExposure('relay').in('default').hostPort({ app: 'relay' }).port(7000).from('203.0.113.0/24');
const relayPod = pod('relay').in('default').labelled('app', 'relay').on('n1').hostPort(7000);
const network = project('AzureNetwork', { metadata: { name: 'default' }, spec: {} }) as CustomObject;
const networks = { object: () => network };

function pass(
  objects: readonly { object(): ClusterObject }[],
  azure: AzureState | readonly ArmResource[] = REACHABLE,
): PassInput {
  return passInput({
    cluster: cluster(n1, networks, ...objects),
    azure: 'resources' in azure ? azure : azureState(azure),
    settings: SETTINGS,
    now: NOW,
  });
}

/** All that is said in it. */
function of(input: PassInput): readonly Told[] {
  const { statuses, publications } = reconcile(input).report;
  return [
    ...statuses.flatMap(({ object, conditions }) => conditions.map((one) => toldBy(object, one))),
    ...publications.flatMap(events),
  ];
}

type Saying = Pick<Condition, 'type' | 'reason' | 'message'>;

const kindOf = (object: string): string => object.split('/')[0]!;

export function toldBy(object: string, { type, reason, message }: Saying): Told {
  return { reason, kind: kindOf(object), as: { condition: type.replace('azurenetwork.dev/', '') }, message };
}

function events(one: Publication): readonly Told[] {
  if (one.kind !== 'Event') return [];
  return [{ reason: one.reason, kind: kindOf(one.object), as: { event: one.type }, message: one.message }];
}

/** Before there is a pass. */
function published(publications: readonly Publication[]): readonly Told[] {
  return publications.flatMap((one) => {
    if (one.kind !== 'CustomStatus') return events(one);
    const conditions = one.status['conditions'] as unknown as readonly Condition[];
    return conditions.map((condition) => toldBy(one.object, condition));
  });
}

/** All has been done: its public IP has got an address, and that is let in. */
function done(input: PassInput, ipAddress = '20.50.0.9'): PassInput {
  const resources = [...foresee(input).azure.resources.values()].map((one) =>
    /publicIPAddresses$/i.test(one.type) ? { ...one, properties: { ...one.properties, ipAddress } } : one,
  );
  return { ...input, azure: foresee({ ...input, azure: azureState(resources) }).azure };
}

/** A rule of somebody else stands before ours. */
function shadowed(input: PassInput): PassInput {
  const resources = [...input.azure.resources.values()].map((one) => {
    if (one.id !== SETTINGS.securityGroups[0]!.id) return one;
    const securityRules = [...(one.properties!['securityRules'] as readonly JsonObject[]), theirDeny];
    return { ...one, properties: { ...one.properties, securityRules } };
  });
  return { ...input, azure: azureState(resources) };
}

/** The security group can't be read. */
function hidden(input: PassInput): PassInput {
  const { id } = SETTINGS.securityGroups[0]!;
  const message = 'The client has no authorization to perform action Microsoft.Network/networkSecurityGroups/read.';
  const why = { status: 403, code: 'AuthorizationFailed', message };
  const resources = [...input.azure.resources.values()].filter((one) => one.id !== id);
  return { ...input, azure: { ...azureState(resources), unreadable: new Map([[armKey(id), why]]) } };
}

/** Names were missing when they were last told of. */
function told(input: PassInput): PassInput {
  const namesTold = new Map([[sourceRef('Ingress', 'default', 'web'), 'Pending ']]);
  return { ...input, memory: { ...input.memory, namesTold } };
}

/** Azure refused the first write. */
function refused(input: PassInput, code: string, message: string): PassInput {
  const [operation] = reconcile(input).plan.operations;
  const failure = { code, message, terminal: true, isRefusal: true, wish: wishOf(operation!), since: 0 };
  return { ...input, failures: new Map([[armKey(operation!.id), failure]]) };
}

/** Somebody sets another idle timeout on our rule, as many times as this. */
function drifted(times: number, action: 'Repair' | 'Report'): PassInput {
  const input = done({ ...pass([web]), settings: settings({ drift: { interval: 600, action } }) });
  const id = loadBalancerId(SETTINGS, 'Public');
  const before = find(input.azure, id)!;
  const [rule] = before.properties!['loadBalancingRules'] as readonly JsonObject[];
  const properties = { ...(rule!['properties'] as JsonObject), idleTimeoutInMinutes: 30 };
  const after = { ...before, properties: { ...before.properties, loadBalancingRules: [{ ...rule, properties }] } };
  const changes = diffJson(before, after);
  const found = (at: number, last?: ReturnType<typeof recordDrift>) =>
    recordDrift(last, changes, NOW - 600_000, 600_000, at);
  let record = found(NOW - (times - 1) * 1000);
  for (let left = times - 2; left >= 0; left--) record = found(NOW - left * 1000, record);
  const azure = { ...input.azure, resources: new Map(input.azure.resources).set(armKey(id), after) };
  return { ...input, azure, drift: new Map([[armKey(id), record]]) };
}

const foreignRecord = {
  ...resource('dnsZones/example.com/A/www', { TTL: 300, ARecords: [{ ipv4Address: '192.0.2.1' }] }),
  ...{ name: 'www', type: 'Microsoft.Network/dnszones/A' },
};
const theirDeny = {
  name: 'no-web',
  properties: {
    ...{ access: 'Deny', direction: 'Inbound', priority: 100, protocol: '*', sourcePortRange: '*' },
    ...{ sourceAddressPrefix: '*', destinationAddressPrefix: '*', destinationPortRange: '80' },
  },
};
const pinnedTo = (name: string, to: string) => service(name).in('default').public().port(80).annotated(PINNED, to);
const refusedRoute = httpRoute('web')
  .host('www.example.com')
  .asking('edge')
  .told('edge', {}, { status: 'False', reason: 'NotAllowedByListeners', message: 'No listener takes it' });
const badSettings = readSettings(
  [{ meta: { name: 'default' }, spec: { clusterId: 'prod-1', mode: 'Perhaps' } }],
  {},
).problems;
const manyRanges = Array.from({ length: 4001 }, (_, n) => `20.${n >> 8}.${n & 255}.0/25`).join();
const sharing = () =>
  pass([pinnedTo('first', 'mine'), pinnedTo('web', 'mine')], [...REACHABLE, publicIP('mine', '20.50.0.9')]);
const planning: PassInput = { ...pass([web]), settings: settings({ mode: 'Plan' }) };

const waitingRoute = httpRoute('web').host('www.example.com').asking('edge');

export const TELLINGS: Readonly<Record<Reason, () => readonly Told[]>> = {
  Accepted: () => of(pass([web])),
  AddressConflict: () =>
    of(pass([pinnedTo('web', 'far')], [...REACHABLE, publicIP('far', '20.50.0.9', 'northeurope')])),
  AzureError: () =>
    of(refused(pass([web]), 'PublicIPCountLimitReached', 'Cannot create more than 1000 public IP addresses.')),
  AzureUnreachable: () => published(reportUnreachable(cluster(networks), 'Azure does not answer: ETIMEDOUT.', NOW)),
  Degraded: () => of(hidden(pass([web]))),
  Deleting: () => of({ ...pass([web.deleted()]), azure: done(pass([web])).azure }),
  DriftFlapping: () => of(drifted(3, 'Repair')),
  DriftRepaired: () => of(drifted(1, 'Repair')),
  DriftReported: () => of(drifted(1, 'Report')),
  Forbidden: () => of(hidden(pass([web]))),
  Held: () => of({ ...done(pass([web])), cluster: cluster(n1, networks, web.from('203.0.113.7/24')) }),
  HostRefused: () => of(pass([refusedRoute, gateway('edge').at('203.0.113.10').listener()])),
  InStep: () => of(done(pass([web]))),
  InvalidAnnotation: () => of(pass([web.annotated(`${PREFIX}azure-load-balancer-tcp-idle-timeout`, 'soon')])),
  InvalidField: () => of(pass([web.from('203.0.113.7/24')])),
  InvalidHostname: () => of(pass([site.host('a..example.com')])),
  InvalidSettings: () => published(reportBadSettings(cluster(networks), badSettings, NOW)),
  LimitReached: () => of(pass([web.annotated(`${PREFIX}azure-allowed-ip-ranges`, manyRanges)])),
  NameConflict: () => of(pass([site, ingress('other').in('default').at('www.example.net').host('www.example.com')])),
  NameTaken: () => of(pass([site], [...REACHABLE, foreignRecord])),
  NamesProgrammed: () => of(told(done(pass([site])))),
  NoPolicy: () => of(pass([relay, relayPod])),
  NoZone: () => of(pass([site.host('www.example.org')])),
  NotAccepted: () => of(done(sharing())),
  NotFound: () => of(pass([pinnedTo('web', 'gone')])),
  NothingSelected: () => of(pass([relay, exposurePolicy('all').allowingInternet()])),
  OpenToNetwork: () => of(pass([service('web').in('default').internal().port(80).from('10.0.0.0/24')])),
  Pending: () => of(pass([web])),
  PlanMode: () => of(planning),
  Planned: () => of(pass([relay.specified({ mode: 'Plan' }), relayPod, exposurePolicy('all').allowingInternet()])),
  PortConflict: () => of(sharing()),
  Programmed: () => of(done(pass([web]))),
  Ready: () => of(pass([])),
  RefusedByPolicy: () => of(pass([relay, relayPod, exposurePolicy('office').allowing('198.51.100.0/24')])),
  Shadowed: () => of(shadowed(done(pass([web])))),
  SubnetNotFound: () => of(pass([service('web').in('default').internal('nowhere').port(80)])),
  TooManyDeletes: () => of({ ...done(pass([site, web])), cluster: cluster(n1, networks) }),
  Unsupported: () => of(pass([web.annotated(`${PREFIX}azure-load-balancer-internl`, 'true')])),
  Waiting: () => of(pass([waitingRoute, gateway('edge').listener()])),
  Withheld: () => of(hidden(done(pass([web])))),
};
