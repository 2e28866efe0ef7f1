// Which load balancing rules does Azure refuse? Ports out of range, references to what isn't in the same body, two rules
// that would collide at the frontend or behind it, and more rules than an interface takes.
import { propertiesOf } from './children.js';
import type { JsonObject } from '../json.js';
import { numberAt, objectsAt, stringAt, textAt } from '../json.js';
import { referenceAt } from './reference.js';
import { invalid, noSuchReference } from './refusal.js';

const MAX_RULES_PER_INTERFACE = 300;

export function checkRule(rule: JsonObject, ids: ReadonlySet<string>): void {
  const properties = propertiesOf(rule);
  const id = textAt(rule, 'id');
  const fail = (what: string): never => {
    throw invalid('InvalidRequestFormat', 'Cannot parse the request.', [
      { code: 'InvalidLoadBalancingRule', message: `Rule ${id}: ${what}` },
    ]);
  };
  const protocol = (stringAt(properties, 'protocol') ?? '').toLowerCase();
  if (!['tcp', 'udp', 'all', 'quic'].includes(protocol)) fail('protocol must be Tcp, Udp or All.');
  checkPorts(protocol, properties, fail);
  if (referenceAt(properties, 'frontendIPConfiguration') === undefined) fail('frontendIPConfiguration is required.');
  const pools = objectsAt(properties, 'backendAddressPools').map((one) => stringAt(one, 'id')?.toLowerCase());
  for (const target of [
    referenceAt(properties, 'frontendIPConfiguration'),
    ...pools,
    referenceAt(properties, 'probe'),
  ]) {
    if (target !== undefined && !ids.has(target)) throw noSuchReference(target, id);
  }
}

function checkPorts(protocol: string, properties: JsonObject, fail: (what: string) => never): void {
  const frontendPort = numberAt(properties, 'frontendPort') ?? -1;
  if (!Number.isInteger(frontendPort) || frontendPort < 0 || frontendPort > 65534) {
    fail('frontendPort must be 0 to 65534.');
  }
  const backendPort = numberAt(properties, 'backendPort') ?? 0;
  if (!Number.isInteger(backendPort) || backendPort < 0 || backendPort > 65535) fail('backendPort must be 0 to 65535.');
  if (protocol === 'all' && (frontendPort !== 0 || backendPort !== 0)) fail('protocol All needs ports 0.');
  const idle = numberAt(properties, 'idleTimeoutInMinutes') ?? 4;
  if (idle < 4 || idle > 100) fail('idleTimeoutInMinutes must be 4 to 100.');
  if (properties['enableFloatingIP'] === true && frontendPort !== backendPort) {
    fail('floating IP needs the same port in front and behind.');
  }
}

export function checkRuleCollisions(rules: readonly JsonObject[], frontends: readonly JsonObject[]): void {
  const inFront = new Map<string, string>();
  const behind = new Map<string, string>();
  const isInternal = new Set(
    frontends.filter((one) => referenceAt(one['properties'], 'subnet')).map((one) => textAt(one, 'id').toLowerCase()),
  );
  for (const rule of rules) {
    const properties = propertiesOf(rule);
    const id = textAt(rule, 'id');
    const frontend = referenceAt(properties, 'frontendIPConfiguration') ?? '';
    const protocol = textAt(properties, 'protocol').toLowerCase();
    const frontKey = `${frontend} ${protocol} ${textAt(properties, 'frontendPort')}`;
    refuseDouble(
      inFront,
      frontKey,
      id,
      'RulesUseSameFrontendPortProtocolAndFrontendIPConfig',
      'frontend port and protocol',
    );
    const floating = properties['enableFloatingIP'] === true;
    const pool = referenceAt(properties, 'backendAddressPool');
    if (pool === undefined || properties['allowBackendPortConflict'] === true) continue;
    const backKey = `${pool} ${protocol} ${textAt(properties, 'backendPort')} ${isInternal.has(frontend)}`;
    if (floating) {
      const code = 'RulesUseSameBackendPortProtocolAndPoolAndFrontendIPWithFloatingIPEnabled';
      refuseDouble(behind, `${backKey} ${frontend}`, id, code, 'backend port, protocol, pool and frontend');
    } else {
      const code = 'RulesUseSameBackendPortProtocolAndPool';
      refuseDouble(behind, backKey, id, code, 'backend port, protocol and pool');
    }
  }
}

function refuseDouble(seen: Map<string, string>, key: string, id: string, code: string, what: string): void {
  const other = seen.get(key);
  if (other !== undefined) throw invalid(code, `Load balancing rules ${other} and ${id} use the same ${what}.`);
  seen.set(key, id);
}

/** By address, for pools whose members are addresses: each stands for one interface. */
export function checkRulesPerAddress(rules: readonly JsonObject[], pools: readonly JsonObject[]): void {
  const rulesOfPool = Map.groupBy(rules, (rule) => referenceAt(rule['properties'], 'backendAddressPool') ?? '');
  const counts = new Map<string, number>();
  for (const pool of pools) {
    const count = rulesOfPool.get(textAt(pool, 'id').toLowerCase())?.length ?? 0;
    const addresses = objectsAt(pool['properties'], 'loadBalancerBackendAddresses');
    for (const address of new Set(addresses.map((one) => stringAt(one['properties'], 'ipAddress') ?? ''))) {
      counts.set(address, (counts.get(address) ?? 0) + count);
    }
  }
  for (const [address, count] of counts) {
    if (count > MAX_RULES_PER_INTERFACE) {
      throw invalid(
        'LoadBalancerRuleCountLimitReachedForNic',
        `${count} rules lead to ${address}; a network interface takes ${MAX_RULES_PER_INTERFACE}.`,
      );
    }
  }
}
