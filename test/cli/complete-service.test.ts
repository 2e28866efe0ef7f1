// What does a plan put in where the API server would have?
import { expect, test } from '@jest/globals';
import { completeService } from '../../src/cli/plan/complete-service.js';

const service = (spec: object) => ({
  metadata: { name: 'web' },
  spec: { type: 'LoadBalancer', ports: [{ port: 80 }], ...spec },
});

test.each([
  { spec: {}, has: { ports: [{ port: 80, nodePort: expect.any(Number) }] }, madeUp: true },
  { spec: { ports: [{ port: 80, nodePort: 30080 }] }, has: { ports: [{ port: 80, nodePort: 30080 }] }, madeUp: false },
  { spec: { allocateLoadBalancerNodePorts: false }, has: { ports: [{ port: 80 }] }, madeUp: false },
  {
    spec: { allocateLoadBalancerNodePorts: false, externalTrafficPolicy: 'Local' },
    has: { ports: [{ port: 80 }], healthCheckNodePort: expect.any(Number) },
    madeUp: true,
  },
  {
    spec: { ipFamilyPolicy: 'RequireDualStack', ipFamilies: ['IPv6'] },
    has: { ipFamilies: ['IPv6', 'IPv4'] },
    madeUp: true,
  },
])('$spec', ({ spec, has, madeUp }) => {
  const completed = completeService(service(spec));
  expect(completed.raw['spec']).toMatchObject(has);
  expect((completed.raw['spec'] as typeof has).ports ?? []).toHaveLength(1);
  expect(completed.madeUp).toBe(madeUp);
});

test('the same Service gets the same ports each time', () => {
  expect(completeService(service({}))).toEqual(completeService(service({})));
});
