// What of Services, their EndpointSlices and Ingresses do we keep?
import { parseIPAddress } from '../../values/ip-address.js';
import type { JsonObject } from '../../values/json.js';
import { isArray, objectOf, objectsOf } from '../../values/json.js';
import type {
  EndpointSlice,
  Ingress,
  LoadBalancerIngress,
  Meta,
  PodEndpoint,
  Service,
  ServicePort,
} from '../cluster-state.js';
import { allAsTexts, conditionsOf, numberOf, textOf, texts, textsByKey, textsOf } from './fields.js';

export function projectService(meta: Meta, spec: JsonObject, status: JsonObject): Service {
  const allocates = spec['allocateLoadBalancerNodePorts'];
  const healthCheckNodePort = numberOf(spec['healthCheckNodePort']);
  return {
    kind: 'Service',
    meta,
    type: textOf(spec['type']) ?? 'ClusterIP',
    ...texts(spec, [
      'loadBalancerClass',
      'loadBalancerIP',
      'clusterIP',
      'externalName',
      'externalTrafficPolicy',
      'sessionAffinity',
    ]),
    clusterIPs: clusterIPsOf(spec),
    externalIPs: textsOf(spec['externalIPs']),
    publishNotReadyAddresses: spec['publishNotReadyAddresses'] === true,
    ipFamilies: textsOf(spec['ipFamilies']),
    ...(healthCheckNodePort && { healthCheckNodePort }),
    ...(typeof allocates === 'boolean' && { allocateLoadBalancerNodePorts: allocates }),
    loadBalancerSourceRanges: allAsTexts(spec['loadBalancerSourceRanges']),
    selector: textsByKey(spec['selector']),
    ports: objectsOf(spec['ports']).map(projectServicePort),
    ingress: ingressOf(status),
    conditions: conditionsOf(status),
  };
}

function clusterIPsOf(spec: JsonObject): readonly string[] {
  const all = textsOf(spec['clusterIPs']);
  const first = textOf(spec['clusterIP']);
  return all.length > 0 || first === undefined ? all : [first];
}

function projectServicePort(raw: JsonObject): ServicePort {
  const targetPort = numberOf(raw['targetPort']) ?? textOf(raw['targetPort']);
  const nodePort = numberOf(raw['nodePort']);
  return {
    ...texts(raw, ['name', 'appProtocol']),
    protocol: textOf(raw['protocol']) ?? 'TCP',
    port: numberOf(raw['port']) ?? 0,
    ...(targetPort !== undefined && { targetPort }),
    ...(nodePort && { nodePort }),
  };
}

const SERVICE_NAME = 'kubernetes.io/service-name';

export function projectEndpointSlice(meta: Meta, object: JsonObject): EndpointSlice {
  const serviceName = meta.labels[SERVICE_NAME];
  // Readiness is unknown until somebody says no, as the API has it.
  const endpoints = objectsOf(object['endpoints']);
  const ready = endpoints.filter(isReady);
  const addresses = ready.flatMap((endpoint) => textsOf(endpoint['addresses']));
  return {
    kind: 'EndpointSlice',
    meta: { ...meta, labels: {}, annotations: {} },
    ...(serviceName !== undefined && { serviceName }),
    ports: objectsOf(object['ports']).map((port) => ({
      name: textOf(port['name']) ?? '',
      protocol: textOf(port['protocol']) ?? 'TCP',
      port: numberOf(port['port']) ?? 0,
    })),
    podEndpoints: endpoints.flatMap(podEndpoint),
    // What is no address is a name (addressType FQDN), which no pool can have.
    readyAddresses: [...new Set(addresses.flatMap((text) => parseIPAddress(text) ?? []))].sort(),
  };
}

function isReady({ conditions }: JsonObject): boolean {
  return objectOf(conditions)['ready'] !== false;
}

function podEndpoint(endpoint: JsonObject): readonly PodEndpoint[] {
  const target = objectOf(endpoint['targetRef']);
  const pod = target['kind'] === 'Pod' ? textOf(target['name']) : undefined;
  return pod === undefined ? [] : [{ pod, isReady: isReady(endpoint), ...texts(endpoint, ['nodeName']) }];
}

export function projectIngress(meta: Meta, spec: JsonObject, status: JsonObject): Ingress {
  const className = textOf(spec['ingressClassName']) ?? meta.annotations['kubernetes.io/ingress.class'];
  return {
    kind: 'Ingress',
    meta,
    ...(className !== undefined && { className }),
    ruleHosts: objectsOf(spec['rules']).flatMap((rule) => textOf(rule['host']) ?? []),
    tlsHosts: objectsOf(spec['tls']).flatMap((tls) => textsOf(tls['hosts'])),
    addresses: ingressOf(status),
  };
}

function ingressOf(status: JsonObject): readonly LoadBalancerIngress[] {
  return objectsOf(objectOf(status['loadBalancer'])['ingress']).map((raw) => ({
    ...texts(raw, ['ip', 'hostname', 'ipMode']),
    ...(isArray(raw['ports']) && {
      ports: objectsOf(raw['ports']).map((port) => ({
        port: numberOf(port['port']) ?? 0,
        protocol: textOf(port['protocol']) ?? 'TCP',
        ...texts(port, ['error']),
      })),
    }),
  }));
}
