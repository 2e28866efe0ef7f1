// Which names does a Service ask for, of each type, and where do they lead?
import { describe, expect, test } from '@jest/globals';
import type { ClusterObject } from '../../../src/core/cluster/cluster-state.js';
import { readExposures } from '../../../src/core/cluster/read-exposures.js';
import { readNames } from '../../../src/core/cluster/read-names.js';
import { NO_MEMORY } from '../../../src/core/memory.js';
import type { NameSource, Settings } from '../../../src/core/settings.js';
import {
  cluster,
  endpointSlice,
  nameSource,
  naming,
  node,
  pod,
  privateZone,
  service,
  settings,
  zone,
} from '../../builders.js';
import { saidNames } from './said-names.js';

type Objects = readonly { object(): ClusterObject }[];

const said = (objects: Objects, source: Partial<NameSource> = {}, dns: Partial<Settings['dns']> = {}) =>
  saidNames(objects, { kind: 'Service', ...source }, dns);

const HOST = 'azurenetwork.dev/hostname';
const INTERNAL = 'azurenetwork.dev/internal-hostname';
const TARGET = 'azurenetwork.dev/target';
const plain = service('web').annotated(HOST, 'www.example.com');
const ours = plain.public().port(80);
const theirs = plain.ofType('LoadBalancer').specified({ loadBalancerClass: 'other/class' });
const alone = plain.at('10.0.0.10');

describe('of a LoadBalancer', () => {
  test.each<{ because: string; builder: typeof plain; names: readonly string[]; source?: Partial<NameSource> }>([
    {
      because: 'the address of a Service of ours is known before its status is',
      builder: ours,
      names: ['www.example.com A its own frontends'],
    },
    {
      because: 'each family has a frontend',
      builder: ours.specified({ ipFamilies: ['IPv6', 'IPv4'] }),
      names: ['www.example.com A its own frontends', 'www.example.com AAAA its own frontends'],
    },
    {
      because: 'its annotation says otherwise',
      builder: ours.annotated(TARGET, 'front.example.net'),
      names: ['www.example.com CNAME front.example.net'],
    },
    {
      because: 'external addresses come before those of the load balancer',
      builder: ours.specified({ externalIPs: ['192.0.2.9'] }),
      names: ['www.example.com A 192.0.2.9'],
    },
    {
      because: 'the status says where somebody else serves it',
      builder: theirs.reachedAt('192.0.2.1', '2001:db8::1'),
      names: ['www.example.com A 192.0.2.1', 'www.example.com AAAA 2001:db8::1'],
    },
    {
      because: 'a status may hold a name',
      builder: theirs.reachedAt('lb.example.net'),
      names: ['www.example.com CNAME lb.example.net'],
    },
    {
      because: 'ranges of the settings can be asked of a status only',
      builder: ours.reachedAt('192.0.2.1', '198.51.100.1'),
      source: { targetCIDRs: ['192.0.2.0/24'] },
      names: ['www.example.com A 192.0.2.1'],
    },
    {
      because: 'there are names of its cluster IPs',
      builder: theirs.reachedAt('192.0.2.1').at('10.0.0.10', 'fd00::10').annotated(INTERNAL, 'web.example.com'),
      names: ['web.example.com A 10.0.0.10', 'web.example.com AAAA fd00::10', 'www.example.com A 192.0.2.1'],
    },
    {
      because: 'a template names what names nothing',
      builder: service('api').public().port(80),
      source: { hostnameTemplate: '{{.Name}}.{{.Namespace}}.example.com' },
      names: ['api.default.example.com A its own frontends'],
    },
    {
      because: 'annotations may be switched off',
      builder: ours,
      source: { hostnames: { rules: true, tls: true, annotation: false } },
      names: [],
    },
    { because: 'the settings want other types', builder: ours, source: { serviceTypes: ['NodePort'] }, names: [] },
    {
      because: 'the settings want this type',
      builder: theirs.reachedAt('192.0.2.1'),
      source: { serviceTypes: ['LoadBalancer'] },
      names: ['www.example.com A 192.0.2.1'],
    },
    { because: 'it names none', builder: service('web').public().port(80), names: [] },
    { because: 'it is being deleted', builder: ours.deleted(), names: [] },
  ])('$names, since $because', ({ builder, source, names }) => {
    expect(said([builder], source)).toMatchObject({ names, problems: [] });
  });

  test('internal frontends of ours are for private zones too, public ones are not', () => {
    const both = { zones: [zone('example.com'), privateZone('example.com')] };
    expect(said([ours], {}, both).names).toHaveLength(1);
    expect(said([service('web').annotated(HOST, 'www.example.com').internal().port(80)], {}, both).names).toHaveLength(
      2,
    );
  });

  test('its names are held, and its load balancer is not, where only they are wrong', () => {
    const { loadBalancers, names, held } = readExposures(
      cluster(ours.annotated('azurenetwork.dev/zones', 'inner')),
      settings({ dns: naming({ zones: [zone('example.com')], sources: [nameSource('Service')] }) }),
      { now: 0, memory: NO_MEMORY, assumeFinalizers: true },
    );
    expect([loadBalancers[0]?.standing, names[0]?.standing]).toEqual(['Wanted', 'Held']);
    expect(held).toMatchObject([{ object: 'Service/default/web', kind: 'Names' }]);
  });

  test('a status that empties holds its names, whatever its cluster IPs are', () => {
    expect(said([theirs]).standings).toEqual(['Held']);
    expect(said([theirs.at('10.0.0.10').annotated(INTERNAL, 'web.example.com')]).standings).toEqual(['Held']);
  });
});

describe('of a ClusterIP', () => {
  test.each<{ because: string; builder: typeof plain; names: readonly string[]; source?: Partial<NameSource> }>([
    {
      because: 'internal names lead to it',
      builder: service('web').at('10.0.0.10').annotated(INTERNAL, 'web.example.com'),
      names: ['web.example.com A 10.0.0.10'],
    },
    {
      because: 'the settings publish internal Services',
      builder: alone,
      source: { publishInternal: true },
      names: ['www.example.com A 10.0.0.10'],
    },
    {
      because: 'it says itself where its name leads',
      builder: alone.annotated(TARGET, '192.0.2.7'),
      names: ['www.example.com A 192.0.2.7'],
    },
    {
      because: 'templates are for what is published',
      builder: service('web').at('10.0.0.10'),
      source: { hostnameTemplate: '{{.Name}}.example.com' },
      names: [],
    },
    {
      because: 'templates are for what is published, and this is',
      builder: service('web').at('10.0.0.10'),
      source: { hostnameTemplate: '{{.Name}}.example.com', publishInternal: true },
      names: ['web.example.com A 10.0.0.10'],
    },
  ])('$names, since $because', ({ builder, source, names }) => {
    expect(said([builder], source)).toMatchObject({ names, problems: [] });
  });

  test('a hostname without effect is told', () => {
    expect(said([alone])).toMatchObject({
      names: [],
      problems: [`Warning Unsupported ${HOST} "www.example.com"`],
    });
  });
});

describe('of an ExternalName', () => {
  const outside = plain.ofType('ExternalName');
  test.each([
    { externalName: 'db.example.net', names: ['www.example.com CNAME db.example.net'] },
    { externalName: '192.0.2.5', names: ['www.example.com A 192.0.2.5'] },
    { externalName: '2001:db8::5', names: ['www.example.com AAAA 2001:db8::5'] },
  ])('$externalName: $names', ({ externalName, names }) => {
    expect(said([outside.specified({ externalName })])).toMatchObject({ names, problems: [] });
  });

  test('external addresses come first', () => {
    const builder = outside.specified({ externalName: 'db.example.net', externalIPs: ['192.0.2.6'] });
    expect(said([builder]).names).toEqual(['www.example.com A 192.0.2.6']);
  });

  test('a name that is none holds it, and is told', () => {
    expect(said([outside.specified({ externalName: '192.0.2.05' })])).toMatchObject({
      names: [],
      problems: ['Error InvalidField spec.externalName "192.0.2.05"'],
      standings: ['Held'],
    });
  });
});

describe('of a NodePort', () => {
  const ported = plain.ofType('NodePort').port(80, 'TCP', 30080);
  const nodes = [
    node('n1').at('10.0.0.4', 'fd00::4').reachedAt('192.0.2.1'),
    node('n2').at('10.0.0.5', 'fd00::5').reachedAt('192.0.2.2'),
    node('n3').at('10.0.0.6').reachedAt('192.0.2.3').cordoned(),
  ];
  const SRV = '_web._tcp.www.example.com SRV 0 50 30080 www.example.com';
  const slice = endpointSlice('web').pod('a', false, 'n1').pod('b', true, 'n2').pod('c', true, 'n3');

  test.each<{
    because: string;
    builder?: typeof plain;
    others?: Objects;
    names: readonly string[];
    source?: Partial<NameSource>;
  }>([
    {
      because: 'external addresses come first, and n3 is being emptied',
      names: [SRV, 'www.example.com A 192.0.2.1, 192.0.2.2'],
    },
    {
      because: 'it wants internal ones',
      builder: ported.annotated('azurenetwork.dev/access', 'private'),
      names: [SRV, 'www.example.com A 10.0.0.4, 10.0.0.5', 'www.example.com AAAA fd00::4, fd00::5'],
    },
    {
      because: 'nodes have no others',
      others: [node('n1').at('10.0.0.4')],
      names: [SRV, 'www.example.com A 10.0.0.4'],
    },
    {
      because: 'internal IPv6 counts by the settings',
      source: { internalIPv6: true },
      names: [SRV, 'www.example.com A 192.0.2.1, 192.0.2.2', 'www.example.com AAAA fd00::4, fd00::5'],
    },
    {
      because: 'with policy Local the nodes with a ready pod count',
      builder: ported.specified({ externalTrafficPolicy: 'Local' }),
      others: [...nodes, slice],
      names: [SRV, 'www.example.com A 192.0.2.2'],
    },
    {
      because: 'with policy Local and no pod ready, those with any',
      builder: ported.specified({ externalTrafficPolicy: 'Local' }),
      others: [...nodes, endpointSlice('web').pod('a', false, 'n1')],
      names: [SRV, 'www.example.com A 192.0.2.1'],
    },
    {
      because: 'ports of one protocol are one record set',
      builder: ported.port(443, 'TCP', 30443).port(53, 'UDP', 30053),
      others: nodes.slice(0, 1),
      names: [
        '_web._tcp.www.example.com SRV 0 50 30080 www.example.com, 0 50 30443 www.example.com',
        '_web._udp.www.example.com SRV 0 50 30053 www.example.com',
        'www.example.com A 192.0.2.1',
      ],
    },
    {
      because: 'nothing can stand before a wildcard',
      builder: service('web').annotated(HOST, '*.example.com').ofType('NodePort').port(80, 'TCP', 30080),
      names: ['*.example.com A 192.0.2.1, 192.0.2.2'],
    },
    {
      because: 'its annotation leads elsewhere, where its node ports are not',
      builder: ported.annotated(TARGET, '192.0.2.99'),
      names: ['www.example.com A 192.0.2.99'],
    },
  ])('$names, since $because', ({ builder = ported, others = nodes, source, names }) => {
    expect(said([builder, ...others], source)).toMatchObject({ names, problems: [] });
  });

  test('without an address it waits for one', () => {
    expect(said([ported.annotated('azurenetwork.dev/access', 'public'), node('n1').at('10.0.0.4')])).toMatchObject({
      names: [],
      standings: ['Held'],
    });
  });

  test('an unknown access holds it, and is told', () => {
    expect(said([ported.annotated('azurenetwork.dev/access', 'both'), ...nodes])).toMatchObject({
      problems: ['Error InvalidAnnotation azurenetwork.dev/access "both"'],
      standings: ['Held'],
    });
  });
});

describe('of a headless Service', () => {
  const headless = plain.headless();
  const podNamed = (name: string, address: string) => pod(name).labelled('app', 'web').on('n1').at(address);
  const pods = [
    podNamed('web-0', '10.1.0.1').called('web-0'),
    podNamed('web-1', '10.1.0.2').called('web-1'),
    podNamed('web-2', '10.1.0.3'),
  ];
  const slice = endpointSlice('web').pod('web-0').pod('web-1', false).pod('web-2');
  const others = [...pods, slice, node('n1').at('10.0.0.4').reachedAt('192.0.2.1')];

  test.each<{
    because: string;
    builder?: typeof plain;
    others?: Objects;
    names: readonly string[];
    source?: Partial<NameSource>;
  }>([
    {
      because: 'those that are ready answer, and one of them has a hostname',
      names: ['web-0.www.example.com A 10.1.0.1', 'www.example.com A 10.1.0.1, 10.1.0.3'],
    },
    {
      because: 'it publishes those that are not ready',
      builder: headless.specified({ publishNotReadyAddresses: true }),
      names: [
        'web-0.www.example.com A 10.1.0.1',
        'web-1.www.example.com A 10.1.0.2',
        'www.example.com A 10.1.0.1, 10.1.0.2, 10.1.0.3',
      ],
    },
    {
      because: 'the settings publish those that are not ready',
      source: { publishNotReady: true },
      names: [
        'web-0.www.example.com A 10.1.0.1',
        'web-1.www.example.com A 10.1.0.2',
        'www.example.com A 10.1.0.1, 10.1.0.2, 10.1.0.3',
      ],
    },
    {
      because: 'it wants external addresses of nodes',
      builder: headless.annotated('azurenetwork.dev/endpoints-type', 'NodeExternalIP'),
      names: ['web-0.www.example.com A 192.0.2.1', 'www.example.com A 192.0.2.1'],
    },
    {
      because: 'it wants the addresses of hosts',
      builder: headless.annotated('azurenetwork.dev/endpoints-type', 'HostIP'),
      others: [pods[0]!.hostAt('10.0.0.4'), slice],
      names: ['web-0.www.example.com A 10.0.0.4', 'www.example.com A 10.0.0.4'],
    },
    {
      because: 'the settings want the addresses of hosts',
      source: { publishHostIP: true },
      others: [pods[0]!.hostAt('10.0.0.4'), slice],
      names: ['web-0.www.example.com A 10.0.0.4', 'www.example.com A 10.0.0.4'],
    },
    {
      because: 'a pod says itself where it is',
      others: [pods[0]!.annotated(TARGET, '192.0.2.77'), pods[2]!, slice],
      names: ['web-0.www.example.com A 192.0.2.77', 'www.example.com A 10.1.0.3, 192.0.2.77'],
    },
    {
      because: 'the Service says itself where its name leads',
      builder: headless.annotated(TARGET, '192.0.2.78'),
      names: ['www.example.com A 192.0.2.78'],
    },
    {
      because: 'what it does not select is not its to publish',
      others: [pods[0]!, pod('web-2').on('n1').at('10.1.0.3'), slice],
      names: ['web-0.www.example.com A 10.1.0.1', 'www.example.com A 10.1.0.1'],
    },
    {
      because: 'of a pod of both families, those of the Service count',
      builder: headless.specified({ ipFamilies: ['IPv4'] }),
      others: [podNamed('web-0', '10.1.0.1').at('10.1.0.1', 'fd00::1'), slice],
      names: ['www.example.com A 10.1.0.1'],
    },
    {
      because: 'nothing can stand before a wildcard',
      builder: service('web').annotated(HOST, '*.example.com').headless(),
      names: ['*.example.com A 10.1.0.1, 10.1.0.3'],
    },
    {
      because: 'internal names are the same here',
      builder: service('web').annotated(INTERNAL, 'in.example.com').headless(),
      names: ['in.example.com A 10.1.0.1, 10.1.0.3', 'web-0.in.example.com A 10.1.0.1'],
    },
    {
      because: 'slices of other Services are not its own',
      others: [...pods, endpointSlice('api').pod('web-0')],
      names: [],
    },
  ])('$names, since $because', ({ builder = headless, others: behind = others, source, names }) => {
    expect(said([builder, ...behind], source)).toMatchObject({ names, problems: [] });
  });

  test('a bad target of a pod is told of the Service, with its name, and the others go on', () => {
    const { names, problems, messages } = said([headless, pods[0]!.annotated(TARGET, '1.2.3.04'), pods[2]!, slice]);
    expect(names).toEqual(['www.example.com A 10.1.0.3']);
    expect(problems).toEqual([`Error InvalidAnnotation Pod web-0 ${TARGET} "1.2.3.04"`]);
    expect(messages[0]).toMatch(/^Pod web-0 azurenetwork\.dev\/target: "1\.2\.3\.04"/);
  });

  test('without a ready pod it waits for one', () => {
    expect(said([headless]).standings).toEqual(['Held']);
  });
});

describe('a Service is read again only if something behind it has changed', () => {
  const inForce = settings({ dns: naming({ zones: [zone('example.com')], sources: [nameSource('Service')] }) });
  const headless = plain.headless();
  const behind = [pod('web-0').labelled('app', 'web').at('10.1.0.1'), endpointSlice('web').pod('web-0')];
  const state = cluster(headless, ...behind);
  const namesOf = (around: typeof state) => readNames(around, inForce, NO_MEMORY, 0).readings[0]?.exposure;
  const withPods = (...pods: readonly { object(): ClusterObject }[]) => cluster(...pods).pods;

  test.each([
    { what: 'another pod', around: { ...state, pods: [...state.pods, ...withPods(pod('x').at('10.1.0.9'))] } },
    { what: 'a node', around: { ...state, nodes: cluster(node('n1')).nodes } },
  ])('not for $what', ({ around }) => {
    const before = namesOf(state);
    expect(namesOf(around)).toBe(before);
  });

  test('but for a pod of it', () => {
    const moved = { ...state, pods: withPods(pod('web-0').labelled('app', 'web').at('10.1.0.2')) };
    expect(namesOf(state)?.names[0]?.targets).toEqual(['10.1.0.1']);
    expect(namesOf(moved)?.names[0]?.targets).toEqual(['10.1.0.2']);
  });
});

test.each<{ because: string; objects: Objects; says: string }>([
  {
    because: 'the status',
    objects: [theirs.reachedAt('192.0.2.1')],
    says: 'status.loadBalancer.ingress: no address that spec.dns.sources[].targetCIDRs takes (192.0.2.1; they are 198.51.100.0/24): its names wait for one.',
  },
  {
    because: 'the annotation',
    objects: [theirs.reachedAt('198.51.100.1').annotated(TARGET, '192.0.2.2')],
    says: 'azurenetwork.dev/target: no address that',
  },
  {
    because: 'the nodes',
    objects: [plain.ofType('NodePort'), node('node-1').at('10.0.0.4')],
    says: 'nodes: no address that spec.dns.sources[].targetCIDRs takes (10.0.0.4; ',
  },
  {
    because: 'the pods',
    objects: [
      plain.at('None').specified({ selector: { app: 'web' } }),
      pod('web-0').at('10.1.0.1').labelled('app', 'web'),
      endpointSlice('web').pod('web-0'),
    ],
    says: 'pods: no address that spec.dns.sources[].targetCIDRs takes (10.1.0.1; ',
  },
])('where the settings take none of the addresses of $because, they are what it waits for', ({ objects, says }) => {
  const sources = [nameSource('Service', { targetCIDRs: ['198.51.100.0/24'] })];
  const inForce = settings({ dns: naming({ zones: [zone('example.com')], sources }) });
  const first = { now: 0, memory: NO_MEMORY, assumeFinalizers: true };
  const { held, memory } = readExposures(cluster(...objects), inForce, first);
  expect(held).toMatchObject([{ reason: 'NoAddress', message: expect.stringContaining(says) }]);
  const over = readExposures(cluster(...objects), inForce, { ...first, now: 600_000, memory });
  expect(over.problems).toMatchObject([{ reason: 'NotFound', message: expect.stringContaining('no address that') }]);
});
