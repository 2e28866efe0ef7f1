// Small worlds by chance: a cluster of Services, Ingresses, open ports and nodes, good and bad, and an Azure in which
// others have things too. Every choice is a fast-check one, so a failure shrinks and its seed replays it.
import fc from 'fast-check';
import type { ClusterObject } from '../../src/core/cluster/cluster-state.js';
import type { ArmResource } from '../../src/core/network/arm-resource.js';
import type { AzureState } from '../../src/core/network/azure-state.js';
import { azureState } from '../../src/core/network/azure-state.js';
import type { ArmId } from '../../src/core/values/arm-id.js';
import {
  exposurePolicy,
  ingress,
  namespace,
  naming,
  node,
  pod,
  portExposure,
  service,
  settings,
  zone,
} from '../builders.js';

export const SETTINGS = settings({ dns: naming({ zones: [zone('example.com')] }) });

const RANGES = ['203.0.113.0/24', '198.51.100.0/25', '192.0.2.7/32'];

const services = fc
  .record({
    name: fc.constantFrom('a', 'b', 'c', 'd'),
    ports: fc.uniqueArray(fc.constantFrom(80, 443, 8080, 5353), { minLength: 1, maxLength: 3 }),
    udp: fc.boolean(),
    isInternal: fc.boolean(),
    isLocal: fc.boolean(),
    from: fc.subarray(RANGES),
    timeout: fc.constantFrom(undefined, '4', '30', '3', 'soon'),
  })
  .map(({ name, ports, udp, isInternal, isLocal, from, timeout }) => {
    // Each step gives a new builder: what isn't taken over is lost.
    let built = isInternal ? service(name).internal() : service(name).public();
    for (const port of ports) built = built.port(port, udp ? 'UDP' : 'TCP');
    if (isLocal) built = built.local(32000);
    if (from.length > 0) built = built.from(...from);
    if (timeout !== undefined)
      built = built.annotated('service.beta.kubernetes.io/azure-load-balancer-tcp-idle-timeout', timeout);
    return built.object();
  });

const ingresses = fc
  .record({
    name: fc.constantFrom('x', 'y'),
    hosts: fc.subarray(['shop.example.com', 'www.example.com', 'bad_.-.example.com', 'elsewhere.test'], {
      minLength: 1,
    }),
    targets: fc.subarray(['198.51.100.1', '198.51.100.2', 'lb.example.net', '2001:db8::1'], { minLength: 1 }),
  })
  .map(({ name, hosts, targets }) => {
    let built = ingress(name).at(...targets);
    for (const host of hosts) built = built.host(host);
    return built.object();
  });

const openPorts = fc
  .record({ name: fc.constantFrom('p', 'q'), from: fc.subarray([...RANGES, '0.0.0.0/0'], { minLength: 1 }) })
  .map(({ name, from }) =>
    portExposure(name)
      .hostPort({ app: 'relay' })
      .port(7000, 'UDP')
      .from(...from)
      .object(),
  );

const surroundings: readonly ClusterObject[] = [
  namespace('default').object(),
  node('n1').at('10.224.0.4').object(),
  node('n2').at('10.224.0.5').object(),
  pod('relay-1').labelled('app', 'relay').on('n2').hostPort(7000, 'UDP').object(),
  exposurePolicy('partners').allowing('203.0.113.0/24', '198.51.100.0/24').object(),
];

const byName = { selector: ({ kind, meta }: ClusterObject) => `${kind}/${meta.name}` };

/** Objects in any order. */
export const objects: fc.Arbitrary<readonly ClusterObject[]> = fc
  .uniqueArray(fc.oneof<fc.Arbitrary<ClusterObject>[]>(services, ingresses, openPorts), { ...byName, maxLength: 7 })
  .map((some) => [...surroundings, ...some]);

const FOREIGN_RULE = {
  name: 'k8s-azure-lb_allow_IPv4_abc',
  properties: {
    access: 'Allow',
    direction: 'Inbound',
    priority: 500,
    protocol: 'Tcp',
    sourceAddressPrefix: '*',
    unknown: { deep: [1] },
  },
};

function resource(id: string, type: string, rest: object): ArmResource {
  return { id: id as ArmId, name: id.split('/').at(-1)!, type, ...rest };
}

/** What others have: a rule, a load balancer's part, an address, a record, and properties that no SDK knows. */
export function foreignAzure(): AzureState {
  const group = SETTINGS.securityGroups[0]!.id;
  const network = `/subscriptions/${SETTINGS.subscriptionId}/resourceGroups/${SETTINGS.resourceGroup}/providers/Microsoft.Network`;
  const type = 'Microsoft.Network';
  return azureState([
    resource(group, `${type}/networkSecurityGroups`, {
      tags: { team: 'x' },
      properties: { securityRules: [FOREIGN_RULE], later: { a: 1 } },
    }),
    resource(`${network}/loadBalancers/${SETTINGS.loadBalancer.name}`, `${type}/loadBalancers`, {
      sku: { name: 'Standard' },
      properties: {
        later: 'kept',
        frontendIPConfigurations: [
          { name: 'theirs', properties: { publicIPAddress: { id: `${network}/publicIPAddresses/theirs` } } },
        ],
        backendAddressPools: [{ name: 'theirs', properties: { x: 1 } }],
        loadBalancingRules: [{ name: 'theirs', properties: { frontendPort: 80, later: true } }],
        inboundNatRules: [{ name: 'ssh', properties: { frontendPort: 22 } }],
      },
    }),
    resource(`${network}/publicIPAddresses/theirs`, `${type}/publicIPAddresses`, {
      properties: { ipAddress: '20.0.0.1' },
    }),
    resource(SETTINGS.loadBalancer.subnetId!, `${type}/virtualNetworks/subnets`, { properties: {} }),
    resource(`${SETTINGS.dns.zones[0]!.id}/A/www`, `${type}/dnszones/A`, {
      properties: { TTL: 60, ARecords: [{ ipv4Address: '192.0.2.1' }] },
    }),
    resource(`${SETTINGS.dns.zones[0]!.id}/TXT/shop`, `${type}/dnszones/TXT`, {
      properties: { TTL: 60, TXTRecords: [{ value: ['acme'] }] },
    }),
  ]);
}
