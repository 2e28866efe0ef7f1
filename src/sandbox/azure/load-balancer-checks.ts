// What does Azure refuse in a load balancer? Frontend sources, references within one body, collisions of rules, limits.
// Rules and codes: https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors and
// the issues of Azure's own clients; codes that no source names are in docs/fake-azure.md.
import { propertiesOf } from './children.js';
import type { JsonObject } from '../json.js';
import { isObject, numberAt, objectAt, objectsAt, stringAt, textAt } from '../json.js';
import { referenceAt } from './reference.js';
import { invalid, locked, noSuchReference } from './refusal.js';
import { checkRule, checkRuleCollisions, checkRulesPerAddress } from './load-balancer-rule-checks.js';
import type { Resource, World } from './resource.js';

const MAX_FRONTENDS = 600;
const MAX_RULES = 1500;

export function checkLoadBalancer(sent: Resource, before: Resource | undefined, world: World): void {
  const { properties } = sent;
  const frontends = objectsAt(properties, 'frontendIPConfigurations');
  const rules = objectsAt(properties, 'loadBalancingRules');
  checkSku(sent, before);
  if (frontends.length > MAX_FRONTENDS) {
    throw invalid(
      'LoadBalancerFrontendIPConfigurationCountLimitReached',
      `Load balancer ${sent.id} has ${frontends.length} frontends; the limit is ${MAX_FRONTENDS}.`,
    );
  }
  if (rules.length + objectsAt(properties, 'inboundNatRules').length > MAX_RULES) {
    throw invalid('LoadBalancerRuleCountLimitReached', `Load balancer ${sent.id} has more than ${MAX_RULES} rules.`);
  }
  const dependents = ['backendAddressPools', 'loadBalancingRules', 'probes', 'inboundNatRules', 'outboundRules'];
  if (frontends.length === 0 && dependents.some((list) => objectsAt(properties, list).length > 0)) {
    throw invalid(
      'LoadBalancerWithoutFrontendIPCantHaveChildResources',
      `Load balancer ${sent.id} has no frontend IP configuration and can't have child resources.`,
    );
  }
  checkFrontends(sent, frontends, world);
  for (const probe of objectsAt(properties, 'probes')) checkProbe(probe);
  const ids = childIds(properties);
  for (const rule of rules) checkRule(rule, ids);
  checkRuleCollisions(rules, frontends);
  checkRulesPerAddress(rules, objectsAt(properties, 'backendAddressPools'));
}

function childIds(properties: JsonObject): ReadonlySet<string> {
  const lists = ['frontendIPConfigurations', 'backendAddressPools', 'probes'];
  return new Set(lists.flatMap((list) => objectsAt(properties, list).map((one) => textAt(one, 'id').toLowerCase())));
}

function checkSku(sent: Resource, before: Resource | undefined): void {
  const was = stringAt(objectAt(before, 'sku'), 'name');
  const is = stringAt(objectAt(sent, 'sku'), 'name');
  if (was !== undefined && is !== was) {
    throw invalid(
      'LoadBalancerSkuCannotBeChanged',
      `SKU of load balancer ${sent.id} can't change from ${was} to ${is}.`,
    );
  }
}

function checkFrontends(sent: Resource, frontends: readonly JsonObject[], world: World): void {
  const owners = publicAddressOwners(sent.id, world);
  for (const frontend of frontends) {
    const properties = propertiesOf(frontend);
    const sources = ['publicIPAddress', 'publicIPPrefix', 'subnet'].filter((key) => isObject(properties[key]));
    const id = textAt(frontend, 'id');
    if (sources.length === 0) {
      const message = `Frontend ${id} must reference a subnet or a public IP address.`;
      throw invalid('FrontendIPConfigHasNoSubnetOrPublicIP', message);
    }
    if (sources.length > 1) {
      const message = `Frontend ${id} must not reference both a subnet and a public IP address.`;
      throw invalid('FrontendIPConfigHasBothSubnetAndPublicIP', message);
    }
    const address = referenceAt(properties, 'publicIPAddress');
    if (address !== undefined) checkPublicAddress(sent, id, address, owners, world);
    const subnet = referenceAt(properties, 'subnet');
    if (subnet !== undefined) checkSubnet(id, subnet, world);
  }
}

function publicAddressOwners(ownId: string, world: World): Map<string, string> {
  const others = world
    .ofType('Microsoft.Network/loadBalancers')
    .filter(({ id }) => id.toLowerCase() !== ownId.toLowerCase());
  return new Map(
    others.flatMap(({ properties }) =>
      objectsAt(properties, 'frontendIPConfigurations').flatMap((one): [string, string][] => {
        const id = referenceAt(one['properties'], 'publicIPAddress');
        return id === undefined ? [] : [[id, textAt(one, 'id')]];
      }),
    ),
  );
}

function checkPublicAddress(
  sent: Resource,
  frontend: string,
  addressId: string,
  owners: Map<string, string>,
  world: World,
): void {
  const address = world.get(addressId);
  if (address === undefined) throw noSuchReference(addressId, frontend);
  const owner = owners.get(addressId);
  if (owner?.startsWith(sent.id)) {
    const message = `Public IP address ${address.id} is referenced by multiple ipconfigs: ${owner}, ${frontend}.`;
    throw invalid('PublicIPReferencedByMultipleIPConfigs', message);
  }
  if (owner !== undefined) {
    throw invalid('PublicIPAddressInUse', `Resource ${frontend} can't use ${address.id}: ${owner} does already.`);
  }
  owners.set(addressId, frontend);
  if (world.busy(addressId)) {
    const message = `Cannot proceed with operation because resource ${address.id} used by ${sent.id} is not in Succeeded state.`;
    throw locked('ReferencedResourceNotProvisioned', message, 2);
  }
  const skus = [sent, address].map((one) => (stringAt(objectAt(one, 'sku'), 'name') ?? 'Basic').toLowerCase());
  if (skus[0] !== skus[1]) {
    throw invalid(
      'DifferentSkuLoadBalancersAndPublicIPAddressNotAllowed',
      `Different sku load balancer ${sent.id} and public IP address ${address.id} is not allowed.`,
    );
  }
}

function checkSubnet(frontend: string, subnetId: string, world: World): void {
  const network = world.get(subnetId.split('/subnets/')[0]!);
  const there = objectsAt(network?.properties, 'subnets').some((one) => textAt(one, 'id').toLowerCase() === subnetId);
  if (!there) throw noSuchReference(subnetId, frontend);
}

function checkProbe(probe: JsonObject): void {
  const properties = propertiesOf(probe);
  const protocol = (stringAt(properties, 'protocol') ?? '').toLowerCase();
  const fail = (what: string): never => {
    throw invalid('InvalidRequestFormat', 'Cannot parse the request.', [
      { code: 'InvalidProbe', message: `Probe ${textAt(probe, 'id')}: ${what}` },
    ]);
  };
  if (!['tcp', 'http', 'https'].includes(protocol)) fail('protocol must be Tcp, Http or Https.');
  const port = numberAt(properties, 'port') ?? 0;
  if (port < 1 || port > 65535) fail('port must be 1 to 65535.');
  if ((numberAt(properties, 'intervalInSeconds') ?? 15) < 5) fail('intervalInSeconds must be at least 5.');
  const path = stringAt(properties, 'requestPath') ?? '';
  if (protocol === 'tcp' && path !== '') fail('requestPath is not allowed for Tcp.');
  if (protocol !== 'tcp' && path === '') fail('requestPath is required for Http and Https.');
}
