// What may an update of a Service not change, and what may its status say? In the API server's words.
import type { JsonObject } from '../../json.js';
import { objectAt, objectsAt, stringAt, stringsAt } from '../../json.js';
import type { FieldError } from '../api-error.js';
import { checkAddress, checkText } from './checks.js';
import { forbiddenField, invalidValue, required } from './field-errors.js';
import { dnsSubdomainProblems } from './names.js';
import { isSame, needsHealthCheckPort } from './service-carry-over.js';

const FIXED = 'may not change once set';

export function checkServiceUpdate(spec: JsonObject, old: JsonObject): FieldError[] {
  const isBalanced = spec.type === 'LoadBalancer' && old.type === 'LoadBalancer';
  const hasProbe = needsHealthCheckPort(old) && needsHealthCheckPort(spec);
  return [
    ...checkAddresses(spec, old),
    ...(isBalanced && !isSame(spec, old, 'loadBalancerClass')
      ? [invalidValue('spec.loadBalancerClass', spec.loadBalancerClass, FIXED)]
      : []),
    ...(hasProbe && !isSame(spec, old, 'healthCheckNodePort')
      ? [forbiddenField('spec.healthCheckNodePort', 'field is immutable')]
      : []),
  ];
}

function checkAddresses(spec: JsonObject, old: JsonObject): FieldError[] {
  if (spec.type === 'ExternalName' || old.type === 'ExternalName') return [];
  const isHeadless = (one: JsonObject): boolean => one.type === 'ClusterIP' && one.clusterIP === 'None';
  const addresses = isHeadless(spec) && isHeadless(old) ? [] : checkFixed('clusterIPs', spec, old);
  const families = isHeadless(spec) || isHeadless(old) ? [] : checkFixed('ipFamilies', spec, old);
  return [...addresses, ...families];
}

/** The first stays; a second may come, or go where the policy says so. */
function checkFixed(key: 'clusterIPs' | 'ipFamilies', spec: JsonObject, old: JsonObject): FieldError[] {
  const [now, before] = [stringsAt(spec, key), stringsAt(old, key)];
  const count = now.length === before.length ? before.length : Math.min(1, now.length, before.length);
  const changed = before.slice(0, count).flatMap((one, index) => (one === now[index] ? [] : [index]));
  const fixed = changed.map((index) => {
    const where = key === 'clusterIPs' ? index : 0;
    return invalidValue(`spec.${key}[${where}]`, now, FIXED);
  });
  const isReleased = before.length > now.length && now.length === 1 && spec.ipFamilyPolicy !== 'SingleStack';
  if (!isReleased) return fixed;
  const name = key === 'clusterIPs' ? 'clusterIP' : 'ipFamily';
  const detail = `must be set to 'SingleStack' when releasing the secondary ${name}`;
  return [...fixed, invalidValue('spec.ipFamilyPolicy', spec.ipFamilyPolicy, detail)];
}

export function checkServiceStatus(service: JsonObject): readonly FieldError[] {
  const points = objectsAt(objectAt(objectAt(service, 'status'), 'loadBalancer'), 'ingress');
  const field = 'status.loadBalancer.ingress';
  if (points.length === 0) return [];
  if (objectAt(service, 'spec').type !== 'LoadBalancer') {
    return [forbiddenField(field, "may only be used when `spec.type` is 'LoadBalancer'")];
  }
  return points.flatMap((point, index) => checkPoint(`${field}[${index}]`, point));
}

function checkPoint(field: string, point: JsonObject): readonly FieldError[] {
  const address = stringAt(point, 'ip') ?? '';
  const hostname = stringAt(point, 'hostname') ?? '';
  const hasMode = point.ipMode !== undefined;
  const isAddress = hostname !== '' && checkAddress('', hostname).length === 0;
  return [
    ...(address === '' ? [] : checkAddress(`${field}.ip`, address)),
    ...(address !== '' && !hasMode ? [required(`${field}.ipMode`, 'must be specified when `ip` is set')] : []),
    ...(address === '' && hasMode
      ? [forbiddenField(`${field}.ipMode`, 'may not be specified when `ip` is not set')]
      : []),
    ...(hostname === '' ? [] : checkText(`${field}.hostname`, hostname, dnsSubdomainProblems)),
    ...(isAddress ? [invalidValue(`${field}.hostname`, hostname, 'must be a DNS name, not an IP address')] : []),
  ];
}
