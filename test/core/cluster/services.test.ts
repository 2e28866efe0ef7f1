// Does a LoadBalancer Service ask for what its fields and annotations say, and is every bad value of it told?
import { describe, expect, test } from '@jest/globals';
import type { ClusterObject, Service } from '../../../src/core/cluster/cluster-state.js';
import { readExposures } from '../../../src/core/cluster/read-exposures.js';
import { NO_MEMORY } from '../../../src/core/memory.js';
import type { Settings } from '../../../src/core/settings.js';
import { cluster, service, settings } from '../../builders.js';

const PREFIX = 'service.beta.kubernetes.io/';
const CONTEXT = { now: 0, memory: NO_MEMORY, assumeFinalizers: false };

function read(builder: { object(): ClusterObject }, inForce: Settings = settings(), assumeFinalizers = false) {
  const result = readExposures(cluster(builder), inForce, { ...CONTEXT, assumeFinalizers });
  return { ...result, exposure: result.loadBalancers[0] };
}

const OWN_PROBE = { scope: 'Own', protocol: 'Tcp', port: 30080, interval: 5, threshold: 2 };
const web = service('web').public().port(80);
const claimAll = settings({ loadBalancer: { ...settings().loadBalancer, claim: 'All' } });
const ourMark = { conditions: [{ type: 'azurenetwork.dev/Programmed', status: 'True', reason: 'x', message: '' }] };

test('a plain public Service is wanted, open to the Internet', () => {
  const { exposure, problems, held } = read(web.port(53, 'UDP').meta({ uid: 'u-1' }));
  expect(problems).toEqual([]);
  expect(held).toEqual([]);
  expect(exposure).toEqual({
    kind: 'LoadBalancer',
    source: 'Service/default/web',
    standing: 'Wanted',
    since: '2026-01-01T00:00:00Z',
    uid: 'u-1',
    frontends: [{ scheme: 'Public', family: 4, isSecond: false, floatingIP: true, resourceGroup: 'rg', tags: {} }],
    ports: [
      { protocol: 'Tcp', port: 80, nodePort: 30080, probe: OWN_PROBE },
      { protocol: 'Udp', port: 53, nodePort: 30053 },
    ],
    unservedPorts: [],
    allPorts: false,
    idleTimeout: 4,
    tcpReset: true,
    denyOthers: false,
    additionalAddresses: [],
    mayChangeAddress: false,
    affinity: 'None',
    sources: { tags: ['Internet'], cidrs: [] },
  });
});

describe('whose Service it is', () => {
  const noClass = web.specified({ loadBalancerClass: undefined });
  const another = web.specified({ loadBalancerClass: 'example.com/other' });
  const clusterIP = web.specified({ type: 'ClusterIP', loadBalancerClass: undefined });

  test.each([
    { builder: noClass, inForce: settings(), standing: undefined, foreign: 1, because: 'it has no class' },
    { builder: noClass, inForce: claimAll, standing: 'Wanted', foreign: 0, because: 'all are claimed' },
    { builder: another, inForce: claimAll, standing: undefined, foreign: 1, because: 'its class is another' },
    { builder: another.stated(ourMark), inForce: settings(), standing: 'Gone', foreign: 0, because: 'it was ours' },
    { builder: clusterIP.stated(ourMark), inForce: settings(), standing: 'Gone', foreign: 0, because: 'it was ours' },
    { builder: clusterIP, inForce: claimAll, standing: 'Gone', foreign: 0, because: 'its finalizer is ours' },
    {
      builder: clusterIP,
      inForce: settings(),
      standing: undefined,
      foreign: 0,
      because: 'the finalizer is the peer’s',
    },
    { builder: web.deleted(), inForce: settings(), standing: 'Gone', foreign: 0, because: 'it is being deleted' },
    { builder: another.deleted(), inForce: settings(), standing: undefined, foreign: 1, because: 'it never was ours' },
  ])('$standing, since $because', ({ builder, inForce, standing, foreign }) => {
    const { exposure, foreignServiceUids, problems } = read(builder, inForce);
    expect(exposure?.standing).toBe(standing);
    expect(foreignServiceUids.size).toBe(foreign);
    expect(problems).toEqual([]);
  });

  test('one that is being deleted says nothing of its faults', () => {
    const { exposure, problems, held } = read(web.from('10.0.0.1/8').deleted());
    expect(exposure?.standing).toBe('Gone');
    expect([...problems, ...held]).toEqual([]);
  });
});

test('before its finalizer is set a Service is held in silence, unless finalizers are assumed', () => {
  const { exposure, held } = read(web.finalizers());
  expect(exposure?.standing).toBe('Held');
  expect(held).toEqual([]);
  expect(read(web.finalizers(), settings(), true).exposure?.standing).toBe('Wanted');
});

describe('what a Service may ask for', () => {
  const vnet = settings().virtualNetworkId;

  test.each([
    {
      builder: service('web').internal().port(80),
      parts: { frontends: [{ scheme: 'Internal', subnetId: `${vnet}/subnets/default` }] },
    },
    {
      builder: service('web').internal('apps').port(80),
      parts: { frontends: [{ scheme: 'Internal', subnetId: `${vnet}/subnets/apps`, subnetName: 'apps' }] },
    },
    {
      builder: web.annotated(`${PREFIX}azure-load-balancer-internal`, 'FALSE'),
      parts: { frontends: [{ scheme: 'Public' }] },
    },
    { builder: web.annotated(`${PREFIX}azure-load-balancer-tcp-idle-timeout`, '30'), parts: { idleTimeout: 30 } },
    { builder: web.specified({ sessionAffinity: 'ClientIP' }), parts: { affinity: 'ClientIP' } },
    {
      builder: web.local(32000),
      parts: { ports: [{ probe: { ...OWN_PROBE, scope: 'Health', protocol: 'Http', port: 32000, path: '/healthz' } }] },
    },
    {
      builder: web.from('10.1.0.0/17', '10.1.128.0/17'),
      parts: { sources: { tags: [], cidrs: ['10.1.0.0/16'] } },
    },
    { builder: web.from('0.0.0.0/0'), parts: { sources: { tags: [], cidrs: ['0.0.0.0/0'] } } },
    {
      builder: web.annotated(`${PREFIX}load-balancer-source-ranges`, '10.1.0.0/16, 10.2.0.0/16'),
      parts: { sources: { tags: [], cidrs: ['10.1.0.0/16', '10.2.0.0/16'] } },
    },
    {
      builder: web.annotated(`${PREFIX}azure-allowed-ip-ranges`, '10.1.0.0/16'),
      parts: { sources: { tags: [], cidrs: ['10.1.0.0/16'] } },
    },
    {
      builder: web.annotated(`${PREFIX}load-balancer-source-ranges`, '10.1.0.0/16').from('10.9.0.0/16'),
      parts: { sources: { tags: [], cidrs: ['10.9.0.0/16'] } },
    },
  ])('$parts', ({ builder, parts }) => {
    const { exposure, problems } = read(builder);
    expect(problems).toEqual([]);
    expect(exposure).toMatchObject({ standing: 'Wanted', ...parts });
  });

  test('an internal Service without ranges needs no rule', () => {
    expect(read(service('web').internal().port(80)).exposure).toMatchObject({ sources: { tags: [], cidrs: [] } });
  });
});

describe('a bad value refuses the whole Service', () => {
  const { subnetId: _none, ...withoutSubnet } = settings().loadBalancer;
  const noSubnet = settings({ loadBalancer: withoutSubnet });
  const annotated = (name: string, value: string) => ({ builder: web.annotated(PREFIX + name, value), value });

  test.each([
    { ...annotated('azure-load-balancer-internal', 'yes'), reason: 'InvalidAnnotation', says: '"true"' },
    { ...annotated('azure-load-balancer-internal-subnet', 'a/b'), reason: 'InvalidAnnotation', says: 'subnet' },
    { ...annotated('azure-load-balancer-tcp-idle-timeout', '3'), reason: 'InvalidAnnotation', says: '4 to 100' },
    { ...annotated('azure-load-balancer-tcp-idle-timeout', 'x'), reason: 'InvalidAnnotation', says: '4 to 100' },
    { ...annotated('load-balancer-source-ranges', '10.0.0.1/8'), reason: 'InvalidAnnotation', says: '10.0.0.0/8' },
    { ...annotated('load-balancer-source-ranges', ' '), reason: 'InvalidAnnotation', says: 'names no range' },
    { ...annotated('azure-allowed-ip-ranges', ','), reason: 'InvalidAnnotation', says: 'names no range' },
    { ...annotated('azure-allowed-ip-ranges', '10.0.0.01/32'), reason: 'InvalidAnnotation', says: 'leading zero' },
    { ...annotated('azure-allowed-ip-ranges', '2001:db8::/32'), reason: 'InvalidAnnotation', says: 'only IPv4' },
    { ...annotated('azure-allowed-service-tags', 'AzureCloud'), reason: 'Unsupported', says: 'not supported yet' },
    { builder: web.from('10.0.0.1/8'), value: '10.0.0.1/8', reason: 'InvalidField', says: '10.0.0.0/8' },
    { builder: web.from('2001:db8::/32'), value: '2001:db8::/32', reason: 'InvalidField', says: 'only IPv4' },
    {
      builder: web.from('10.0.0.0/8').annotated(`${PREFIX}azure-allowed-ip-ranges`, '10.1.0.0/16'),
      value: '10.1.0.0/16',
      reason: 'InvalidAnnotation',
      says: 'loadBalancerSourceRanges',
    },
    { builder: web.specified({ ipFamilies: ['IPv6'] }), value: 'IPv6', reason: 'Unsupported', says: 'Allowed is IPv4' },
    {
      builder: service('web').public().port(80, 'TCP', null).specified({ allocateLoadBalancerNodePorts: false }),
      value: 'false',
      reason: 'Unsupported',
      says: 'externalTrafficPolicy: Local',
    },
    { builder: service('web').public().port(80, 'SCTP'), value: 'SCTP', reason: 'Unsupported', says: 'TCP and UDP' },
  ])('$reason "$value"', ({ builder, value, reason, says }) => {
    const { exposure, problems, held } = read(builder);
    expect(exposure?.standing).toBe('Held');
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ object: 'Service/default/web', severity: 'Error', reason, value });
    expect(problems[0]!.message).toContain(problems[0]!.key);
    expect(problems[0]!.message).toContain(says);
    expect(held).toEqual([{ object: 'Service/default/web', reason, message: problems[0]!.message }]);
  });

  test('an internal Service without any subnet', () => {
    const { exposure, problems } = read(service('web').internal().port(80), noSubnet);
    expect(exposure?.standing).toBe('Held');
    expect(problems).toMatchObject([{ reason: 'SubnetNotFound', severity: 'Error' }]);
  });
});

describe('a bad port refuses itself alone', () => {
  test.each([
    { builder: web.port(9999, 'SCTP'), key: 'spec.ports[1].protocol', reason: 'Unsupported' },
    { builder: web.port(80), key: 'spec.ports[1].port', reason: 'PortConflict' },
    { builder: web.port(70000), key: 'spec.ports[1].port', reason: 'InvalidField' },
  ])('$reason at $key', ({ builder, key, reason }) => {
    const { exposure, problems, held } = read(builder);
    expect(exposure).toMatchObject({ standing: 'Wanted', ports: [{ protocol: 'Tcp', port: 80 }] });
    expect(exposure!.ports).toHaveLength(1);
    expect(problems).toMatchObject([{ key, reason, severity: 'Error' }]);
    expect(held).toEqual([]);
  });
});

test.each([
  { builder: web.specified({ loadBalancerIP: '10.0.0.9' }), key: 'spec.loadBalancerIP' },
  { builder: web.specified({ ipFamilies: ['IPv4', 'IPv6'] }), key: 'spec.ipFamilies' },
  { builder: web.annotated(`${PREFIX}azure-load-balancer-ipv4`, '1.2.3.4'), key: `${PREFIX}azure-load-balancer-ipv4` },
  { builder: web.annotated(`${PREFIX}azure-pip-name`, 'mine'), key: `${PREFIX}azure-pip-name` },
  { builder: web.annotated(`${PREFIX}port_80_no_lb_rule`, 'true'), key: `${PREFIX}port_80_no_lb_rule` },
])('$key is not supported yet, and that is said', ({ builder, key }) => {
  const { exposure, problems } = read(builder);
  expect(exposure?.standing).toBe('Wanted');
  expect(problems).toMatchObject([{ severity: 'Warning', reason: 'Unsupported', key }]);
});

test('a Service that did not change is not read again', () => {
  const inForce = settings();
  const objects: readonly Service[] = [web.object(), service('api').public().port(81).object()];
  const first = readExposures({ ...cluster(), services: objects }, inForce, CONTEXT).loadBalancers;
  const changed = service('web').public().port(8080).object();
  const second = readExposures({ ...cluster(), services: [objects[1]!, changed] }, inForce, CONTEXT).loadBalancers;
  expect(second.find(({ source }) => source.endsWith('api'))).toBe(first.find(({ source }) => source.endsWith('api')));
  expect(second.find(({ source }) => source.endsWith('web'))?.ports).toMatchObject([{ port: 8080 }]);
});
