// Does a LoadBalancer Service ask for what its fields and annotations say, and is what is wrong with it told?
import { describe, expect, test } from '@jest/globals';
import type { Service } from '../../../../src/core/cluster/cluster-state.js';
import { readExposures } from '../../../../src/core/cluster/read-exposures.js';
import { cluster, service, settings } from '../../../builders.js';
import { CONTEXT, PREFIX, read } from './read.js';

const web = service('web').public().port(80);
const probe = { scope: 'Own', protocol: 'Tcp', port: 30080, interval: 5, threshold: 2 };

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
    frontends: [{ scheme: 'Public', family: 4, floatingIP: true, resourceGroup: 'rg', tags: {} }],
    ports: [
      { protocol: 'Tcp', port: 80, nodePort: 30080, probe },
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

describe('how its packets are treated', () => {
  const internal = service('web').internal().port(80);
  const HA = `${PREFIX}azure-load-balancer-enable-high-availability-ports`;

  test.each([
    { builder: web.annotated(`${PREFIX}azure-load-balancer-tcp-idle-timeout`, '30'), parts: { idleTimeout: 30 } },
    { builder: web.annotated(`${PREFIX}azure-load-balancer-disable-tcp-reset`, 'true'), parts: { tcpReset: false } },
    { builder: web.specified({ sessionAffinity: 'ClientIP' }), parts: { affinity: 'ClientIP' } },
    { builder: internal.annotated(HA, 'TRUE'), parts: { allPorts: true } },
    {
      builder: web.annotated(`${PREFIX}azure-additional-public-ips`, '203.0.113.9,203.0.113.1,203.0.113.9'),
      parts: { additionalAddresses: ['203.0.113.9', '203.0.113.1'] },
    },
    { builder: web.annotated('azurenetwork.dev/allow-address-change', 'true'), parts: { mayChangeAddress: true } },
  ])('$parts', ({ builder, parts }) => {
    const { exposure, problems } = read(builder);
    expect(problems).toEqual([]);
    expect(exposure).toMatchObject({ standing: 'Wanted', ...parts });
  });

  test('a rule for all ports has no effect on a public Service, and that is said', () => {
    const { exposure, problems } = read(web.annotated(HA, 'true'));
    expect(exposure).toMatchObject({ standing: 'Wanted', allPorts: false });
    expect(problems).toMatchObject([{ severity: 'Warning', key: HA }]);
  });
});

test('a bad annotation holds the whole Service, and its user is told', () => {
  const key = `${PREFIX}azure-load-balancer-tcp-idle-timeout`;
  const { exposure, problems, held } = read(web.annotated(key, '3'));
  expect(exposure?.standing).toBe('Held');
  expect(problems).toMatchObject([{ object: 'Service/default/web', severity: 'Error', key, value: '3' }]);
  expect(held).toEqual([
    { object: 'Service/default/web', kind: 'LoadBalancer', reason: 'InvalidAnnotation', message: problems[0]!.message },
  ]);
});

test('an annotation that nobody reads is told, and the Service is served', () => {
  const { exposure, problems } = read(web.annotated(`${PREFIX}azure-pls-create`, 'true'));
  expect(exposure?.standing).toBe('Wanted');
  expect(problems).toMatchObject([{ severity: 'Warning', reason: 'Unsupported', key: `${PREFIX}azure-pls-create` }]);
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
