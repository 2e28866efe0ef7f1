// Of what in a Service does the API server warn?
import { isIPv6 } from 'node:net';
import { Address6 } from 'ip-address';
import type { JsonObject } from '../../json.js';
import { objectAt, stringAt, stringsAt } from '../../json.js';

export function warnOfService(service: JsonObject): readonly string[] {
  const spec = objectAt(service, 'spec');
  const isHeadless = spec.type === 'ClusterIP' && spec.clusterIP === 'None';
  const isName = spec.type === 'ExternalName';
  const externalIps = stringsAt(spec, 'externalIPs');
  const loadBalancerIp = stringAt(spec, 'loadBalancerIP') ?? '';
  const clusterIps = stringsAt(spec, 'clusterIPs').filter((address) => address !== 'None');
  return [
    ...clusterIps.flatMap((address, index) => warnOfAddress(`spec.clusterIPs[${index}]`, address)),
    ...(isHeadless ? ignoredWhenHeadless(spec) : []),
    ...externalIps.flatMap((address, index) => warnOfAddress(`spec.externalIPs[${index}]`, address)),
    ...(externalIps.length > 0 && !isHeadless && !isName
      ? ['spec.externalIPs is deprecated and may no longer be implemented in some clusters']
      : []),
    ...(loadBalancerIp === '' ? [] : warnOfAddress('spec.loadBalancerIP', loadBalancerIp)),
    ...(isName && externalIps.length > 0 ? ['spec.externalIPs is ignored when spec.type is "ExternalName"'] : []),
    ...(!isName && spec.externalName ? ['spec.externalName is ignored when spec.type is not "ExternalName"'] : []),
    ...(spec.trafficDistribution === 'PreferClose'
      ? ['spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"']
      : []),
  ];
}

function ignoredWhenHeadless(spec: JsonObject): readonly string[] {
  return [
    ...(spec.loadBalancerIP ? ['spec.loadBalancerIP is ignored for headless services'] : []),
    ...(stringsAt(spec, 'externalIPs').length > 0 ? ['spec.externalIPs is ignored for headless services'] : []),
    ...(spec.sessionAffinity === 'None' ? [] : ['spec.SessionAffinity is ignored for headless services']),
  ];
}

function warnOfAddress(field: string, address: string): readonly string[] {
  if (!isIPv6(address)) return [];
  const canonical = new Address6(address).correctForm();
  if (canonical === address) return [];
  return [`${field}: IPv6 address "${address}" should be in RFC 5952 canonical format ("${canonical}")`];
}
