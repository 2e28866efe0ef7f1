// What holds for every Service, however it is annotated?
//
//   more of it            RUNS=20000 NODE_OPTIONS=--experimental-vm-modules npx jest test/core/cluster/services/laws.test.ts
//   a failing one again   RUNS=1 SEED=<its seed> PATH_=<its path> …the same
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ANNOTATIONS } from '../../../../src/core/cluster/annotations/index.js';
import { project } from '../../../../src/core/cluster/project.js';
import { balancing, service, settings } from '../../../builders.js';
import { read } from './read.js';

const SEED = Number(process.env['SEED'] ?? 5);
const path = process.env['PATH_'];
const OPTIONS = { numRuns: Number(process.env['RUNS'] ?? 500), seed: SEED, ...(path && { path }) };

const PORTS = [80, 443, 53];
const KEYS = Object.values<{ readonly keys: readonly string[]; readonly appliesTo: string }>(ANNOTATIONS)
  .filter(({ appliesTo }) => appliesTo.includes('Service'))
  .flatMap(({ keys }) => keys)
  .flatMap((key) => (key.includes('<port>') ? PORTS.map((port) => key.replace('<port>', String(port))) : [key]));
const EXAMPLES = Object.values<{ readonly example: string }>(ANNOTATIONS).map(({ example }) => example);
const VALUES = [
  'true',
  'false',
  '',
  ' ',
  'x',
  '0',
  '5',
  '30',
  '10.0.0.0/8',
  '10.0.0.1/8',
  '::/0',
  '10.0.0.4',
  ...EXAMPLES,
];

const aPort = fc.record({
  port: fc.constantFrom(...PORTS),
  protocol: fc.constantFrom('TCP', 'UDP', 'SCTP', 'DCCP'),
  nodePort: fc.option(fc.integer({ min: 30000, max: 32767 }), { nil: undefined }),
  appProtocol: fc.option(fc.constantFrom('http', 'HTTPS', 'kubernetes.io/h2c'), { nil: undefined }),
});

const aSpec = fc.record({
  type: fc.constant('LoadBalancer'),
  loadBalancerClass: fc.constant('azurenetwork.dev/azure'),
  ports: fc.array(aPort, { maxLength: 4 }),
  ipFamilies: fc.constantFrom([], ['IPv4'], ['IPv6'], ['IPv4', 'IPv6'], ['IPv6', 'IPv4']),
  externalTrafficPolicy: fc.constantFrom('Local', 'Cluster'),
  healthCheckNodePort: fc.constantFrom(0, 32000),
  allocateLoadBalancerNodePorts: fc.boolean(),
  loadBalancerIP: fc.constantFrom('', 'x', '10.0.0.4', '20.1.2.3', '2603:1::7'),
  loadBalancerSourceRanges: fc.subarray(['10.0.0.0/8', '2001:db8::/32', '0.0.0.0/0', '10.0.0.1/8']),
});

const aService = fc
  .record({
    spec: aSpec,
    annotations: fc.dictionary(fc.constantFrom(...KEYS), fc.constantFrom(...VALUES), { maxKeys: 6 }),
  })
  .map(({ spec, annotations }) => {
    const { raw } = service('web').public().meta({ annotations }).specified(spec);
    return { raw, annotations, spec };
  });

const someSettings = fc
  .record({
    backends: fc.constantFrom('NodeIP' as const, 'PodIP' as const),
    mode: fc.constantFrom('ServiceNodePort' as const, 'Shared' as const),
  })
  .map(({ backends, mode }) => balancing({ backends, probe: { ...settings().loadBalancer.probe, mode } }));

const ACCESS = /allowed-service-tags|allowed-ip-ranges|\/load-balancer-source-ranges$|disable-load-balancer-nsg-rule/;

describe('every Service', () => {
  test('is wanted or held with a reason, and each port of it is served, left out by its user, or told', () => {
    fc.assert(
      fc.property(aService, someSettings, ({ raw, spec }, inForce) => {
        const { exposure, problems, held } = read({ object: () => project('Service', raw) }, inForce);
        const { standing, ports, unservedPorts } = exposure!;
        expect(standing).toBe(held.length > 0 ? 'Held' : 'Wanted');
        for (const { key, message } of problems) expect(message.startsWith(`${key}: `)).toBe(true);
        const errors = problems.filter(({ severity }) => severity === 'Error');
        if (held.length > 0) expect(errors.map(({ message }) => message)).toContain(held[0]!.message);
        const isAllThere = ports.length + unservedPorts.length === spec.ports.length;
        if (!isAllThere) expect(errors.length).toBeGreaterThan(0);
        for (const { probe } of standing === 'Wanted' ? ports : []) {
          expect((probe?.interval ?? 5) * (probe?.threshold ?? 2)).toBeLessThan(120);
          expect(probe?.path === undefined).toBe(probe === undefined || probe.protocol === 'Tcp');
        }
      }),
      OPTIONS,
    );
  });

  test('lets in the Internet only if it says so, or nothing at all of who may come', () => {
    fc.assert(
      fc.property(aService, someSettings, ({ raw, annotations, spec }, inForce) => {
        const { exposure } = read({ object: () => project('Service', raw) }, inForce);
        const { standing, sources, frontends } = exposure!;
        const saysWho =
          spec.loadBalancerSourceRanges.length > 0 || Object.keys(annotations).some((key) => ACCESS.test(key));
        if (standing !== 'Wanted' || !sources.tags.includes('Internet')) return;
        const isSaid = Object.entries(annotations).some(
          ([key, text]) => ACCESS.test(key) && /^(internet|false)$/i.test(text.trim()),
        );
        expect(frontends[0]!.scheme).toBe('Public');
        expect(saysWho && !isSaid).toBe(false);
      }),
      OPTIONS,
    );
  });

  test('is read the same each time', () => {
    fc.assert(
      fc.property(aService, someSettings, ({ raw }, inForce) => {
        const again = () => read({ object: () => project('Service', structuredClone(raw)) }, inForce);
        expect(again()).toEqual(again());
      }),
      { ...OPTIONS, numRuns: Math.min(OPTIONS.numRuns, 200) },
    );
  });
});
