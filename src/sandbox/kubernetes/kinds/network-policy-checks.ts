// What does the API server refuse of a NetworkPolicy?
import type { JsonObject } from '../../json.js';
import { isObject, numberAt, objectAt, objectsAt, stringAt, stringsAt } from '../../json.js';
import { containsCidr } from 'cidr-tools';
import type { FieldError } from '../api-error.js';
import { checkCidr, checkPort, checkPortOrName, checkSelector } from './checks.js';
import { forbiddenField, invalidValue, notSupported, required } from './field-errors.js';

export function validateNetworkPolicy(policy: JsonObject): readonly FieldError[] {
  const spec = objectAt(policy, 'spec');
  const rules = [
    ...objectsAt(spec, 'ingress').map((rule, index) => ({ rule, at: `spec.ingress[${index}]`, side: 'from' })),
    ...objectsAt(spec, 'egress').map((rule, index) => ({ rule, at: `spec.egress[${index}]`, side: 'to' })),
  ];
  return [
    ...checkSelector('spec.podSelector', objectAt(spec, 'podSelector')),
    ...rules.flatMap(({ rule, at, side }) => [
      ...objectsAt(rule, 'ports').flatMap((port, index) => checkPolicyPort(`${at}.ports[${index}]`, port)),
      ...objectsAt(rule, side).flatMap((peer, index) => checkPeer(`${at}.${side}[${index}]`, peer)),
    ]),
    ...stringsAt(spec, 'policyTypes').flatMap((type, index) =>
      TYPES.includes(type) ? [] : [notSupported(`spec.policyTypes[${index}]`, type, TYPES)],
    ),
  ];
}

const TYPES = ['Ingress', 'Egress'];
const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];

function checkPolicyPort(field: string, port: JsonObject): readonly FieldError[] {
  const protocol = stringAt(port, 'protocol') ?? 'TCP';
  const end = numberAt(port, 'endPort');
  return [
    ...(PROTOCOLS.includes(protocol) ? [] : [notSupported(`${field}.protocol`, protocol, PROTOCOLS)]),
    ...(port.port === undefined ? [] : checkPortOrName(`${field}.port`, port.port)),
    ...(end === undefined ? [] : checkEnd(`${field}.endPort`, port, end)),
  ];
}

function checkEnd(field: string, { port }: JsonObject, end: number): readonly FieldError[] {
  if (port === undefined) return [invalidValue(field, end, 'may not be specified when `port` is not specified')];
  if (typeof port === 'string') return [invalidValue(field, end, 'may not be specified when `port` is non-numeric')];
  const isLess = end < Number(port);
  const less = isLess ? [invalidValue(field, end, 'must be greater than or equal to `port`')] : [];
  return [...less, ...checkPort(field, end)];
}

function checkPeer(field: string, peer: JsonObject): readonly FieldError[] {
  const selectors = ['podSelector', 'namespaceSelector'].filter((key) => isObject(peer[key]));
  const { ipBlock } = peer;
  const isMixed = isObject(ipBlock) && selectors.length > 0;
  return [
    ...selectors.flatMap((key) => checkSelector(`${field}.${key}`, objectAt(peer, key))),
    ...(isObject(ipBlock) ? checkBlock(`${field}.ipBlock`, ipBlock) : []),
    ...(selectors.length === 0 && !isObject(ipBlock) ? [required(field, 'must specify a peer')] : []),
    ...(isMixed ? [forbiddenField(field, 'may not specify both ipBlock and another peer')] : []),
  ];
}

function checkBlock(field: string, block: JsonObject): readonly FieldError[] {
  const cidr = stringAt(block, 'cidr') ?? '';
  if (cidr === '') return [required(`${field}.cidr`)];
  const wrong = checkCidr(`${field}.cidr`, cidr);
  const except = stringsAt(block, 'except').flatMap((one, index) => {
    const place = `${field}.except[${index}]`;
    const own = checkCidr(place, one);
    if (own.length + wrong.length > 0 || (containsCidr(cidr, one) && one !== cidr)) return own;
    return [invalidValue(place, one, 'must be a strict subset of `cidr`')];
  });
  return [...wrong, ...except];
}
