// What does Azure make of a load balancer's body? Ids, defaults and private addresses filled in, read-only echoes taken
// out, and references from rules to frontends, pools and probes shown from the other side.
import { checkLoadBalancer } from './load-balancer-checks.js';
import { propertiesOf, withDefaults, withIds } from './children.js';
import type { JsonObject } from '../json.js';
import { isObject, objectAt, objectsAt, stringAt } from '../json.js';
import { referenceAt } from './reference.js';
import { privateAddress } from './private-addresses.js';
import type { Resource, ResourceType, World } from './resource.js';

const LISTS = [
  'frontendIPConfigurations',
  'backendAddressPools',
  'loadBalancingRules',
  'probes',
  'inboundNatRules',
  'outboundRules',
  'inboundNatPools',
] as const;
const RULES = ['loadBalancingRules', 'inboundNatRules', 'outboundRules'] as const;

const RULE_DEFAULTS: JsonObject = {
  enableFloatingIP: false,
  idleTimeoutInMinutes: 4,
  enableTcpReset: false,
  loadDistribution: 'Default',
  disableOutboundSnat: false,
  allowBackendPortConflict: false,
  enableDestinationServiceEndpoint: false,
  backendPort: 0,
};

export const loadBalancers: ResourceType = {
  type: 'Microsoft.Network/loadBalancers',
  operations: 'network',
  children: LISTS.map((list) => ({ list, writable: list === 'backendAddressPools' || list === 'inboundNatRules' })),
  complete,
  succeedsAtOnce: ({ properties }) =>
    objectsAt(properties, 'backendAddressPools').every(
      (pool) => objectsAt(pool['properties'], 'loadBalancerBackendAddresses').length === 0,
    ),
  occupies: ({ properties }) =>
    objectsAt(properties, 'frontendIPConfigurations').flatMap(
      (frontend) => referenceAt(frontend['properties'], 'publicIPAddress') ?? [],
    ),
};

function complete(sent: Resource, before: Resource | undefined, world: World): Resource {
  const { properties } = sent;
  properties['resourceGuid'] = before?.properties['resourceGuid'] ?? world.chance.guid();
  const sku = objectAt(sent, 'sku');
  sent['sku'] = {
    ...sku,
    name: stringAt(sku, 'name') ?? stringAt(objectAt(before, 'sku'), 'name') ?? 'Standard',
    tier: stringAt(sku, 'tier') ?? 'Regional',
  };
  for (const list of LISTS) withIds(sent, list);
  for (const frontend of objectsAt(properties, 'frontendIPConfigurations')) completeFrontend(frontend);
  for (const pool of objectsAt(properties, 'backendAddressPools')) completePool(pool);
  for (const rule of objectsAt(properties, 'loadBalancingRules')) completeRule(rule);
  for (const rule of objectsAt(properties, 'inboundNatRules')) {
    withDefaults(propertiesOf(rule), { enableFloatingIP: false, idleTimeoutInMinutes: 4, enableTcpReset: false });
  }
  for (const probe of objectsAt(properties, 'probes')) {
    delete propertiesOf(probe)['loadBalancingRules'];
    withDefaults(propertiesOf(probe), { intervalInSeconds: 15, numberOfProbes: 2, probeThreshold: 1 });
  }
  checkLoadBalancer(sent, before, world);
  assignPrivateAddresses(sent, before, world);
  linkBack(properties);
  return sent;
}

function completeFrontend(frontend: JsonObject): void {
  const properties = propertiesOf(frontend);
  for (const list of [...RULES, 'inboundNatPools']) delete properties[list];
  for (const key of ['publicIPAddress', 'subnet', 'publicIPPrefix']) {
    if (isObject(properties[key])) properties[key] = { id: properties[key]['id'] };
    else delete properties[key];
  }
  withDefaults(properties, { privateIPAllocationMethod: 'Dynamic' });
}

function completePool(pool: JsonObject): void {
  const properties = propertiesOf(pool);
  for (const list of [...RULES, 'backendIPConfigurations', 'outboundRule']) delete properties[list];
  withDefaults(properties, { loadBalancerBackendAddresses: [] });
}

// `backendAddressPools` mirrors `backendAddressPool`; the singular wins when both are sent.
function completeRule(rule: JsonObject): void {
  const properties = propertiesOf(rule);
  withDefaults(properties, RULE_DEFAULTS);
  if (isObject(properties['backendAddressPool'])) {
    properties['backendAddressPools'] = [{ id: properties['backendAddressPool']['id'] }];
  } else {
    const pools = objectsAt(properties, 'backendAddressPools');
    if (pools.length === 1) properties['backendAddressPool'] = { id: pools[0]!['id'] };
  }
}

function assignPrivateAddresses(sent: Resource, before: Resource | undefined, world: World): void {
  const old = new Map(
    objectsAt(before?.properties, 'frontendIPConfigurations').map((one) => [
      stringAt(one, 'name')?.toLowerCase(),
      propertiesOf(one),
    ]),
  );
  // Machines have their addresses before any frontend: those that a pool names are taken.
  const given = objectsAt(sent.properties, 'backendAddressPools')
    .flatMap((pool) => objectsAt(pool['properties'], 'loadBalancerBackendAddresses'))
    .flatMap((member) => stringAt(member['properties'], 'ipAddress') ?? []);
  for (const frontend of objectsAt(sent.properties, 'frontendIPConfigurations')) {
    const properties = propertiesOf(frontend);
    if (!isObject(properties['subnet'])) {
      delete properties['privateIPAddress'];
      continue;
    }
    withDefaults(properties, { privateIPAddressVersion: 'IPv4' });
    const was = old.get(stringAt(frontend, 'name')?.toLowerCase());
    const kept =
      was !== undefined && referenceAt(was, 'subnet') === referenceAt(properties, 'subnet')
        ? stringAt(was, 'privateIPAddress')
        : undefined;
    const address = privateAddress(properties, kept, sent.id, given, world);
    properties['privateIPAddress'] = address;
    given.push(address);
  }
}

// A rule names its frontend, pools and probe; they name the rule.
function linkBack(properties: JsonObject): void {
  const byId = new Map<string, JsonObject>();
  for (const list of ['frontendIPConfigurations', 'backendAddressPools', 'probes']) {
    for (const child of objectsAt(properties, list))
      byId.set((child['id'] as string).toLowerCase(), propertiesOf(child));
  }
  for (const list of RULES) {
    for (const rule of objectsAt(properties, list)) {
      const own = propertiesOf(rule);
      const singles = ['frontendIPConfiguration', 'backendAddressPool', 'probe'].map((key) => referenceAt(own, key));
      const plurals = ['frontendIPConfigurations', 'backendAddressPools'].flatMap((key) => objectsAt(own, key));
      const targets = new Set([...singles, ...plurals.map((one) => stringAt(one, 'id')?.toLowerCase())]);
      for (const target of targets) {
        const referred = target === undefined ? undefined : byId.get(target);
        if (referred !== undefined) referred[list] = [...objectsAt(referred, list), { id: rule['id'] }];
      }
    }
  }
}
