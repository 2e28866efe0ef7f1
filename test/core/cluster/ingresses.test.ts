// Which names does an Ingress ask for, where do they lead, and what of them while it has no address?
import { describe, expect, test } from '@jest/globals';
import type { ClusterObject } from '../../../src/core/cluster/cluster-state.js';
import { readExposures } from '../../../src/core/cluster/read-exposures.js';
import type { Memory } from '../../../src/core/memory.js';
import { NO_MEMORY } from '../../../src/core/memory.js';
import type { SourceRef } from '../../../src/core/values/source-ref.js';
import { cluster, ingress, naming, settings, zone } from '../../builders.js';

const inForce = settings({
  dns: naming({ zones: [zone('example.com'), zone('shop.example.com')] }),
});

function read(builder: { object(): ClusterObject }, now = 0, memory: Memory = NO_MEMORY) {
  const result = readExposures(cluster(builder), inForce, { now, memory, assumeFinalizers: false });
  return { ...result, exposure: result.names[0] };
}

const web = ingress('web').host('www.example.com').at('192.0.2.1');
const record = (host: string, type: string, targets: readonly string[], more = {}) => ({
  ...{ host, type, targets, ttl: 300, zoneId: zone('example.com').id },
  ...more,
});
const www = record('www.example.com', 'A', ['192.0.2.1']);

describe('an Ingress asks for', () => {
  test.each([
    { what: 'the host of a rule', builder: web, names: [www] },
    {
      what: 'each host once, in one spelling',
      builder: web.tls('WWW.example.com.', 'api.example.com').annotated('azurenetwork.dev/hostname', 'www.example.com'),
      names: [record('api.example.com', 'A', ['192.0.2.1']), www],
    },
    {
      what: 'the longest zone that fits',
      builder: web.host('a.shop.example.com'),
      names: [record('a.shop.example.com', 'A', ['192.0.2.1'], { zoneId: zone('shop.example.com').id }), www],
    },
    {
      what: 'both families',
      builder: web.at('192.0.2.2', '192.0.2.1', '2001:DB8::1'),
      names: [
        record('www.example.com', 'A', ['192.0.2.1', '192.0.2.2']),
        record('www.example.com', 'AAAA', ['2001:db8::1']),
      ],
    },
    {
      what: 'a CNAME to a name',
      builder: web.at('LB.example.net.'),
      names: [record('www.example.com', 'CNAME', ['lb.example.net'])],
    },
    {
      what: 'the targets of its annotation',
      builder: web.annotated('external-dns.alpha.kubernetes.io/target', '198.51.100.1, 198.51.100.2'),
      names: [record('www.example.com', 'A', ['198.51.100.1', '198.51.100.2'])],
    },
    {
      what: 'the TTL of the prefix that wins',
      builder: web
        .annotated('external-dns.alpha.kubernetes.io/ttl', '10')
        .annotated('external-dns.kubernetes.io/ttl', '5m')
        .annotated('azurenetwork.dev/ttl', '1h'),
      names: [{ ...www, ttl: 3600 }],
      unread: ['external-dns.kubernetes.io/ttl', 'external-dns.alpha.kubernetes.io/ttl'],
    },
  ])('$what', ({ builder, names, unread = [] }) => {
    const { exposure, problems, held } = read(builder);
    expect(exposure).toMatchObject({ standing: 'Wanted', source: 'Ingress/default/web' });
    expect(exposure!.names).toEqual(names);
    expect(held).toEqual([]);
    expect(problems.map(({ key }) => key).sort()).toEqual([...unread].sort());
    for (const { severity, message } of problems) {
      expect(severity).toBe('Warning');
      expect(message).toContain('since azurenetwork.dev/ttl says otherwise');
    }
  });

  test.each([
    { builder: ingress('web').at('192.0.2.1'), because: 'it names no host' },
    {
      builder: web.annotated('external-dns.kubernetes.io/controller', 'other'),
      because: 'another cares for its names',
    },
  ])('nothing, since $because', ({ builder }) => {
    const { names, problems, isPresent } = read(builder);
    expect([...names, ...problems]).toEqual([]);
    expect(isPresent('Ingress/default/web' as SourceRef)).toBe(true);
  });

  test('nothing more once it is being deleted', () => {
    expect(read(web.deleted()).exposure).toMatchObject({ standing: 'Gone', names: [] });
  });
});

describe('a bad value of an Ingress', () => {
  test.each([
    { builder: web.annotated('azurenetwork.dev/zones', 'inner'), key: 'azurenetwork.dev/zones', value: 'inner' },
    {
      builder: web.annotated('azurenetwork.dev/target', '1.2.3.04'),
      key: 'azurenetwork.dev/target',
      value: '1.2.3.04',
    },
    { builder: web.annotated('azurenetwork.dev/target', 'a b'), key: 'azurenetwork.dev/target', value: 'a b' },
  ])('$key "$value" holds it as a whole', ({ builder, key, value }) => {
    const { exposure, problems, held } = read(builder);
    expect(exposure?.standing).toBe('Held');
    expect(problems).toMatchObject([{ severity: 'Error', reason: 'InvalidAnnotation', key, value }]);
    expect(problems[0]!.message).toContain('Allowed');
    expect(held).toMatchObject([{ object: 'Ingress/default/web', reason: 'InvalidAnnotation' }]);
  });

  test.each([
    { key: 'external-dns.alpha.kubernetes.io/ttl', value: '0', allowed: '1 to 2147483647' },
    { key: 'external-dns.kubernetes.io/ttl', value: '-1', allowed: '1 to 2147483647' },
    { key: 'external-dns.kubernetes.io/ttl', value: '2147483648', allowed: '1 to 2147483647' },
    { key: 'azurenetwork.dev/ttl', value: 'soon', allowed: '300 seconds count' },
    { key: 'azurenetwork.dev/alias', value: 'maybe', allowed: 'true' },
    { key: 'azurenetwork.dev/azure-tags', value: 'team', allowed: 'name=value' },
  ])('$key "$value" is told, and its names go on as if it were not there', ({ key, value, allowed }) => {
    const { exposure, problems, held } = read(web.annotated(key, value));
    expect(exposure).toMatchObject({ standing: 'Wanted', names: [www] });
    expect(problems).toMatchObject([{ severity: 'Warning', reason: 'InvalidAnnotation', key, value }]);
    expect(problems[0]!.message).toContain(allowed);
    expect(problems[0]!.message).toContain('It has no effect');
    expect(held).toEqual([]);
  });

  test.each([
    { builder: web.host('a..b'), reason: 'InvalidHostname', value: 'a..b', key: 'spec.rules[].host' },
    { builder: web.tls('-a.example.com'), reason: 'InvalidHostname', value: '-a.example.com', key: 'spec.tls[].hosts' },
    {
      builder: web.annotated('azurenetwork.dev/hostname', 'a b.example.com'),
      reason: 'InvalidHostname',
      value: 'a b.example.com',
      key: 'azurenetwork.dev/hostname',
    },
  ])('$reason "$value" refuses that host alone', ({ builder, reason, value, key }) => {
    const { exposure, problems } = read(builder);
    expect(exposure).toMatchObject({ standing: 'Wanted', names: [www] });
    expect(problems).toMatchObject([{ severity: 'Error', reason, value, key }]);
  });

  test('a host that no zone fits is told, and has no zone', () => {
    const { exposure, problems } = read(web.host('www.badexample.com'));
    expect(exposure!.names.map(({ host, zoneId }) => [host, zoneId !== undefined])).toEqual([
      ['www.badexample.com', false],
      ['www.example.com', true],
    ]);
    expect(problems).toMatchObject([{ reason: 'NoZone', value: 'www.badexample.com', severity: 'Error' }]);
    expect(problems[0]!.message).toContain('example.com, shop.example.com');
  });

  test('a CNAME at the apex is refused alone', () => {
    const { exposure, problems } = read(
      ingress('web').host('example.com').host('www.example.com').at('lb.example.net'),
    );
    expect(exposure!.names.map(({ host }) => host)).toEqual(['www.example.com']);
    expect(problems).toMatchObject([{ reason: 'InvalidHostname', value: 'example.com', severity: 'Error' }]);
  });

  test('addresses win over names, and that is said', () => {
    const { exposure, problems } = read(web.at('192.0.2.1', 'lb.example.net'));
    expect(exposure!.names).toEqual([www]);
    expect(problems).toMatchObject([{ severity: 'Warning', key: 'status.loadBalancer.ingress' }]);
  });
});

describe('an Ingress whose status is empty', () => {
  const empty = ingress('web').host('www.example.com');

  test('is held until the grace period is over, then has no names', () => {
    const first = read(empty, 5_000);
    expect(first.exposure?.standing).toBe('Held');
    expect(first.held).toMatchObject([{ reason: 'NoAddress' }]);
    expect(first.wakeAt).toBe(605_000);

    const later = read(empty, 604_999, first.memory);
    expect(later.exposure?.standing).toBe('Held');
    expect(later.wakeAt).toBe(605_000);

    const over = read(empty, 605_000, later.memory);
    expect(over.exposure).toMatchObject({ standing: 'Wanted', names: [] });
    expect(over.held).toEqual([]);
    expect(over.wakeAt).toBeUndefined();
  });

  test('is forgotten as soon as it has an address again', () => {
    const { memory } = read(empty, 5_000);
    const back = read(web, 6_000, memory);
    expect(back.memory.emptySince.size).toBe(0);
    expect(read(empty, 700_000, back.memory).exposure?.standing).toBe('Held');
  });

  test('needs no status where an annotation says the target', () => {
    expect(read(empty.annotated('azurenetwork.dev/target', '192.0.2.1')).exposure?.names).toEqual([www]);
  });
});
