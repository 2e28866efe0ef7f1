// What does `kubectl get services` show?
import type { JsonObject } from '../../json.js';
import { numberAt, objectAt, objectsAt, stringAt, stringsAt } from '../../json.js';
import type { Column } from '../kind.js';
import { AGE, column, textOr, wideColumn } from './columns.js';
import { labelsText } from './selector-text.js';

const specOf = (service: JsonObject): JsonObject => objectAt(service, 'spec');

export const SERVICE_COLUMNS: readonly Column[] = [
  column('Type', (service) => stringAt(specOf(service), 'type') ?? '', { description: 'How the Service is exposed.' }),
  column('Cluster-IP', (service) => textOr(stringsAt(specOf(service), 'clusterIPs')[0], '<none>')),
  column('External-IP', externalAddress),
  column('Port(s)', (service) => textOr(objectsAt(specOf(service), 'ports').map(portText).join(','), '<none>')),
  AGE,
  wideColumn('Selector', (service) => labelsText(objectAt(specOf(service), 'selector'))),
];

function portText(port: JsonObject): string {
  const nodePort = numberAt(port, 'nodePort');
  return `${numberAt(port, 'port') ?? 0}${nodePort ? `:${nodePort}` : ''}/${stringAt(port, 'protocol') ?? ''}`;
}

function externalAddress(service: JsonObject): string {
  const spec = specOf(service);
  const externalIps = stringsAt(spec, 'externalIPs');
  switch (stringAt(spec, 'type')) {
    case 'ClusterIP':
    case 'NodePort':
      return textOr(externalIps.join(','), '<none>');
    case 'LoadBalancer':
      return textOr([...loadBalancerAddresses(service), ...externalIps].join(','), '<pending>');
    case 'ExternalName':
      return stringAt(spec, 'externalName') ?? '';
    default:
      return '<unknown>';
  }
}

/** Of a Service's or an Ingress's status: an address, else a host name, of each point; sorted. */
export function loadBalancerAddresses(object: JsonObject): readonly string[] {
  const points = objectsAt(objectAt(objectAt(object, 'status'), 'loadBalancer'), 'ingress');
  const addresses = points.map((point) => textOr(stringAt(point, 'ip'), stringAt(point, 'hostname') ?? ''));
  return [...new Set(addresses.filter((address) => address !== ''))].sort();
}
