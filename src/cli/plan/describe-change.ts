// What does a change mean, in a few words? Paths and JSON are for programs; this is for the person who reads a plan.
import type { Change } from '../../core/network/change.js';
import { SUFFIXES, suffixOf } from '../../core/network/names.js';
import { recordTexts } from '../../core/network/dns-zones/index.js';
import type { Operation } from '../../core/network/operation.js';
import { parseArmId } from '../../core/values/arm-id.js';
import { countOf } from '../../core/values/count-of.js';
import type { Json, JsonObject } from '../../core/values/json.js';
import { isArray, isObject } from '../../core/values/json.js';

const KINDS: Readonly<Record<string, string>> = {
  'microsoft.network/publicipaddresses': 'public IP',
  'microsoft.network/loadbalancers': 'load balancer',
  'microsoft.network/networksecuritygroups': 'security group',
};

/** `load balancer prod-1`, `A record shop.example.com`, `private A record shop.example.com`. */
export function describeResource({ id, type }: Pick<Operation, 'id' | 'type'>): string {
  const parts = parseArmId(id);
  const kind = KINDS[type.toLowerCase()];
  if (kind) return `${kind} ${parts?.name ?? id}`;
  const [, isPrivate, recordType] = /\/(private)?dnszones\/(\w+)$/i.exec(type) ?? [];
  if (!recordType || !parts) return id;
  const [zone, relative] = parts.names;
  return `${isPrivate ? 'private ' : ''}${recordType} record ${relative === '@' ? zone : `${relative}.${zone}`}`;
}

/** One line a change; undefined for what says nothing to a person (names, types, ids of a new resource). */
export function describeChange(change: Change, action: Operation['action']): string | undefined {
  const child = /^\/properties\/(\w+)\[([^\]]+)\]$/.exec(change.path);
  if (child) return describeChild(child[1]!, child[2]!, change);
  if (action === 'Delete') return undefined;
  if (action === 'Create') return describeNew(change);
  // Azure says a rule's pool twice.
  if (/^\/properties\/loadBalancingRules\[[^\]]+\]\/properties\/backendAddressPools$/.test(change.path))
    return undefined;
  return `${change.path.replace(/^\/properties\//, '').replaceAll('/properties/', '/')}: ${short(change.before)} → ${short(change.after)}`;
}

const CHILDREN: Readonly<Record<string, (name: string, properties: JsonObject) => string>> = {
  frontendIPConfigurations: (name, { publicIPAddress, subnet, privateIPAllocationMethod, privateIPAddress }) =>
    `frontend ${name}${isObject(publicIPAddress) ? ` with ${nameIn(publicIPAddress)}` : ''}${isObject(subnet) ? ` in subnet ${nameIn(subnet)}` : ''}${privateIPAllocationMethod === 'Static' ? ` at ${text(privateIPAddress)}` : ''}`,
  loadBalancingRules: describeRule,
  probes: (name, { protocol, port, requestPath }) =>
    `probe ${text(protocol)} on port ${text(port)}${requestPath ? ` ${text(requestPath)}` : ''}${isOfSix(name) ? ', IPv6' : ''}`,
  backendAddressPools: (name, { loadBalancerBackendAddresses: members }) =>
    `backend pool ${name} with ${countOf(isArray(members) ? members.length : 0, POOL_OF_PODS.test(name) ? 'pod' : 'node')}`,
  securityRules: (_name, properties) =>
    `${text(properties['access']).toLowerCase()} ${text(properties['protocol'])} ${list(properties, 'destinationPortRange')} from ${list(properties, 'sourceAddressPrefix', 'sourceAddressPrefixes')} to ${list(properties, 'destinationAddressPrefix', 'destinationAddressPrefixes')} (priority ${text(properties['priority'])})`,
};

/** Nodes share a pool; pods have one for each port, by the name of its rule. */
const POOL_OF_PODS = /-(TCP|UDP|SCTP)-\d+(-IPv[46])?$/;

/** The half of a dual-stack Service that has this ending is the one of IPv6; so is a pool of nodes of that family. */
function isOfSix(name: string): boolean {
  return suffixOf(name) === SUFFIXES[6];
}

/** What all rules have alike says nothing. */
function describeRule(name: string, properties: JsonObject): string {
  const { protocol, frontendPort, loadDistribution, idleTimeoutInMinutes, backendAddressPool } = properties;
  const ports = frontendPort === 0 ? 'for all ports and protocols' : `${text(protocol)} ${text(frontendPort)}`;
  const pool = isObject(backendAddressPool) ? nameIn(backendAddressPool) : '';
  const apart = [
    ...(isOfSix(name) || isOfSix(pool) ? ['IPv6'] : []),
    ...(properties['enableFloatingIP'] === false ? [`to port ${text(properties['backendPort'])}`] : []),
    ...(loadDistribution === 'SourceIP' ? ['by source address'] : []),
    ...(idleTimeoutInMinutes === undefined || idleTimeoutInMinutes === 4
      ? []
      : [`idle timeout ${text(idleTimeoutInMinutes)} min`]),
    ...(properties['enableTcpReset'] === false && protocol !== 'Udp' ? ['without TCP reset'] : []),
  ];
  return [`rule ${ports}`, ...apart].join(', ');
}

function describeChild(collection: string, name: string, { before, after }: Change): string {
  const sign = before === null ? '+' : after === null ? '-' : '~';
  const child = after ?? before;
  const properties = isObject(child) && isObject(child['properties']) ? child['properties'] : {};
  return `${sign} ${CHILDREN[collection]?.(name, properties) ?? `${collection} ${name}`}`;
}

function describeNew({ path, after }: Change): string | undefined {
  const records = recordTexts(path.replace('/properties/', ''), after);
  if (records) return `→ ${records.map(known).join(', ')}`;
  switch (path) {
    case '/properties/targetResource':
      return isObject(after) ? `→ whatever the address of ${nameIn(after)} is` : undefined;
    case '/properties/TTL':
    case '/properties/ttl':
      return `TTL ${text(after)} s`;
    case '/properties/publicIPAllocationMethod':
      return 'static, Standard';
    case '/properties/publicIPAddressVersion':
      return after === 'IPv6' ? 'IPv6' : undefined;
    case '/properties/dnsSettings':
      return isObject(after) ? `DNS label ${text(after['domainNameLabel'])}` : undefined;
    case '/properties/ipTags':
      return `IP tags ${(isArray(after) ? after : []).map((one) => (isObject(one) ? `${text(one['ipTagType'])}=${text(one['tag'])}` : '')).join(', ')}`;
    case '/properties/publicIPPrefix':
      return isObject(after) ? `from prefix ${nameIn(after)}` : undefined;
    case '/zones':
      return `zones ${(isArray(after) ? after : []).map(text).join(', ')}`;
    default:
      return undefined;
  }
}

function nameIn(reference: JsonObject): string {
  return text(reference['id']).split('/').at(-1) ?? '';
}

function list(properties: JsonObject, one: string, many = `${one}s`): string {
  const several = properties[many];
  const values = isArray(several) && several.length > 0 ? several : [properties[one]];
  const shown = values.slice(0, 6).map((value) => known(text(value)));
  return shown.join(', ') + (values.length > 6 ? ` and ${values.length - 6} more` : '');
}

function known(address: string): string {
  return address.replace(/^\(known after apply[^)]*\).*\/([^/]+)#.*$/, 'the address of $1');
}

function text(value: Json | undefined): string {
  return value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
}

function short(value: Json): string {
  // Beside the path, the last name of an id says enough.
  const isId = typeof value === 'string' && value.startsWith('/subscriptions/');
  const shown = value === null ? 'nothing' : isId ? nameIn({ id: value }) : text(value);
  return shown.length > 80 ? `${shown.slice(0, 77)}…` : shown;
}
