// What does the API server refuse of a Service? In its words and its order.
// https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/
import { BlockList } from 'node:net';
import type { JsonObject } from '../../json.js';
import { numberAt, objectAt, objectsAt, stringAt, stringsAt } from '../../json.js';
import type { FieldError } from '../api-error.js';
import { checkAddress, checkCidr, checkLabels, checkOneOf, checkPort, checkText } from './checks.js';
import { forbiddenField, invalidValue, notSupported, required } from './field-errors.js';
import { dnsSubdomainProblems, qualifiedNameProblems } from './names.js';
import { needsHealthCheckPort } from './service-carry-over.js';
import { checkClusterIps } from './service-cluster-ip-checks.js';
import { isExternallyAccessible } from './service-defaults.js';
import { checkPortsTogether, checkServicePorts } from './service-port-checks.js';
import { familyOf } from './service-ranges.js';
import { checkServiceStatus, checkServiceUpdate } from './service-update-checks.js';

const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
const ONLY_LOAD_BALANCER = "may only be used when `type` is 'LoadBalancer'";

export function validateService(service: JsonObject, before: JsonObject | undefined): readonly FieldError[] {
  const spec = objectAt(service, 'spec');
  const old = before && objectAt(before, 'spec');
  return [
    ...(old ? checkServiceUpdate(spec, old) : []),
    ...checkType(spec),
    ...checkServicePorts(spec),
    ...checkLabels('spec.selector', objectAt(spec, 'selector')),
    ...checkAffinity(spec),
    ...checkClusterIps(spec, old),
    ...checkExternalIps(spec, old),
    ...checkOneOf('spec.type', spec.type, TYPES),
    ...checkPortsTogether(spec),
    ...checkSources(service, before),
    ...checkLoadBalancer(spec),
    ...checkTrafficPolicies(spec),
    ...checkServiceStatus(service),
  ];
}

const isHeadless = (spec: JsonObject): boolean => stringsAt(spec, 'clusterIPs')[0] === 'None';

function checkType(spec: JsonObject): FieldError[] {
  const { type } = spec;
  const isBare = objectsAt(spec, 'ports').length === 0;
  const needsPorts = type !== 'ExternalName' && !(type === 'ClusterIP' && isHeadless(spec));
  const ports = isBare && needsPorts ? [required('spec.ports')] : [];
  if ((type === 'LoadBalancer' || type === 'NodePort') && isHeadless(spec)) {
    return [...ports, invalidValue('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${type} services`)];
  }
  return type === 'ExternalName' ? checkExternalName(spec) : ports;
}

function checkExternalName(spec: JsonObject): FieldError[] {
  const set = [
    stringsAt(spec, 'clusterIPs').length > 0 ? 'clusterIPs' : '',
    stringsAt(spec, 'ipFamilies').length > 0 ? 'ipFamilies' : '',
    spec.ipFamilyPolicy !== undefined ? 'ipFamilyPolicy' : '',
  ].filter((key) => key !== '');
  const name = (stringAt(spec, 'externalName') ?? '').replace(/\.$/, '');
  return [
    ...set.map((key) => forbiddenField(`spec.${key}`, 'may not be set for ExternalName services')),
    ...(name === '' ? [required('spec.externalName')] : checkText('spec.externalName', name, dnsSubdomainProblems)),
  ];
}

const DAY = 86_400;

function checkAffinity(spec: JsonObject): readonly FieldError[] {
  const wrong = checkOneOf('spec.sessionAffinity', spec.sessionAffinity, ['ClientIP', 'None']);
  if (spec.sessionAffinity !== 'ClientIP') return wrong;
  const seconds = numberAt(objectAt(objectAt(spec, 'sessionAffinityConfig'), 'clientIP'), 'timeoutSeconds') ?? 0;
  if (seconds > 0 && seconds <= DAY) return wrong;
  const field = 'spec.sessionAffinityConfig.clientIP.timeoutSeconds';
  return [...wrong, invalidValue(field, seconds, `must be greater than 0 and less than ${DAY}`)];
}

function checkExternalIps(spec: JsonObject, old: JsonObject | undefined): readonly FieldError[] {
  const known = stringsAt(old, 'externalIPs');
  return stringsAt(spec, 'externalIPs').flatMap((address, index) => {
    const field = `spec.externalIPs[${index}]`;
    const wrong = known.includes(address) ? [] : checkAddress(field, address);
    return wrong.length > 0 ? wrong : checkReachable(field, address);
  });
}

const SPECIAL: readonly (readonly [detail: string, ...networks: readonly string[]])[] = [
  ['may not be in the loopback range (127.0.0.0/8, ::1/128)', '127.0.0.0/8', '::1/128'],
  ['may not be in the link-local range (169.254.0.0/16, fe80::/10)', '169.254.0.0/16', 'fe80::/10'],
  ['may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)', '224.0.0.0/24', 'ff02::/16'],
];

function checkReachable(field: string, address: string): FieldError[] {
  if (/^[0.:]+$/.test(address)) return [invalidValue(field, address, `may not be unspecified (${address})`)];
  const found = SPECIAL.filter(([, ...networks]) => networks.some((network) => isIn(network, address)));
  return found.map(([detail]) => invalidValue(field, address, detail));
}

function isIn(network: string, address: string): boolean {
  const [base = '', length] = network.split('/');
  if (familyOf(base) !== familyOf(address)) return false;
  const family = familyOf(base) === 'IPv4' ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(base, Number(length), family);
  return list.check(address, family);
}

const SOURCES_ANNOTATION = 'service.beta.kubernetes.io/load-balancer-source-ranges';

// The field's name in capitals is the API server's own.
function checkSources(service: JsonObject, before: JsonObject | undefined): readonly FieldError[] {
  const spec = objectAt(service, 'spec');
  const ranges = stringsAt(spec, 'loadBalancerSourceRanges');
  const annotationOf = (object: JsonObject | undefined): string | undefined =>
    stringAt(objectAt(objectAt(object, 'metadata'), 'annotations'), SOURCES_ANNOTATION);
  const annotation = annotationOf(service);
  if (ranges.length === 0 && annotation === undefined) return [];
  const field = ranges.length > 0 ? 'spec.LoadBalancerSourceRanges' : `metadata.annotations[${SOURCES_ANNOTATION}]`;
  const misplaced = spec.type === 'LoadBalancer' ? [] : [forbiddenField(field, ONLY_LOAD_BALANCER)];
  if (ranges.length > 0) {
    const known = stringsAt(objectAt(before, 'spec'), 'loadBalancerSourceRanges').map((one) => one.trim());
    const wrong = ranges.flatMap((range, index) =>
      known.includes(range.trim()) ? [] : checkCidr(`${field}[${index}]`, range.trim()),
    );
    return [...misplaced, ...wrong];
  }
  const isKnown = annotation === annotationOf(before) || annotation?.trim() === '';
  const list = isKnown ? [] : (annotation ?? '').split(',');
  return [...misplaced, ...list.flatMap((range) => checkCidr(field, range.trim()))];
}

function checkLoadBalancer(spec: JsonObject): readonly FieldError[] {
  const loadBalancerClass = stringAt(spec, 'loadBalancerClass');
  if (spec.type === 'LoadBalancer') {
    if (loadBalancerClass === undefined) return [];
    return checkText('spec.loadBalancerClass', loadBalancerClass, qualifiedNameProblems);
  }
  return ['allocateLoadBalancerNodePorts', 'loadBalancerClass']
    .filter((key) => spec[key] !== undefined)
    .map((key) => forbiddenField(`spec.${key}`, ONLY_LOAD_BALANCER));
}

function checkTrafficPolicies(spec: JsonObject): readonly FieldError[] {
  const policies = ['Cluster', 'Local'];
  const distributions = ['PreferClose', 'PreferSameZone', 'PreferSameNode'];
  const distribution = stringAt(spec, 'trafficDistribution');
  const isKnown = distribution === undefined || distributions.includes(distribution);
  return [
    ...checkExternalPolicy(spec, policies),
    ...checkHealthCheckPort(spec),
    ...(spec.internalTrafficPolicy === undefined
      ? []
      : checkOneOf('spec.internalTrafficPolicy', spec.internalTrafficPolicy, policies)),
    ...(isKnown ? [] : [notSupported('spec.trafficDistribution', distribution, distributions)]),
  ];
}

function checkExternalPolicy(spec: JsonObject, policies: readonly string[]): readonly FieldError[] {
  const field = 'spec.externalTrafficPolicy';
  const policy = stringAt(spec, 'externalTrafficPolicy') ?? '';
  if (isExternallyAccessible(spec)) return checkOneOf(field, policy, policies);
  return policy === '' ? [] : [invalidValue(field, policy, 'may only be set for externally-accessible services')];
}

function checkHealthCheckPort(spec: JsonObject): readonly FieldError[] {
  const field = 'spec.healthCheckNodePort';
  const port = numberAt(spec, 'healthCheckNodePort') ?? 0;
  if (needsHealthCheckPort(spec)) return port === 0 ? [required(field)] : checkPort(field, port);
  const detail = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
  return port === 0 ? [] : [invalidValue(field, port, detail)];
}
