// Where pods are the backends: which of them answer for a Service, and on which port?
import { describe, expect, test } from '@jest/globals';
import type { ClusterObject } from '../../../../src/core/cluster/cluster-state.js';
import { readExposures } from '../../../../src/core/cluster/read-exposures.js';
import { balancing, cluster, endpointSlice, service, settings } from '../../../builders.js';
import { CONTEXT, PREFIX } from './read.js';

const onPods = balancing({ backends: 'PodIP' });
const targeting = (targetPort?: number | string, more: object = {}) =>
  service('web')
    .public()
    .specified({ ports: [{ port: 80, protocol: 'TCP', nodePort: 30080, ...(targetPort && { targetPort }), ...more }] });

function readAll(builders: readonly { object(): ClusterObject }[], inForce = onPods) {
  const { loadBalancers, problems } = readExposures(cluster(...builders), inForce, CONTEXT);
  return { exposure: loadBalancers[0]!, problems };
}

describe('the pods of the port', () => {
  test.each([
    {
      builders: [targeting(8080), endpointSlice('web').port(8080).ready('10.1.0.2', '10.1.0.1').unready('10.1.0.3')],
      pods: { port: 8080, addresses: ['10.1.0.1', '10.1.0.2'] },
      because: 'ready ones alone answer',
    },
    {
      builders: [
        targeting(8080),
        endpointSlice('web', 'v4').port(8080).ready('10.1.0.1'),
        endpointSlice('web', 'v6').port(8080).ready('FD00:0::1'),
      ],
      pods: { port: 8080, addresses: ['10.1.0.1', 'fd00::1'] },
      because: 'both families are in slices of their own',
    },
    {
      builders: [
        targeting('http', { name: 'web' }),
        endpointSlice('web').port(9090, 'metrics').port(8081, 'web').ready('10.1.0.1'),
      ],
      pods: { port: 8081, addresses: ['10.1.0.1'] },
      because: 'slices know the number behind a name',
    },
    {
      builders: [targeting(8080), endpointSlice('api').port(8080).ready('10.1.0.1')],
      pods: { port: 8080, addresses: [] },
      because: 'the slice is another Service’s',
    },
    {
      builders: [targeting(8080), endpointSlice('web').in('other').port(8080).ready('10.1.0.1')],
      pods: { port: 8080, addresses: [] },
      because: 'the slice is in another namespace',
    },
    {
      builders: [targeting(8080), endpointSlice('web').port(8080, '', 'UDP').ready('10.1.0.1')],
      pods: { port: 8080, addresses: [] },
      because: 'the slice is for another protocol',
    },
    { builders: [targeting(8080)], pods: { port: 8080, addresses: [] }, because: 'nobody is ready yet' },
    { builders: [targeting()], pods: { port: 80, addresses: [] }, because: 'the target is the port itself' },
    {
      builders: [targeting('http'), endpointSlice('web').port(8080).unready('10.1.0.1')],
      pods: { port: 8080, addresses: [] },
      because: 'the number is known before anybody is ready',
    },
  ])('$pods, since $because', ({ builders, pods }) => {
    const { exposure, problems } = readAll(builders);
    expect(problems).toEqual([]);
    expect(exposure).toMatchObject({ standing: 'Wanted', frontends: [{ scheme: 'Public', floatingIP: false }] });
    expect(exposure.ports[0]!.pods).toEqual(pods);
    expect(exposure.ports[0]!.probe).toMatchObject({ scope: 'Own', protocol: 'Tcp', port: pods.port });
  });
});

test('a name that means two numbers is served by most, and told', () => {
  const { exposure, problems } = readAll([
    targeting('http'),
    endpointSlice('web', 'old').port(8080).ready('10.1.0.1'),
    endpointSlice('web', 'new').port(9090).ready('10.1.0.2', '10.1.0.3'),
  ]);
  expect(exposure.ports[0]!.pods).toEqual({ port: 9090, addresses: ['10.1.0.2', '10.1.0.3'] });
  expect(problems).toMatchObject([{ severity: 'Warning', key: 'spec.ports[0].targetPort', value: 'http' }]);
  expect(problems[0]!.message).toContain('1 on 8080');
});

describe('what nodes alone need is not asked for', () => {
  test.each([
    { builder: targeting(8080).specified({ externalTrafficPolicy: 'Local' }), because: 'Local' },
    {
      builder: service('web').public().port(80, 'TCP', null).specified({ allocateLoadBalancerNodePorts: false }),
      because: 'no node ports',
    },
  ])('$because', ({ builder }) => {
    const { exposure, problems } = readAll([builder]);
    expect(problems).toEqual([]);
    expect(exposure).toMatchObject({ standing: 'Wanted', ports: [{ probe: { scope: 'Own' } }] });
  });

  test('a shared probe would ask nodes', () => {
    const shared = balancing({ backends: 'PodIP', probe: { ...settings().loadBalancer.probe, mode: 'Shared' } });
    expect(readAll([targeting(8080)], shared).exposure.ports[0]!.probe).toMatchObject({ scope: 'Own', port: 8080 });
  });

  test('a probe of another port of the Service asks that one’s pods', () => {
    const builder = targeting(8080).annotated(`${PREFIX}port_80_health-probe_port`, '81');
    const { ports } = builder.raw['spec'] as { readonly ports: readonly object[] };
    const both = builder.specified({
      ports: [...ports, { port: 81, protocol: 'TCP', name: 'health', targetPort: 9000 }],
    });
    expect(readAll([both]).exposure.ports[0]!.probe).toMatchObject({ port: 9000 });
  });

  test('a rule for all ports has no effect', () => {
    const key = `${PREFIX}azure-load-balancer-enable-high-availability-ports`;
    const { exposure, problems } = readAll([service('web').internal().port(80).annotated(key, 'true')]);
    expect(exposure.allPorts).toBe(false);
    expect(problems).toMatchObject([{ severity: 'Warning', key }]);
  });
});

test('slices say nothing where nodes are the backends', () => {
  const slice = endpointSlice('web').port(8080).ready('10.1.0.1');
  expect(readAll([targeting(8080), slice], settings()).exposure.ports[0]).not.toHaveProperty('pods');
});

test('a Service is read again when its own slices changed, and only then', () => {
  const web = targeting(8080).object();
  const api = service('api').public().port(81).object();
  const slice = (address: string) => endpointSlice('web').port(8080).ready(address).object();
  const state = { ...cluster(), services: [api, web] };
  const read = (...endpointSlices: readonly ReturnType<typeof slice>[]) =>
    readExposures({ ...state, endpointSlices }, onPods, CONTEXT).loadBalancers;
  const first = slice('10.1.0.1');
  const [apiBefore, webBefore] = read(first);
  const [apiAgain, webAgain] = read(first);
  expect(apiAgain).toBe(apiBefore);
  expect(webAgain).toBe(webBefore);
  const [apiAfter, webAfter] = read(slice('10.1.0.2'));
  expect(apiAfter).toBe(apiBefore);
  expect(webAfter?.ports).toMatchObject([{ pods: { addresses: ['10.1.0.2'] } }]);
});
