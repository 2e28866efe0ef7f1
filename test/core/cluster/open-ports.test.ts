// Where does a PortExposure open its ports, and who grants it?
import { describe, expect, test } from '@jest/globals';
import type { ClusterObject } from '../../../src/core/cluster/cluster-state.js';
import { readExposures } from '../../../src/core/cluster/read-exposures.js';
import { NO_MEMORY } from '../../../src/core/memory.js';
import { cluster, exposurePolicy, namespace, node, pod, portExposure, service, settings } from '../../builders.js';

type Built = { object(): ClusterObject };

function read(builders: readonly Built[], assumeFinalizers = false) {
  const context = { now: 0, memory: NO_MEMORY, assumeFinalizers };
  const result = readExposures(cluster(...builders), settings(), context);
  return { ...result, exposure: result.openPorts[0]! };
}

const nodes = [node('n1').at('10.0.0.1'), node('n2').at('10.0.0.2'), node('n3').at('10.0.0.3')];
const game = { app: 'game' };
const gamePod = (name: string, on: string) => pod(name).labelled('app', 'game').on(on).hostPort(7000, 'UDP');
const office = exposurePolicy('office').allowing('203.0.113.0/24');
const px = portExposure('game').hostPort(game).port(7000, 'UDP').from('203.0.113.0/25');

test('a granted HostPort is open on the nodes that hold such pods', () => {
  const { exposure, problems, held } = read([...nodes, gamePod('a', 'n1'), gamePod('b', 'n3'), office, px]);
  expect(exposure).toEqual({
    kind: 'OpenPort',
    source: 'PortExposure/default/game',
    standing: 'Wanted',
    since: '2026-01-01T00:00:00Z',
    path: 'HostPort',
    mode: 'Enforce',
    grants: [
      {
        protocol: 'Udp',
        ports: [{ from: 7000, to: 7000 }],
        cidrs: ['203.0.113.0/25'],
        destinations: ['10.0.0.1', '10.0.0.3'],
        policies: ['office'],
      },
    ],
    refused: [],
  });
  expect([...problems, ...held]).toEqual([]);
});

describe('the destinations of', () => {
  const anyPod = pod('a').labelled('app', 'game');
  const hostNet = portExposure('game').hostNetwork(game).port(7000, 'UDP').from('203.0.113.0/25');
  const nodePort = portExposure('game').nodePort('web').port(30080).from('203.0.113.0/25');
  const web = service('web').specified({ type: 'NodePort' }).port(80);

  test.each([
    { what: 'a pod that finished', builders: [px, gamePod('a', 'n1').stated({ phase: 'Succeeded' })], at: [] },
    { what: 'a pod that is not bound', builders: [px, anyPod.hostPort(7000, 'UDP')], at: [] },
    { what: 'a pod of another namespace', builders: [px, gamePod('a', 'n1').in('other')], at: [] },
    { what: 'a pod with other labels', builders: [px, gamePod('a', 'n1').labelled('app', 'web')], at: [] },
    { what: 'a pod that is being deleted', builders: [px, gamePod('a', 'n1').deleted()], at: ['10.0.0.1'] },
    { what: 'a port of the other protocol', builders: [px, anyPod.on('n1').hostPort(7000, 'TCP')], at: [] },
    { what: 'a hostIP', builders: [px, anyPod.on('n1').hostPort(7000, 'UDP', '10.9.9.9')], at: ['10.9.9.9'] },
    { what: 'a hostIP of all', builders: [px, anyPod.on('n1').hostPort(7000, 'UDP', '0.0.0.0')], at: ['10.0.0.1'] },
    { what: 'a loopback hostIP', builders: [px, anyPod.on('n1').hostPort(7000, 'UDP', '127.0.0.1')], at: [] },
    { what: 'a hostNetwork pod', builders: [hostNet, anyPod.on('n2').onHostNetwork(7000, 'UDP')], at: ['10.0.0.2'] },
    { what: 'an undeclared port', builders: [hostNet, anyPod.on('n2').onHostNetwork(7001, 'UDP')], at: [] },
    { what: 'a pod not on the host network', builders: [hostNet, gamePod('a', 'n1')], at: [] },
    { what: 'a node port', builders: [nodePort, web], at: ['10.0.0.1', '10.0.0.2', '10.0.0.3'] },
    { what: 'a port that is no node port', builders: [nodePort, service('web').port(81)], at: [] },
    { what: 'a Service that is not there', builders: [nodePort], at: [] },
  ])('$what: $at', ({ builders, at }) => {
    const { exposure, problems } = read([...nodes, office, ...builders]);
    expect(exposure.standing).toBe('Wanted');
    expect(exposure.grants.flatMap(({ destinations }) => destinations)).toEqual(at);
    expect(exposure.grants).toHaveLength(at.length > 0 ? 1 : 0);
    expect(problems.map(({ severity }) => severity)).toEqual(at.length > 0 ? [] : ['Warning']);
    if (at.length === 0) expect(['NothingSelected', 'NotFound']).toContain(problems[0]!.reason);
  });

  test('two ports: each only where something answers on it', () => {
    const two = portExposure('game').hostPort(game).port(7000, 'UDP').port(7001, 'UDP').from('203.0.113.0/25');
    const other = pod('b').labelled('app', 'game').on('n2').hostPort(7001, 'UDP');
    const { exposure } = read([...nodes, office, two, gamePod('a', 'n1'), other]);
    expect(exposure.grants.map(({ ports, destinations }) => [ports[0]!.from, destinations])).toEqual([
      [7000, ['10.0.0.1']],
      [7001, ['10.0.0.2']],
    ]);
  });

  test('a range: as it was asked for, once something answers in it', () => {
    const range = portExposure('game').hostPort(game).port(7000, 'UDP', 7010).port(9000).from('203.0.113.0/25');
    const { exposure, problems } = read([...nodes, office, range, gamePod('a', 'n1')]);
    expect(exposure.grants).toMatchObject([{ protocol: 'Udp', ports: [{ from: 7000, to: 7010 }] }]);
    expect(problems).toMatchObject([{ reason: 'NothingSelected', key: 'spec.ports[1]', value: '9000/TCP' }]);
  });
});

describe('what is granted', () => {
  const wide = px.from('0.0.0.0/1', '128.0.0.0/1');
  const everywhere = exposurePolicy('all').allowing('0.0.0.0/0');
  const internet = exposurePolicy('internet').allowingInternet();
  const prodOnly = office.specified({ namespaceSelector: { matchLabels: { env: 'prod' } } });

  test.each([
    { because: 'there is no policy', builders: [px], by: undefined, reason: 'NoPolicy' },
    { because: 'no policy selects the namespace', builders: [px, prodOnly], by: undefined, reason: 'NoPolicy' },
    {
      because: 'the namespace has the label',
      builders: [px, prodOnly, namespace('default').labelled('env', 'prod')],
      by: ['office'],
    },
    { because: 'the CIDR is beyond', builders: [px.from('198.51.100.0/24'), office], reason: 'RefusedByPolicy' },
    { because: 'the CIDR is wider', builders: [px.from('203.0.112.0/23'), office], reason: 'RefusedByPolicy' },
    {
      because: 'the path is not granted',
      builders: [px, office.specified({ paths: ['NodePort'] })],
      reason: 'RefusedByPolicy',
    },
    {
      because: 'the port is beyond',
      builders: [px, office.specified({ portRanges: [{ from: 7001, to: 8000 }] })],
      reason: 'RefusedByPolicy',
    },
    {
      because: 'the range is for TCP',
      builders: [px, office.specified({ portRanges: [{ from: 1, to: 8000, protocol: 'TCP' }] })],
      reason: 'RefusedByPolicy',
    },
    { because: 'the halves together are the Internet', builders: [wide, everywhere], reason: 'RefusedByPolicy' },
    { because: 'the Internet is allowed', builders: [wide, internet], by: ['internet'] },
    { because: 'two policies grant it', builders: [px, office, everywhere], by: ['all', 'office'] },
  ])('by $by, since $because', ({ builders, by, reason }) => {
    const { exposure, problems, held } = read([...nodes, gamePod('a', 'n1'), ...builders]);
    expect(exposure.standing).toBe('Wanted');
    expect(held).toEqual([]);
    expect(exposure.grants.map(({ policies }) => policies)).toEqual(by ? [by] : []);
    expect(exposure.refused).toHaveLength(by ? 0 : 1);
    expect(problems.map((one) => [one.severity, one.reason])).toEqual(reason ? [['Error', reason]] : []);
  });

  test('in part: what is beyond is refused, the rest is opened', () => {
    const { exposure, problems } = read([
      ...nodes,
      gamePod('a', 'n1'),
      office,
      px.from('203.0.113.0/25', '198.51.100.0/24'),
    ]);
    expect(exposure.grants).toMatchObject([{ cidrs: ['203.0.113.0/25'] }]);
    expect(exposure.refused).toMatchObject([{ cidrs: ['198.51.100.0/24'], policies: [] }]);
    expect(problems[0]!.message).toMatch(/7000\/UDP from 198\.51\.100\.0\/24 .*office/);
  });

  test('with mode Plan nothing, and without an error', () => {
    const { exposure, problems } = read([...nodes, gamePod('a', 'n1'), office, px.specified({ mode: 'Plan' })]);
    expect(exposure.grants).toEqual([]);
    expect(exposure.refused).toHaveLength(1);
    expect(problems).toEqual([]);
  });

  test('a policy that is wrong grants nothing and is told', () => {
    const bad = exposurePolicy('office').allowing('203.0.113.1/24');
    const { exposure, problems } = read([...nodes, gamePod('a', 'n1'), bad, px]);
    expect(exposure.grants).toEqual([]);
    expect(problems.map(({ object, reason }) => [object, reason])).toEqual([
      ['ExposurePolicy/office', 'InvalidField'],
      ['PortExposure/default/game', 'NoPolicy'],
    ]);
  });
});

describe('the standing of a PortExposure', () => {
  test.each([
    { builder: px.from('203.0.113.1/25'), standing: 'Held', held: 1, because: 'a CIDR has host bits' },
    { builder: px.port(80, 'SCTP'), standing: 'Held', held: 1, because: 'SCTP is no protocol of a rule' },
    { builder: px.specified({ podSelector: undefined }), standing: 'Held', held: 1, because: 'it selects nobody' },
    { builder: px.finalizers(), standing: 'Held', held: 0, because: 'its finalizer is not set yet' },
    { builder: px.deleted(), standing: 'Gone', held: 0, because: 'it is being deleted' },
  ])('$standing, since $because', ({ builder, standing, held }) => {
    const result = read([...nodes, gamePod('a', 'n1'), office, builder]);
    expect(result.exposure.standing).toBe(standing);
    expect(result.held).toHaveLength(held);
  });

  test('is not held for a finalizer in a plan', () => {
    expect(read([...nodes, gamePod('a', 'n1'), office, px.finalizers()], true).exposure.standing).toBe('Wanted');
  });
});
