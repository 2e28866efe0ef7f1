// Which ports of a Service are served, which are refused alone, and how is each asked whether somebody answers?
import { describe, expect, test } from '@jest/globals';
import { balancing, service, settings } from '../../../builders.js';
import { PREFIX, read } from './read.js';

const web = service('web').public().port(80);
const api = service('api').internal().port(80);
const bare = service('web').public().specified({ allocateLoadBalancerNodePorts: false });
const OWN = { scope: 'Own', protocol: 'Tcp', port: 30080, interval: 5, threshold: 2 };
const HEALTH = { scope: 'Health', protocol: 'Http', port: 32000, path: '/healthz', interval: 5, threshold: 2 };
const SHARED = { scope: 'Shared', protocol: 'Http', port: 10256, path: '/healthz', interval: 5, threshold: 2 };
const shared = balancing({ probe: { ...settings().loadBalancer.probe, mode: 'Shared' } });
const all = (name: string, value: string) => [`${PREFIX}azure-load-balancer-health-probe-${name}`, value] as const;
const of = (port: number, name: string, value: string) => [`${PREFIX}port_${port}_${name}`, value] as const;
const FLOATING_OFF = [`${PREFIX}azure-disable-load-balancer-floating-ip`, 'true'] as const;

const named = (port: number, fields: object) =>
  service('web')
    .public()
    .specified({ ports: [{ port, protocol: 'TCP', nodePort: 30000 + port, ...fields }] });

describe('the probe of the first port', () => {
  test.each([
    { builder: web, probe: OWN, because: 'TCP is asked on its node port' },
    { builder: service('dns').public().port(53, 'UDP'), probe: undefined, because: 'UDP can’t be asked' },
    { builder: web.annotated(...of(80, 'no_probe_rule', 'true')), probe: undefined, because: 'nobody is to ask' },
    { builder: web.local(32000), probe: HEALTH, because: 'Local has a port that tells' },
    { builder: service('dns').public().port(53, 'UDP').local(32000), probe: HEALTH, because: 'and tells for UDP too' },
    {
      builder: web.local(32000).annotated(...of(80, 'health-probe_port', '8080')),
      probe: { ...OWN, port: 8080 },
      because: 'the port has a probe of its own under Local',
    },
    {
      builder: web
        .local(32000)
        .annotated(...of(32000, 'health-probe_interval', '10'))
        .annotated(...all('num-of-probe', '3')),
      probe: { ...HEALTH, interval: 10, threshold: 3 },
      because: 'the health port has its pace',
    },
    { builder: web, inForce: shared, probe: SHARED, because: 'all Services share one' },
    { builder: web.local(32000), inForce: shared, probe: HEALTH, because: 'Local never shares' },
    { builder: web.annotated(...all('protocol', 'http')), probe: { ...OWN, protocol: 'Http', path: '/' } },
    {
      builder: web.annotated(...all('protocol', 'HTTPS')).annotated(...all('request-path', '/live')),
      probe: { ...OWN, protocol: 'Https', path: '/live' },
    },
    {
      builder: named(80, { appProtocol: 'http' }).annotated(...all('protocol', 'https')),
      probe: { ...OWN, protocol: 'Http', path: '/' },
      because: 'appProtocol goes before the annotation for all ports',
    },
    {
      builder: named(80, { appProtocol: 'kubernetes.io/h2c' }).annotated(...all('protocol', 'https')),
      probe: OWN,
      because: 'a free appProtocol means TCP',
    },
    {
      builder: named(80, { appProtocol: 'constructor' }).annotated(...all('protocol', 'https')),
      probe: OWN,
      because: 'a free appProtocol means TCP, also one that every object of JavaScript has',
    },
    {
      builder: named(80, { appProtocol: 'http' }).annotated(...of(80, 'health-probe_protocol', 'tcp')),
      probe: OWN,
      because: 'the annotation of the port goes first',
    },
    {
      builder: web
        .annotated(...of(80, 'health-probe_protocol', 'http'))
        .annotated(...of(80, 'health-probe_request-path', '/a'))
        .annotated(...all('request-path', '/b'))
        .annotated(...of(80, 'health-probe_interval', '20'))
        .annotated(...all('interval', '30'))
        .annotated(...of(80, 'health-probe_num-of-probe', '4'))
        .annotated(...all('num-of-probe', '3')),
      probe: { ...OWN, protocol: 'Http', path: '/a', interval: 20, threshold: 4 },
      because: 'what the port says goes before what is said for all',
    },
    {
      builder: web.port(8080, 'TCP', 31111).annotated(...of(80, 'health-probe_port', '8080')),
      probe: { ...OWN, port: 31111 },
      because: 'a port of the Service means its node port',
    },
    {
      builder: service('web')
        .public()
        .specified({
          ports: [
            { port: 80, name: 'web', nodePort: 30080 },
            { port: 90, name: 'health', nodePort: 30090 },
          ],
        })
        .annotated(...of(80, 'health-probe_port', 'Health')),
      probe: { ...OWN, port: 30090 },
      because: 'so does its name, in any case',
    },
    {
      builder: web.annotated(...of(80, 'health-probe_port', '10256')),
      probe: { ...OWN, port: 10256 },
      because: 'any other number is a port of the nodes',
    },
    {
      builder: web,
      inForce: balancing({ probe: { ...settings().loadBalancer.probe, interval: 15, threshold: 4 } }),
      probe: { ...OWN, interval: 15, threshold: 4 },
      because: 'the settings say how often',
    },
  ])('$probe.scope $probe.protocol, $because', ({ builder, probe, inForce = settings() }) => {
    const { exposure, problems } = read(builder, inForce);
    expect(problems).toEqual([]);
    expect(exposure?.standing).toBe('Wanted');
    expect(exposure!.ports[0]!.probe).toEqual(probe);
  });
});

describe('ports that are served', () => {
  test.each([
    {
      builder: service('dns').public().port(53).port(53, 'UDP'),
      ports: ['Tcp/53', 'Udp/53'],
      because: 'the same number serves both protocols',
    },
    { builder: api.port(9999, 'SCTP'), ports: ['Tcp/80', 'Sctp/9999'], because: 'no rule has to name SCTP' },
    {
      builder: web.port(443).annotated(...of(443, 'no_lb_rule', 'true')),
      ports: ['Tcp/80'],
      unserved: ['Tcp/443'],
      because: 'the user wants no rule for the other',
    },
    {
      builder: web.annotated(...of(80, 'no_lb_rule', 'true')),
      ports: [],
      unserved: ['Tcp/80'],
      because: 'a frontend without rules may be wanted',
    },
    { builder: bare.port(80, 'TCP', null).local(32000), ports: ['Tcp/80'], because: 'Local is asked elsewhere' },
    {
      builder: bare.port(80, 'TCP', null),
      inForce: shared,
      ports: ['Tcp/80'],
      because: 'the shared probe asks elsewhere',
    },
    { builder: bare.port(53, 'UDP', null), ports: ['Udp/53'], because: 'nobody asks for UDP' },
    {
      builder: bare.port(80, 'TCP', null).annotated(...of(80, 'no_probe_rule', 'true')),
      ports: ['Tcp/80'],
      because: 'nobody asks',
    },
    {
      builder: bare.port(80, 'TCP', null).annotated(...of(80, 'health-probe_port', '10256')),
      ports: ['Tcp/80'],
      because: 'another port is asked',
    },
  ])('$ports, since $because', ({ builder, ports, unserved = [], inForce = settings() }) => {
    const { exposure, problems } = read(builder, inForce);
    expect(problems).toEqual([]);
    expect(exposure?.standing).toBe('Wanted');
    expect(exposure!.ports.map(({ protocol, port }) => `${protocol}/${port}`)).toEqual(ports);
    expect(exposure!.unservedPorts.map(({ protocol, port }) => `${protocol}/${port}`)).toEqual(unserved);
  });
});

describe('a port that can’t be served is refused alone', () => {
  test.each([
    { builder: web.port(9999, 'SCTP'), key: 'spec.ports[1].protocol', reason: 'Unsupported', says: 'security rules' },
    { builder: web.port(9999, 'DCCP'), key: 'spec.ports[1].protocol', reason: 'Unsupported', says: 'DCCP' },
    { builder: web.port(80), key: 'spec.ports[1].port', reason: 'PortConflict', says: 'already' },
    { builder: web.port(70000), key: 'spec.ports[1].port', reason: 'InvalidField', says: '65535' },
    {
      builder: web.port(443, 'TCP', null),
      key: 'spec.ports[1].nodePort',
      reason: 'Unsupported',
      says: 'none that a probe could ask',
    },
    {
      builder: web.port(443).annotated(...of(443, 'health-probe_protocol', 'grpc')),
      key: `${PREFIX}port_443_health-probe_protocol`,
      reason: 'InvalidAnnotation',
      says: 'tcp, http and https',
    },
    {
      builder: web.port(443).annotated(...of(443, 'health-probe_port', 'metrics')),
      key: `${PREFIX}port_443_health-probe_port`,
      reason: 'InvalidAnnotation',
      says: 'no port of the Service',
    },
    {
      builder: web.port(443).annotated(...of(443, 'health-probe_interval', '60')),
      key: `${PREFIX}port_443_health-probe_interval`,
      reason: 'InvalidAnnotation',
      says: 'less than 120',
    },
    {
      builder: web.port(443).annotated(...of(443, 'no_lb_rule', 'maybe')),
      key: `${PREFIX}port_443_no_lb_rule`,
      reason: 'InvalidAnnotation',
      says: '"true"',
    },
  ])('$key: $says', ({ builder, key, reason, says }) => {
    const { exposure, problems, held } = read(builder);
    expect(exposure).toMatchObject({ standing: 'Wanted', ports: [{ protocol: 'Tcp', port: 80 }] });
    expect(exposure!.ports).toHaveLength(1);
    expect(problems).toMatchObject([{ key, reason, severity: 'Error', message: expect.stringContaining(says) }]);
    expect(problems[0]!.message).toMatch(/Allowed (is|are)/);
    expect(held).toEqual([]);
  });
});

describe('a Service of which no port is left is held', () => {
  test.each([
    { builder: service('web').public().port(80, 'SCTP'), says: 'SCTP', because: 'SCTP is for internal ones' },
    {
      builder: service('web').internal().port(80, 'SCTP').from('10.0.0.0/8'),
      says: 'SCTP',
      because: 'ranges need rules',
    },
    { builder: bare.port(80, 'TCP', null), says: 'allocateLoadBalancerNodePorts', because: 'nothing can be asked' },
    {
      builder: bare
        .port(80, 'TCP', null)
        .local(32000)
        .annotated(...FLOATING_OFF),
      says: 'floating IP is off',
      because: 'packets have no port to go to',
    },
  ])('$because', ({ builder, says }) => {
    const { exposure, problems, held } = read(builder);
    expect(exposure?.standing).toBe('Held');
    expect(problems.map(({ message }) => message).join()).toContain(says);
    expect(held).toHaveLength(1);
  });
});

describe('what refuses the whole Service', () => {
  test.each([
    { builder: web.annotated(...all('interval', '60')), key: all('interval', '')[0], says: '60 seconds × 2' },
    { builder: web.annotated(...all('num-of-probe', '24')), key: all('num-of-probe', '')[0], says: 'less than 120' },
    { builder: web.annotated(...all('protocol', 'udp')), key: all('protocol', '')[0], says: 'tcp, http and https' },
  ])('$key: $says', ({ builder, key, says }) => {
    const { exposure, problems } = read(builder);
    expect(exposure?.standing).toBe('Held');
    expect(problems.map((one) => one.key)).toContain(key);
    expect(problems.map(({ message }) => message).join()).toContain(says);
  });
});

describe('what has no effect is told', () => {
  const PATH = of(80, 'health-probe_request-path', '/x');

  test.each([
    { builder: web.annotated(...PATH), says: 'on a TCP probe' },
    { builder: web.annotated(...PATH).local(32000), says: 'externalTrafficPolicy: Local' },
    { builder: web.annotated(...PATH), inForce: shared, says: 'share one probe' },
    {
      builder: service('dns')
        .public()
        .port(80, 'UDP')
        .annotated(...PATH),
      says: 'on a port of UDP alone',
    },
    { builder: web.annotated(...PATH).annotated(...of(80, 'no_probe_rule', 'true')), says: 'nobody asks' },
  ])('$says', ({ builder, says, inForce = settings() }) => {
    const { exposure, problems } = read(builder, inForce);
    expect(exposure?.standing).toBe('Wanted');
    expect(problems).toMatchObject([{ severity: 'Warning', key: PATH[0], message: expect.stringContaining(says) }]);
  });

  test('a Service with TCP and UDP on one number may say how the TCP one is asked', () => {
    const { problems } = read(web.port(80, 'UDP').annotated(...of(80, 'health-probe_port', '8080')));
    expect(problems).toEqual([]);
  });

  test('no rule for one port, beside a rule for all', () => {
    const key = of(80, 'no_lb_rule', '')[0];
    const { exposure, problems } = read(
      api.annotated(`${PREFIX}azure-load-balancer-enable-high-availability-ports`, 'true').annotated(key, 'true'),
    );
    expect(exposure).toMatchObject({ allPorts: true, ports: [{ port: 80 }], unservedPorts: [] });
    expect(problems).toMatchObject([{ severity: 'Warning', key }]);
  });

  test('Local without a health check port', () => {
    const { exposure, problems } = read(web.specified({ externalTrafficPolicy: 'Local', healthCheckNodePort: 0 }));
    expect(exposure!.ports[0]!.probe).toEqual(OWN);
    expect(problems).toMatchObject([{ severity: 'Warning', key: 'spec.healthCheckNodePort' }]);
  });
});
