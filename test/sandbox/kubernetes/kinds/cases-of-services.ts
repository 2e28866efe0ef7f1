// What is asked of Services?
import type { Case } from './attempt.js';

const service = (spec: object, metadata: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', ...metadata },
  spec,
});
const port = (rest: object = {}): object => ({ port: 80, ...rest });
const balanced = (rest: object = {}): object => service({ type: 'LoadBalancer', ports: [port()], ...rest });
const inside = (rest: object = {}): object => service({ ports: [port()], ...rest });

const made: readonly Case[] = [
  { name: 'the least', manifest: service({ selector: { app: 'web' }, ports: [port()] }) },
  {
    name: 'named target port, app protocol',
    manifest: inside({ ports: [port({ targetPort: 'http', appProtocol: 'example.com/x' })] }),
  },
  { name: 'several ports', manifest: inside({ ports: [port({ name: 'a' }), port({ name: 'b', protocol: 'UDP' })] }) },
  { name: 'affinity', manifest: inside({ sessionAffinity: 'ClientIP' }) },
  {
    name: 'affinity with a time',
    manifest: inside({ sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 60 } } }),
  },
  { name: 'a load balancer', manifest: balanced() },
  { name: 'a load balancer that keeps client addresses', manifest: balanced({ externalTrafficPolicy: 'Local' }) },
  { name: 'a load balancer without node ports', manifest: balanced({ allocateLoadBalancerNodePorts: false }) },
  {
    name: 'a load balancer with one node port asked for',
    manifest: balanced({
      allocateLoadBalancerNodePorts: false,
      ports: [port({ name: 'a', nodePort: 30077 }), port({ name: 'b', port: 81 })],
    }),
  },
  {
    name: 'a load balancer with a class and sources',
    manifest: balanced({ loadBalancerClass: 'example.com/x', loadBalancerSourceRanges: ['10.1.0.0/16', 'fd00::/8'] }),
  },
  { name: 'a load balancer with an address asked for', manifest: balanced({ loadBalancerIP: '203.0.113.4' }) },
  {
    name: 'a load balancer for TCP and UDP',
    manifest: balanced({ ports: [port({ name: 'a' }), port({ name: 'b', protocol: 'UDP' })] }),
  },
  { name: 'a node port', manifest: inside({ type: 'NodePort' }) },
  { name: 'a node port asked for', manifest: inside({ type: 'NodePort', ports: [port({ nodePort: 30077 })] }) },
  {
    name: 'two node ports asked for',
    manifest: inside({
      type: 'NodePort',
      ports: [port({ name: 'a', nodePort: 30077 }), port({ name: 'b', port: 81, nodePort: 30078 })],
    }),
  },
  { name: 'an external name', manifest: service({ type: 'ExternalName', externalName: 'a.example.com' }) },
  {
    name: 'an external name with a dot and ports',
    manifest: service({ type: 'ExternalName', externalName: 'a.example.com.', ports: [port()] }),
  },
  { name: 'headless', manifest: inside({ clusterIP: 'None', selector: { app: 'web' } }) },
  { name: 'headless without selector', manifest: inside({ clusterIP: 'None' }) },
  { name: 'headless without ports', manifest: service({ clusterIP: 'None', selector: { app: 'web' } }) },
  { name: 'an address asked for', manifest: inside({ clusterIP: '10.0.0.77' }) },
  {
    name: 'two addresses asked for',
    manifest: inside({
      clusterIP: '10.0.0.77',
      clusterIPs: ['10.0.0.77', 'fd00:10::77'],
      ipFamilyPolicy: 'RequireDualStack',
    }),
  },
  { name: 'an address of IPv6 asked for', manifest: inside({ clusterIP: 'fd00:10::77' }) },
  { name: 'IPv6', manifest: inside({ ipFamilies: ['IPv6'] }) },
  { name: 'both families preferred', manifest: inside({ ipFamilyPolicy: 'PreferDualStack' }) },
  {
    name: 'both families required, IPv6 first',
    manifest: inside({ ipFamilyPolicy: 'RequireDualStack', ipFamilies: ['IPv6', 'IPv4'] }),
  },
  { name: 'external addresses', manifest: inside({ externalIPs: ['203.0.113.4'] }) },
  {
    name: 'external addresses of a headless one',
    manifest: inside({ clusterIP: 'None', externalIPs: ['203.0.113.4'], sessionAffinity: 'ClientIP' }),
  },
  {
    name: 'traffic stays near',
    manifest: inside({ trafficDistribution: 'PreferClose', internalTrafficPolicy: 'Local' }),
  },
  { name: 'a name that begins with a digit', manifest: service({ ports: [port()] }, { name: '1web' }) },
  {
    name: 'publishes addresses that are not ready',
    manifest: inside({ publishNotReadyAddresses: true, externalName: 'x.example.com' }),
  },
  {
    name: 'status is not taken',
    manifest: { ...balanced(), status: { loadBalancer: { ingress: [{ ip: '203.0.113.4' }] } } },
  },
];

const refused: readonly Case[] = [
  { name: 'no ports', manifest: service({}) },
  { name: 'no spec', manifest: { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' } } },
  { name: 'port 0', manifest: inside({ ports: [port({ port: 0 })] }) },
  { name: 'port 70000', manifest: inside({ ports: [port({ port: 70000 })] }) },
  { name: 'target port 0x', manifest: inside({ ports: [port({ targetPort: 70000 })] }) },
  {
    name: 'target port with a bad name',
    manifest: inside({ ports: [port({ targetPort: 'Not_a_port-name-at-all' })] }),
  },
  { name: 'a port name with capitals', manifest: inside({ ports: [port({ name: 'HTTP' })] }) },
  { name: 'a port name that is too long and dotted', manifest: inside({ ports: [port({ name: 'a.b' })] }) },
  { name: 'several ports without names', manifest: inside({ ports: [port(), port({ port: 81 })] }) },
  { name: 'the same name twice', manifest: inside({ ports: [port({ name: 'a' }), port({ name: 'a', port: 81 })] }) },
  { name: 'the same port twice', manifest: inside({ ports: [port({ name: 'a' }), port({ name: 'b' })] }) },
  { name: 'an unknown protocol', manifest: inside({ ports: [port({ protocol: 'HTTP' })] }) },
  { name: 'a bad app protocol', manifest: inside({ ports: [port({ appProtocol: 'a b' })] }) },
  { name: 'an unknown type', manifest: inside({ type: 'Loadbalancer' }) },
  { name: 'an unknown affinity', manifest: inside({ sessionAffinity: 'Cookie' }) },
  {
    name: 'an affinity that lasts too long',
    manifest: inside({ sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 100000 } } }),
  },
  { name: 'a bad selector', manifest: inside({ selector: { 'a b': 'c d' } }) },
  { name: 'a node port of a cluster address', manifest: inside({ ports: [port({ nodePort: 30077 })] }) },
  {
    name: 'a node port out of range',
    forReal: true,
    manifest: inside({ type: 'NodePort', ports: [port({ nodePort: 80 })] }),
  },
  {
    name: 'the same node port twice',
    forReal: true,
    manifest: inside({
      type: 'NodePort',
      ports: [port({ name: 'a', nodePort: 30077 }), port({ name: 'b', port: 81, nodePort: 30077 })],
    }),
  },
  {
    name: 'a node port that is taken',
    manifest: inside({ type: 'NodePort', ports: [port({ nodePort: 30078 })] }),
    before: service({ type: 'NodePort', ports: [port({ nodePort: 30077 })] }),
  },
  { name: 'host bits in a source range', manifest: balanced({ loadBalancerSourceRanges: ['10.1.2.3/16'] }) },
  {
    name: 'no source range',
    manifest: balanced({
      loadBalancerSourceRanges: ['internet', '10.0.0.0', '10.0.0.0/33', '010.0.0.0/8', ' 10.2.0.0/16'],
    }),
  },
  { name: 'source ranges of a cluster address', manifest: inside({ loadBalancerSourceRanges: ['10.1.0.0/16'] }) },
  {
    name: 'source ranges in an annotation',
    manifest: service(
      { type: 'LoadBalancer', ports: [port()] },
      { annotations: { 'service.beta.kubernetes.io/load-balancer-source-ranges': '10.1.2.3/16,x' } },
    ),
  },
  { name: 'a class of a cluster address', manifest: inside({ loadBalancerClass: 'example.com/x' }) },
  { name: 'a bad class', manifest: balanced({ loadBalancerClass: 'a b' }) },
  {
    name: 'node ports not to be allocated for a cluster address',
    manifest: inside({ allocateLoadBalancerNodePorts: false }),
  },
  { name: 'an external policy of a cluster address', manifest: inside({ externalTrafficPolicy: 'Local' }) },
  { name: 'an unknown external policy', manifest: balanced({ externalTrafficPolicy: 'local' }) },
  { name: 'an unknown internal policy', manifest: inside({ internalTrafficPolicy: 'local' }) },
  { name: 'an unknown distribution', manifest: inside({ trafficDistribution: 'Near' }) },
  { name: 'a health check port without its policy', manifest: balanced({ healthCheckNodePort: 30079 }) },
  { name: 'a headless load balancer', manifest: balanced({ clusterIP: 'None' }) },
  { name: 'an external name without a name', manifest: service({ type: 'ExternalName' }) },
  { name: 'a bad external name', manifest: service({ type: 'ExternalName', externalName: 'https://example.com' }) },
  {
    name: 'an external name with an address',
    manifest: service({ type: 'ExternalName', externalName: 'example.com', clusterIP: '10.0.0.77' }),
  },
  { name: 'a bad address', manifest: inside({ clusterIP: '10.0.0' }) },
  { name: 'an address out of range', manifest: inside({ clusterIP: '192.168.0.1' }) },
  { name: 'an address that is taken', forReal: true, manifest: inside({ clusterIP: '10.0.0.1' }) },
  { name: 'addresses that differ', manifest: inside({ clusterIP: '10.0.0.77', clusterIPs: ['10.0.0.78'] }) },
  { name: 'addresses without the first', manifest: inside({ clusterIPs: ['10.0.0.78'] }) },
  {
    name: 'two addresses of one family',
    manifest: inside({
      clusterIP: '10.0.0.77',
      clusterIPs: ['10.0.0.77', '10.0.0.78'],
      ipFamilyPolicy: 'RequireDualStack',
    }),
  },
  {
    name: 'two families for a single stack',
    manifest: inside({ ipFamilyPolicy: 'SingleStack', ipFamilies: ['IPv4', 'IPv6'] }),
  },
  {
    name: 'two addresses for a single stack',
    manifest: inside({ clusterIP: '10.0.0.77', clusterIPs: ['10.0.0.77', 'fd00:10::77'] }),
  },
  { name: 'an address of another family', manifest: inside({ clusterIP: '10.0.0.77', ipFamilies: ['IPv6'] }) },
  { name: 'an unknown family', manifest: inside({ ipFamilies: ['IPv5'] }) },
  { name: 'an unknown family policy', manifest: inside({ ipFamilyPolicy: 'Dual' }) },
  { name: 'bad external addresses', manifest: inside({ externalIPs: ['127.0.0.1', 'x', '0.0.0.0', '169.254.1.1'] }) },
  { name: 'a bad name', manifest: service({ ports: [port()] }, { name: 'Web.Shop' }) },
];

const changed: readonly Case[] = [
  { name: 'replaced without addresses', before: balanced(), manifest: balanced() },
  {
    name: 'replaced with other ports',
    before: balanced(),
    manifest: balanced({ ports: [port({ name: 'a' }), port({ name: 'b', port: 81 })] }),
  },
  {
    name: 'a port renamed and renumbered',
    before: balanced({ ports: [port({ name: 'a' })] }),
    manifest: balanced({ ports: [port({ name: 'a', port: 8080 })] }),
  },
  { name: 'to a cluster address', before: balanced(), manifest: undefined, patch: { spec: { type: 'ClusterIP' } } },
  {
    name: 'from local to a cluster address',
    before: balanced({ externalTrafficPolicy: 'Local', loadBalancerClass: 'example.com/x' }),
    manifest: undefined,
    patch: { spec: { type: 'ClusterIP' } },
  },
  { name: 'to a load balancer', before: inside(), manifest: undefined, patch: { spec: { type: 'LoadBalancer' } } },
  {
    name: 'to an external name',
    before: inside(),
    manifest: undefined,
    patch: { spec: { type: 'ExternalName', externalName: 'example.com' } },
  },
  {
    name: 'from an external name',
    before: service({ type: 'ExternalName', externalName: 'example.com' }),
    manifest: undefined,
    patch: { spec: { type: 'ClusterIP', externalName: null, ports: [port()] } },
  },
  { name: 'to local', before: balanced(), manifest: undefined, patch: { spec: { externalTrafficPolicy: 'Local' } } },
  {
    name: 'back from local',
    before: balanced({ externalTrafficPolicy: 'Local' }),
    manifest: undefined,
    patch: { spec: { externalTrafficPolicy: 'Cluster' } },
  },
  {
    name: 'a second family',
    before: inside(),
    manifest: undefined,
    patch: { spec: { ipFamilyPolicy: 'PreferDualStack' } },
  },
  {
    name: 'back to one family',
    before: inside({ ipFamilyPolicy: 'PreferDualStack' }),
    manifest: undefined,
    patch: { spec: { ipFamilyPolicy: 'SingleStack' } },
  },
  {
    name: 'an address that changes',
    before: inside(),
    manifest: undefined,
    patch: { spec: { clusterIP: '10.0.0.77' } },
  },
  {
    name: 'both addresses that change',
    before: inside(),
    manifest: undefined,
    patch: { spec: { clusterIP: '10.0.0.77', clusterIPs: ['10.0.0.77'] } },
  },
  {
    name: 'to headless',
    before: inside(),
    manifest: undefined,
    patch: { spec: { clusterIP: 'None', clusterIPs: ['None'] } },
  },
  {
    name: 'the first family changes',
    before: inside(),
    manifest: undefined,
    patch: { spec: { ipFamilies: ['IPv6'] } },
  },
  {
    name: 'a class that changes',
    before: balanced({ loadBalancerClass: 'example.com/x' }),
    manifest: undefined,
    patch: { spec: { loadBalancerClass: 'example.com/y' } },
  },
  {
    name: 'a class that comes late',
    before: balanced(),
    manifest: undefined,
    patch: { spec: { loadBalancerClass: 'example.com/y' } },
  },
  {
    name: 'node ports given up',
    before: balanced(),
    manifest: undefined,
    patch: { spec: { allocateLoadBalancerNodePorts: false } },
  },
  { name: 'a label alone', before: inside(), manifest: undefined, patch: { metadata: { labels: { a: 'b' } } } },
];

const titled = (what: string, cases: readonly Case[]): readonly Case[] =>
  cases.map((one) => ({ ...one, name: `Service ${what}: ${one.name}` }));

export const SERVICE_CASES: readonly Case[] = [
  ...titled('made', made),
  ...titled('refused', refused),
  ...titled('changed', changed),
];
