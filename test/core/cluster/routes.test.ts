// Which names does a route of the Gateway API ask for, where do they lead, and what of them while a parent is in between?
import { describe, expect, test } from '@jest/globals';
import type { ClusterObject, ClusterState, RouteKind } from '../../../src/core/cluster/cluster-state.js';
import { ROUTE_KINDS } from '../../../src/core/cluster/cluster-state.js';
import { readExposures } from '../../../src/core/cluster/read-exposures.js';
import type { Memory } from '../../../src/core/memory.js';
import { NO_MEMORY } from '../../../src/core/memory.js';
import type { NameSource } from '../../../src/core/settings.js';
import {
  cluster,
  gateway,
  httpRoute,
  listenerSet,
  namespace,
  nameSource,
  naming,
  route,
  settings,
  zone,
} from '../../builders.js';

type Object = { object(): ClusterObject };

function inForce(change: Partial<NameSource> = {}) {
  const sources = ROUTE_KINDS.map((kind) => nameSource(kind, change));
  return settings({ dns: naming({ zones: [zone('example.com')], sources }) });
}
const BY_DEFAULT = inForce();

function read(objects: readonly Object[], given = BY_DEFAULT, now = 0, memory: Memory = NO_MEMORY) {
  const result = readExposures(cluster(...objects), given, { now, memory, assumeFinalizers: false });
  return { ...result, exposure: result.names[0] };
}

/** `www.example.com A 192.0.2.1 192.0.2.2` */
function told({ names }: { readonly names: readonly { names: readonly any[] }[] }): readonly string[] {
  return names.flatMap((one) => one.names).map(({ host, type, targets }) => [host, type, ...targets].join(' '));
}

const edge = gateway('edge').at('192.0.2.1');
const open = edge.listener();
const web = httpRoute('web').host('www.example.com').under('edge');
const unnamed = httpRoute('web').under('edge');
const HOSTNAME = 'azurenetwork.dev/hostname';
const TARGET = 'azurenetwork.dev/target';
const SOURCE = 'external-dns.kubernetes.io/gateway-hostname-source';

describe('the hosts of a route and of a listener', () => {
  test.each([
    { ofRoute: ['www.example.com'], ofListener: undefined, hosts: ['www.example.com'] },
    { ofRoute: ['www.example.com'], ofListener: 'www.example.com', hosts: ['www.example.com'] },
    { ofRoute: ['a.b.example.com'], ofListener: '*.example.com', hosts: ['a.b.example.com'] },
    { ofRoute: ['*.example.com'], ofListener: 'a.b.example.com', hosts: ['a.b.example.com'] },
    { ofRoute: ['*.example.com'], ofListener: '*.b.example.com', hosts: ['*.b.example.com'] },
    { ofRoute: ['*.b.example.com'], ofListener: '*.example.com', hosts: ['*.b.example.com'] },
    { ofRoute: ['*.example.com'], ofListener: '*.example.com', hosts: ['*.example.com'] },
    { ofRoute: [], ofListener: '*.example.com', hosts: ['*.example.com'] },
    { ofRoute: [], ofListener: undefined, hosts: [] },
    { ofRoute: ['b.example.com', 'a.example.com'], ofListener: undefined, hosts: ['a.example.com', 'b.example.com'] },
  ])('$ofRoute and $ofListener have $hosts', ({ ofRoute, ofListener, hosts }) => {
    const listening = edge.listener(ofListener === undefined ? {} : { hostname: ofListener });
    const result = read([listening, unnamed.host(...ofRoute)]);
    expect(told(result)).toEqual(hosts.map((host) => `${host} A 192.0.2.1`));
    expect([...result.problems, ...result.held]).toEqual([]);
  });

  test.each([
    { host: 'example.com', ofListener: '*.example.com', because: 'a wildcard stands for one label at least' },
    { host: 'www.example.com', ofListener: 'api.example.com', because: 'they are others' },
    { host: 'badexample.com', ofListener: '*.example.com', because: 'labels are whole' },
    { host: '*.a.example.com', ofListener: '*.b.example.com', because: 'the wildcards lie side by side' },
  ])('$host and $ofListener have none in common: $because', ({ host, ofListener }) => {
    const result = read([edge.listener({ hostname: ofListener }), unnamed.host(host)]);
    expect(told(result)).toEqual([]);
    expect(result.exposure).toMatchObject({ standing: 'Wanted', source: 'HTTPRoute/default/web' });
    expect(result.problems).toMatchObject([
      { severity: 'Error', reason: 'HostRefused', key: 'spec.hostnames', value: host },
    ]);
    expect(result.problems[0]!.message).toContain('no listener of Gateway default/edge');
  });

  test('one that no listener has is refused alone', () => {
    const { problems, ...result } = read([
      edge.listener({ hostname: '*.shop.example.com' }),
      unnamed.host('a.shop.example.com', 'www.example.com'),
    ]);
    expect(told(result)).toEqual(['a.shop.example.com A 192.0.2.1']);
    expect(problems).toMatchObject([{ reason: 'HostRefused', value: 'www.example.com' }]);
  });

  test('one that is no name is refused alone, and opens no listener to all of its hosts', () => {
    const bad = read([edge.listener({ hostname: '*.example.com' }), unnamed.host('a..b')]);
    expect(told(bad)).toEqual([]);
    expect(bad.problems).toMatchObject([{ reason: 'InvalidHostname', key: 'spec.hostnames', value: 'a..b' }]);
  });
});

describe('hosts besides those of the spec', () => {
  const also = web.annotated(HOSTNAME, 'also.example.com');
  const wild = edge.listener({ hostname: '*.example.com' });
  test.each([
    { builder: also, hosts: ['also', 'www'], because: 'the annotation counts beside the spec' },
    { builder: also.annotated(SOURCE, 'annotation-only'), hosts: ['also'], because: 'it says where from' },
    { builder: also.annotated(SOURCE, 'defined-hosts-only'), hosts: ['www'], because: 'it says where from' },
    { builder: web.annotated(SOURCE, 'annotation-only'), hosts: [], because: 'there is no annotation' },
    { builder: unnamed.annotated(SOURCE, 'annotation-only'), hosts: [], because: "listeners' hosts are defined ones" },
    { builder: unnamed.annotated(SOURCE, 'defined-hosts-only'), hosts: ['*'], because: "it has the listener's" },
    { builder: unnamed.annotated(HOSTNAME, 'also.example.com'), hosts: ['also'], because: 'it names one' },
    {
      builder: unnamed,
      change: { hostnameTemplate: '{{.Name}}-x.example.com' },
      hosts: ['web-x'],
      because: 'it names none',
    },
    { builder: web, change: { hostnameTemplate: '{{.Name}}-x.example.com' }, hosts: ['www'], because: 'it names one' },
    {
      builder: web,
      change: { hostnameTemplate: '{{.Name}}-x.example.com', combineTemplate: true },
      hosts: ['web-x', 'www'],
      because: 'the settings combine both',
    },
    {
      builder: also,
      change: { hostnames: { rules: false, tls: true, annotation: true } },
      hosts: ['also'],
      because: "the settings leave out the spec's",
    },
    {
      builder: web,
      change: { hostnames: { rules: false, tls: true, annotation: true } },
      hosts: [],
      because: "the settings leave out the spec's, and with them the listeners'",
    },
  ])('$hosts, since $because', ({ builder, change, hosts }) => {
    const result = read([wild, builder], inForce(change));
    expect(told(result)).toEqual(hosts.map((host) => `${host}.example.com A 192.0.2.1`));
    expect([...result.problems, ...result.held]).toEqual([]);
  });

  test('a value of the annotation that is not known holds the route', () => {
    const { exposure, problems } = read([wild, web.annotated(SOURCE, 'both')]);
    expect(exposure?.standing).toBe('Held');
    expect(problems).toMatchObject([{ severity: 'Error', reason: 'InvalidAnnotation', key: SOURCE, value: 'both' }]);
  });
});

describe('a route leads to', () => {
  const second = gateway('second').at('192.0.2.2', '2001:db8::2').listener({ hostname: 'www.example.com' });
  test.each([
    {
      what: 'addresses of both families',
      objects: [open.at('2001:DB8::1', '192.0.2.1'), web],
      names: ['A 192.0.2.1', 'AAAA 2001:db8::1'],
    },
    { what: 'the name of its Gateway', objects: [open.at('lb.example.net'), web], names: ['CNAME lb.example.net'] },
    {
      what: "its Gateway's annotation before its status",
      objects: [open.annotated(TARGET, '198.51.100.1'), web],
      names: ['A 198.51.100.1'],
    },
    {
      what: 'all of the Gateways that serve it',
      objects: [open, second, web.under('second')],
      names: ['A 192.0.2.1 192.0.2.2', 'AAAA 2001:db8::2'],
    },
    {
      what: 'the Gateway that the settings name',
      objects: [open, second, web.under('second')],
      change: { gateway: { name: 'second', namespace: 'default' } },
      names: ['A 192.0.2.2', 'AAAA 2001:db8::2'],
    },
    {
      what: 'nothing where the settings name another Gateway',
      objects: [open, web],
      change: { gateway: { namespace: 'infra' } },
      names: [],
    },
    {
      what: 'the default targets where its Gateway has no address',
      objects: [open.at(), web],
      change: { defaultTargets: ['198.51.100.9'] },
      names: ['A 198.51.100.9'],
    },
    {
      what: 'nothing by a parent that is no Gateway',
      objects: [open, httpRoute('web').host('www.example.com').under('edge', { kind: 'Service', group: '' })],
      names: [],
    },
  ])('$what', ({ objects, change, names }) => {
    const result = read(objects, inForce(change));
    expect(told(result)).toEqual(names.map((one) => `www.example.com ${one}`));
    expect([...result.problems, ...result.held]).toEqual([]);
  });

  test('each host to the Gateways that serve it, and to no other', () => {
    const result = read([open, second, web.under('second').host('api.example.com')]);
    expect(told(result)).toEqual([
      'api.example.com A 192.0.2.1',
      'www.example.com A 192.0.2.1 192.0.2.2',
      'www.example.com AAAA 2001:db8::2',
    ]);
    expect(result.problems).toEqual([]);
  });

  test('what its own annotations say of TTL and metadata', () => {
    const { exposure } = read([
      open.annotated('azurenetwork.dev/ttl', '9'),
      web.annotated('azurenetwork.dev/ttl', '60'),
    ]);
    expect(exposure!.names).toMatchObject([{ ttl: 60 }]);
  });

  test('a bad target annotation of its Gateway holds the route and no other', () => {
    const other = httpRoute('other').host('other.example.com').under('second');
    const all = [open.annotated(TARGET, '1.2.3.04'), web, gateway('second').at('192.0.2.2').listener(), other];
    const { names, problems } = read(all);
    expect(names.map(({ source, standing }) => [source, standing])).toEqual([
      ['HTTPRoute/default/other', 'Wanted'],
      ['HTTPRoute/default/web', 'Held'],
    ]);
    expect(problems).toMatchObject([{ object: 'HTTPRoute/default/web', key: TARGET, value: '1.2.3.04' }]);
    expect(problems[0]!.message).toContain('Gateway default/edge');
  });
});

const SPOKEN = {
  HTTPRoute: ['HTTP', 'HTTPS'],
  GRPCRoute: ['HTTP', 'HTTPS'],
  TLSRoute: ['TLS'],
  TCPRoute: ['TCP', 'TLS'],
  UDPRoute: ['UDP'],
} as const;

interface Row {
  readonly kind: RouteKind;
  readonly listener: object;
  readonly ref: object;
  readonly isTaken: boolean;
  readonly because: string;
}

describe('a listener takes', () => {
  const https = { protocol: 'HTTPS', port: 443 };
  const byProtocol = ROUTE_KINDS.flatMap((kind) =>
    ['HTTP', 'HTTPS', 'TLS', 'TCP', 'UDP', 'example.com/own'].map((protocol) => ({
      ...{ kind, listener: { protocol }, ref: {} },
      ...{ isTaken: SPOKEN[kind].some((one) => one === protocol), because: `it speaks ${protocol}` },
    })),
  );
  test.each([
    ...byProtocol,
    {
      kind: 'HTTPRoute',
      listener: { allowedRoutes: { kinds: [{ kind: 'GRPCRoute' }] } },
      ...{ ref: {}, isTaken: false, because: 'it takes other kinds only' },
    },
    {
      kind: 'HTTPRoute',
      listener: { allowedRoutes: { kinds: [{ kind: 'HTTPRoute' }] } },
      ...{ ref: {}, isTaken: true, because: 'it takes its kind' },
    },
    {
      kind: 'UDPRoute',
      listener: { protocol: 'example.com/own', allowedRoutes: { kinds: [{ kind: 'UDPRoute' }] } },
      ...{ ref: {}, isTaken: true, because: 'whoever made the protocol says that it takes its kind' },
    },
    { kind: 'HTTPRoute', listener: https, ref: { port: 443 }, isTaken: true, because: 'that is its port' },
    { kind: 'HTTPRoute', listener: https, ref: { port: 80 }, isTaken: false, because: 'it has another port' },
    {
      kind: 'HTTPRoute',
      listener: { name: 'a' },
      ref: { sectionName: 'a' },
      isTaken: true,
      because: 'that is its name',
    },
    { kind: 'HTTPRoute', listener: { name: 'a' }, ref: { sectionName: 'b' }, isTaken: false, because: 'it is another' },
  ] satisfies readonly Row[])('a $kind with $ref: $isTaken, since $because', ({ kind, listener, ref, isTaken }) => {
    const asking = route(kind, 'web').annotated(HOSTNAME, 'www.example.com').under('edge', ref);
    const result = read([edge.listener(listener), asking]);
    expect(told(result)).toEqual(isTaken ? ['www.example.com A 192.0.2.1'] : []);
    expect(result.problems).toHaveLength(isTaken ? 0 : 1);
    if (!isTaken) expect(result.problems[0]).toMatchObject({ severity: 'Error', key: 'spec.parentRefs' });
    expect(result.held).toEqual([]);
  });

  const infra = { namespace: 'infra' };
  const from = (namespaces: object) => edge.in('infra').listener({ allowedRoutes: { namespaces } });
  const inSelected = { from: 'Selector', selector: { matchLabels: { team: 'shop' } } };
  test.each([
    { listening: edge.in('infra').listener(), isTaken: false, because: 'by default it takes those of its namespace' },
    { listening: from({ from: 'Same' }), isTaken: false, because: 'it takes those of its namespace' },
    { listening: from({ from: 'All' }), isTaken: true, because: 'it takes all' },
    { listening: from(inSelected), isTaken: true, because: 'the labels of the namespace are chosen' },
    { listening: from({ from: 'Selector' }), isTaken: false, because: 'it chooses nobody' },
    {
      listening: from({ from: 'Selector', selector: { matchLabels: { team: 'bank' } } }),
      ...{ isTaken: false, because: 'the labels of the namespace are others' },
    },
  ])('a route of another namespace: $isTaken, since $because', ({ listening, isTaken }) => {
    const foreign = httpRoute('web').host('www.example.com').under('edge', infra);
    const result = read([listening, foreign, namespace('default').labelled('team', 'shop')]);
    expect(told(result)).toEqual(isTaken ? ['www.example.com A 192.0.2.1'] : []);
    if (!isTaken)
      expect(result.problems).toMatchObject([
        { reason: 'HostRefused', key: 'spec.parentRefs', message: expect.stringContaining('namespace default') },
      ]);
  });
});

describe('a ListenerSet', () => {
  const more = listenerSet('more').of('edge').listener({ hostname: '*.example.com' });
  const host = edge.takingListenerSets();
  const asking = httpRoute('web').host('www.example.com').under('more', { kind: 'ListenerSet' });

  test.each([
    { what: 'leads to its Gateway', objects: [host, more, asking], name: 'A 192.0.2.1' },
    {
      what: 'says the target before its Gateway does',
      objects: [host.annotated(TARGET, '198.51.100.1'), more.annotated(TARGET, '198.51.100.2'), asking],
      name: 'A 198.51.100.2',
    },
    {
      what: 'has what its Gateway says of the target',
      objects: [host.annotated(TARGET, '198.51.100.1'), more, asking],
      name: 'A 198.51.100.1',
    },
    {
      what: 'is of the Gateway that the settings name',
      objects: [host, more, asking],
      change: { gateway: { name: 'edge' } },
      name: 'A 192.0.2.1',
    },
  ])('$what', ({ objects, change, name }) => {
    const result = read(objects, inForce(change));
    expect(told(result)).toEqual([`www.example.com ${name}`]);
    expect([...result.problems, ...result.held]).toEqual([]);
  });

  test("adds no listeners to routes of its Gateway, and has none of the Gateway's", () => {
    expect(told(read([host, more, web]))).toEqual([]);
    const onlyTheGateway = read([host.listener(), listenerSet('more').of('edge'), asking]);
    expect(told(onlyTheGateway)).toEqual([]);
  });

  test.each([
    { objects: [edge, more], because: 'its Gateway takes none', words: 'spec.allowedListeners' },
    { objects: [more], because: 'its Gateway is not there', words: "which isn't there" },
    { objects: [host], because: 'it is not there itself', words: "isn't there" },
    {
      objects: [host, more.saying({ type: 'Accepted', status: 'False', reason: 'NotAllowed', message: 'No.' })],
      ...{ because: 'its Gateway refused it', words: 'NotAllowed: No' },
    },
  ])('serves nobody where $because', ({ objects, words }) => {
    const { problems, exposure } = read([...objects, asking]);
    expect(exposure).toMatchObject({ standing: 'Held', names: [] });
    expect(problems).toMatchObject([{ severity: 'Error', key: 'spec.parentRefs', value: 'ListenerSet default/more' }]);
    expect(problems[0]!.message).toContain(words);
  });
});

describe('a route whose parent is in between', () => {
  const GRACE = 600_000;
  const newer = web.meta({ generation: 2 });
  const refused = { status: 'False', reason: 'NotAllowedByListeners', message: 'No.' };
  const SILENT = { status: 'False', reason: '', message: '' };
  test.each([
    { objects: [web], why: "isn't there", reason: 'NotFound', isToldAtOnce: true, because: 'there is no such Gateway' },
    {
      objects: [open, httpRoute('web').host('www.example.com').asking('edge').told('edge', {}, refused)],
      ...{ why: 'NotAllowedByListeners: No', reason: 'HostRefused', isToldAtOnce: true, because: 'it was refused' },
    },
    {
      objects: [open, httpRoute('web').host('www.example.com').asking('edge').told('edge', {}, SILENT)],
      ...{ why: 'without a reason (status.parents)', reason: 'HostRefused', isToldAtOnce: true },
      because: 'it was refused without a word',
    },
    {
      objects: [open, httpRoute('web').host('www.example.com').asking('edge')],
      ...{ why: "hasn't said yet", reason: 'HostRefused', isToldAtOnce: false, because: 'nothing was said of it' },
    },
    {
      objects: [open, httpRoute('web').host('www.example.com').asking('edge', { port: 80 }).told('edge', {}, {})],
      ...{
        why: "hasn't said yet",
        reason: 'HostRefused',
        isToldAtOnce: false,
        because: 'what was said is of another reference',
      },
    },
    {
      objects: [open, newer],
      ...{ why: 'generation 1 only', reason: 'HostRefused', isToldAtOnce: false, because: 'what was said is old' },
    },
    {
      objects: [open.at(), web],
      ...{ why: 'no address yet', reason: 'NotFound', isToldAtOnce: false, because: 'the Gateway has no address' },
    },
    {
      objects: [
        open.at(),
        gateway('second').at('192.0.2.2').listener({ hostname: 'a.example.com' }),
        web.host('a.example.com').under('second'),
      ],
      ...{ why: 'no address yet', reason: 'NotFound', isToldAtOnce: false, because: 'one of its hosts leads nowhere' },
    },
    {
      objects: [
        open,
        gateway('second').at('192.0.2.2').listener(),
        newer.asking('second').told('second', {}, { observedGeneration: 2 }),
      ],
      ...{
        why: 'generation 1 only',
        reason: 'HostRefused',
        isToldAtOnce: false,
        because: 'another parent saw it first',
      },
    },
  ])('keeps what it has for the grace period: $because', ({ objects, why, reason, isToldAtOnce }) => {
    const first = read(objects, BY_DEFAULT, 0);
    expect(first.exposure?.standing).toBe('Held');
    expect(first.held).toMatchObject([
      { object: 'HTTPRoute/default/web', reason, message: expect.stringContaining(why) },
    ]);
    expect(first.problems).toHaveLength(isToldAtOnce ? 1 : 0);
    expect(first.wakeAt).toBe(GRACE);

    const over = read(objects, BY_DEFAULT, GRACE, first.memory);
    expect(over.exposure?.standing).toBe('Wanted');
    expect(over.held).toEqual([]);
    expect(over.problems).toMatchObject([
      { severity: 'Error', reason, key: 'spec.parentRefs', message: expect.stringContaining(why) },
    ]);
  });

  test.each([
    { other: [], severity: 'Error', because: 'the other is not there' },
    { other: [gateway('second').listener()], severity: 'Warning', because: 'the other has no address' },
    {
      other: [gateway('second').at('192.0.2.2').listener()],
      isAsking: true,
      severity: 'Warning',
      because: 'the other has said nothing',
    },
    { other: [gateway('second').at('192.0.2.2')], severity: 'Error', because: 'the other has no listener for it' },
  ])('goes on with the one that serves it where $because', ({ other, isAsking, severity }) => {
    const result = read([open, ...other, isAsking ? web.asking('second') : web.under('second')]);
    expect(told(result)).toEqual(['www.example.com A 192.0.2.1']);
    expect(result.exposure?.standing).toBe('Wanted');
    expect(result.problems).toMatchObject([{ severity, key: 'spec.parentRefs', value: 'Gateway default/second' }]);
  });

  test("loses at once what its listener no longer has: that is somebody's will", () => {
    const { exposure, problems } = read([edge.listener({ hostname: 'api.example.com' }), web]);
    expect(exposure).toMatchObject({ standing: 'Wanted', names: [] });
    expect(problems).toHaveLength(1);
  });

  test('asks for nothing, and nothing is wrong, where it has no host to ask for', () => {
    const tcp = route('TCPRoute', 'db').asking('edge');
    const { names, problems, held } = read([edge.at().listener({ protocol: 'TCP', port: 5432 }), tcp]);
    expect([...names, ...problems, ...held]).toEqual([]);
  });

  test('has nothing more once it is being deleted', () => {
    expect(read([open, web.deleted()]).exposure).toMatchObject({ standing: 'Gone', names: [] });
  });
});

test('a Gateway that changes has its own routes read anew, and no others', () => {
  const second = gateway('second').at('192.0.2.2').listener();
  const other = httpRoute('other').host('other.example.com').under('second');
  const before = cluster(open, second, web, other);
  const after = { ...before, gateways: [open.at('192.0.2.7').object(), before.gateways[1]!] };
  const namesOf = (state: ClusterState) =>
    readExposures(state, BY_DEFAULT, { now: 0, memory: NO_MEMORY, assumeFinalizers: false }).names;
  const [firstOther, firstWeb] = namesOf(before);
  const [thenOther, thenWeb] = namesOf(after);
  expect(thenOther).toBe(firstOther);
  expect(thenWeb).not.toBe(firstWeb);
  expect(thenWeb!.names[0]!.targets).toEqual(['192.0.2.7']);
});
