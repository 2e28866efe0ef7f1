// What holds for the names of every kind of source: filters, templates, targets, zones of both visibilities, whose host it is.
// Asked of Ingresses, which have all of it.
import { describe, expect, test } from '@jest/globals';
import { readExposures } from '../../../src/core/cluster/read-exposures.js';
import { NO_MEMORY } from '../../../src/core/memory.js';
import type { Settings } from '../../../src/core/settings.js';
import type { SourceRef } from '../../../src/core/values/source-ref.js';
import { cluster, ingress, nameSource, namespace, naming, privateZone, settings, zone } from '../../builders.js';

const PUBLIC = zone('example.com');
const PRIVATE = privateZone('example.com');
const web = ingress('web').host('www.example.com').at('192.0.2.1');

function read(builder: typeof web, dns: Partial<Settings['dns']>) {
  const shop = namespace('shop').labelled('team', 'shop');
  const inForce = settings({ dns: naming({ zones: [PUBLIC], ...dns }) });
  const { names, problems, held } = readExposures(cluster(builder, shop), inForce, {
    ...{ now: 0, memory: NO_MEMORY, assumeFinalizers: false },
  });
  return {
    // What falls in no zone is shown in a plan, and goes nowhere.
    names: (names[0]?.names ?? [])
      .filter(({ zoneId }) => zoneId)
      .map(
        ({ host, type, targets, zoneId, alias }) =>
          `${host} ${type} ${targets.join(',')}${zoneId?.includes('private') ? ' (private)' : ''}${alias ? ' alias' : ''}`,
      ),
    ttl: names[0]?.names[0]?.ttl,
    problems: problems.map(({ reason, message }) => `${reason}: ${message}`),
    held: held.map(({ reason, message }) => `${reason}: ${message}`),
  };
}

const from = (change: Parameters<typeof nameSource>[1]) => ({ sources: [nameSource('Ingress', change)] });
const WWW = ['www.example.com A 192.0.2.1'];

describe('the settings choose an object', () => {
  test.each([
    { because: 'no source of its kind is listed', dns: { sources: [nameSource('Service')] }, builder: web, names: [] },
    {
      because: 'its labels match',
      dns: from({ labelSelector: { matchLabels: { a: 'b' } } }),
      builder: web.labelled('a', 'b'),
      names: WWW,
    },
    { because: 'they do not', dns: from({ labelSelector: { matchLabels: { a: 'b' } } }), builder: web, names: [] },
    {
      because: 'its annotations match',
      dns: from({ annotationSelector: { matchLabels: { a: 'b' } } }),
      builder: web.annotated('a', 'b'),
      names: WWW,
    },
    { because: 'they do not', dns: from({ annotationSelector: { matchLabels: { a: 'b' } } }), builder: web, names: [] },
    {
      because: 'its namespace matches',
      dns: from({ namespaceSelector: { matchLabels: { team: 'shop' } } }),
      builder: web.in('shop'),
      names: WWW,
    },
    {
      because: 'it does not',
      dns: from({ namespaceSelector: { matchLabels: { team: 'shop' } } }),
      builder: web,
      names: [],
    },
    {
      because: 'its class is listed',
      dns: from({ ingressClassNames: ['nginx'] }),
      builder: web.specified({ ingressClassName: 'nginx' }),
      names: WWW,
    },
    {
      because: 'its class is listed, the old way',
      dns: from({ ingressClassNames: ['nginx'] }),
      builder: web.annotated('kubernetes.io/ingress.class', 'nginx'),
      names: WWW,
    },
    {
      because: 'it has another class',
      dns: from({ ingressClassNames: ['nginx'] }),
      builder: web.specified({ ingressClassName: 'other' }).annotated('kubernetes.io/ingress.class', 'nginx'),
      names: [],
    },
    { because: 'it has none', dns: from({ ingressClassNames: ['nginx'] }), builder: web, names: [] },
  ])('$names, since $because', ({ dns, builder, names }) => {
    expect(read(builder, dns)).toMatchObject({ names, problems: [] });
  });
});

describe('hosts', () => {
  const both = web.tls('tls.example.com').annotated('external-dns.kubernetes.io/hostname', 'note.example.com');
  const all = ['note.example.com A 192.0.2.1', 'tls.example.com A 192.0.2.1', ...WWW];
  const bare = ingress('web').at('192.0.2.1');
  test.each([
    { because: 'all count', dns: {}, builder: both, names: all },
    {
      because: 'rules are off',
      dns: from({ hostnames: { rules: false, tls: true, annotation: true } }),
      builder: both,
      names: all.slice(0, 2),
    },
    {
      because: 'TLS is off',
      dns: from({ hostnames: { rules: true, tls: false, annotation: true } }),
      builder: both,
      names: [all[0], all[2]],
    },
    {
      because: 'the annotation is off',
      dns: from({ hostnames: { rules: true, tls: true, annotation: false } }),
      builder: both,
      names: all.slice(1),
    },
    {
      because: 'it wants those of its spec',
      dns: {},
      builder: both.annotated('external-dns.kubernetes.io/ingress-hostname-source', 'defined-hosts-only'),
      names: all.slice(1),
    },
    {
      because: 'it wants that of its annotation',
      dns: {},
      builder: both.annotated('external-dns.kubernetes.io/ingress-hostname-source', 'annotation-only'),
      names: all.slice(0, 1),
    },
    {
      because: 'a template names who names none',
      dns: from({ hostnameTemplate: '{{.Name}}.{{.Namespace}}.example.com' }),
      builder: bare,
      names: ['web.default.example.com A 192.0.2.1'],
    },
    {
      because: 'but nobody who names one',
      dns: from({ hostnameTemplate: '{{.Name}}.example.com' }),
      builder: web,
      names: WWW,
    },
    {
      because: 'but if it is to be combined',
      dns: from({ hostnameTemplate: '{{.Name}}.example.com', combineTemplate: true }),
      builder: web,
      names: ['web.example.com A 192.0.2.1', ...WWW],
    },
  ])('$names, since $because', ({ dns, builder, names }) => {
    expect(read(builder, dns)).toMatchObject({ names, problems: [] });
  });

  test('of a template that asks for what is not there: a Problem, and no name', () => {
    const { names, problems } = read(bare, from({ hostnameTemplate: '{{.Labels.app}}.example.com' }));
    expect(names).toEqual([]);
    expect(problems).toEqual([
      'InvalidHostname: The template of the settings asks for {{index .Labels "app"}}, which this Ingress doesn\'t have: it gets no name from {{.Labels.app}}.example.com.',
    ]);
  });

  test('an unknown hostname source holds it, and is told', () => {
    const { problems } = read(both.annotated('azurenetwork.dev/ingress-hostname-source', 'x'), {});
    expect(problems).toEqual([
      'InvalidAnnotation: azurenetwork.dev/ingress-hostname-source: "x" is not known. Allowed are defined-hosts-only and annotation-only.',
    ]);
  });

  test.each([
    { because: 'it is included', dns: { includeDomains: ['example.com'] }, told: [] },
    {
      because: 'another is included',
      dns: { includeDomains: ['shop.example.com'] },
      told: ['is outside of spec.dns.includeDomains. Allowed are names in shop.example.com.'],
    },
    {
      because: 'it is excluded, which wins',
      dns: { includeDomains: ['example.com'], excludeDomains: ['www.example.com'] },
      told: ['is in www.example.com, which spec.dns.excludeDomains leaves out.'],
    },
  ])('are in the domains of the settings: $because', ({ dns, told }) => {
    const { names, problems } = read(web, dns);
    expect(names).toEqual(told.length > 0 ? [] : WWW);
    expect(problems).toEqual(told.map((why) => `NoZone: spec.rules[].host: www.example.com ${why}`));
  });
});

describe('targets', () => {
  test.each([
    {
      because: 'its status has none',
      dns: from({ defaultTargets: ['198.51.100.9'] }),
      builder: web.at(),
      names: ['www.example.com A 198.51.100.9'],
    },
    { because: 'its status has one', dns: from({ defaultTargets: ['198.51.100.9'] }), builder: web, names: WWW },
    {
      because: 'the others are outside of the ranges',
      dns: from({ targetCIDRs: ['192.0.2.0/24'] }),
      builder: web.at('192.0.2.1', '10.0.0.1', '2001:db8::1'),
      names: WWW,
    },
  ])('$names, since $because', ({ dns, builder, names }) => {
    expect(read(builder, dns)).toMatchObject({ names, problems: [] });
  });

  test.each([
    { dns: {}, builder: web.at(), says: 'Its status has no address', because: 'there is none' },
    {
      ...{ dns: from({ targetCIDRs: ['10.0.0.0/8'] }), builder: web },
      ...{ says: 'no address that spec.dns.sources[].targetCIDRs takes', because: 'the settings take none of them' },
    },
  ])('waited for by name, where $because: $says', ({ dns, builder, says }) => {
    const { held, problems } = read(builder, dns);
    expect(held).toEqual([expect.stringContaining(`NoAddress: `)]);
    expect(held[0]).toContain(says);
    expect(problems).toEqual([]);
  });

  test('of an annotation may be addresses, which is said where one is mistyped', () => {
    const { problems } = read(web.annotated('azurenetwork.dev/target', '010.0.0.1'), {});
    expect(problems).toEqual([
      'InvalidAnnotation: azurenetwork.dev/target: "010.0.0.1" ends with a number, as a mistyped address does. ' +
        'Allowed are addresses (of IPv4 without leading zeros) and names.',
    ]);
  });

  test.each([
    { because: 'it leads to itself', host: 'www.example.com', target: 'www.example.com', says: 'would lead to itself' },
    {
      because: 'it is the apex of both',
      host: 'example.com',
      target: 'a.example.net',
      says: 'is the apex of its zone',
    },
  ])('that can be in neither zone are told once: $because', ({ host, target, says }) => {
    const { problems } = read(ingress('web').host(host).at(target), { zones: [PUBLIC, PRIVATE] });
    expect(problems).toEqual([expect.stringContaining(says)]);
  });

  test.each([
    { minimum: { minimumTTL: 600 }, annotation: undefined, ttl: 600 },
    { minimum: { minimumTTL: 60 }, annotation: '30', ttl: 60 },
    { minimum: { minimumTTL: 600, ...from({ minimumTTL: 10 }) }, annotation: '30', ttl: 30 },
  ])('with a TTL of at least the minimum: $ttl', ({ minimum, annotation, ttl }) => {
    expect(read(annotation ? web.annotated('azurenetwork.dev/ttl', annotation) : web, minimum).ttl).toBe(ttl);
  });
});

describe('zones', () => {
  const inside = web.at('10.0.0.4');
  const both = { zones: [PUBLIC, PRIVATE] };
  test.each([
    {
      because: 'both have its name',
      dns: both,
      builder: inside,
      names: ['www.example.com A 10.0.0.4', 'www.example.com A 10.0.0.4 (private)'],
    },
    { because: 'private ones take internal addresses', dns: both, builder: web, names: WWW },
    {
      because: 'unless all are let in',
      dns: { ...both, privateTargets: 'All' as const },
      builder: web,
      names: [...WWW, `${WWW[0]} (private)`],
    },
    {
      because: 'the object says private',
      dns: both,
      builder: web.annotated('azurenetwork.dev/zones', 'private'),
      names: [`${WWW[0]} (private)`],
    },
    {
      because: 'the object says public',
      dns: both,
      builder: inside.annotated('azurenetwork.dev/zones', 'public'),
      names: ['www.example.com A 10.0.0.4'],
    },
    {
      because: 'the settings say private',
      dns: { ...both, ...from({ zones: 'Private' }) },
      builder: inside,
      names: ['www.example.com A 10.0.0.4 (private)'],
    },
    { because: 'where there is but one, it is that', dns: from({ zones: 'Private' }), builder: web, names: WWW },
    {
      because: 'the longest name counts',
      dns: { zones: [PUBLIC, privateZone('www.example.com')] },
      builder: inside,
      names: ['www.example.com A 10.0.0.4 (private)'],
    },
    {
      because: 'with both, the longest of each',
      dns: { zones: [PUBLIC, privateZone('www.example.com')] },
      builder: inside.annotated('azurenetwork.dev/zones', 'both'),
      names: ['www.example.com A 10.0.0.4', 'www.example.com A 10.0.0.4 (private)'],
    },
    { because: 'a label is whole or not', dns: { zones: [zone('ample.com'), PUBLIC] }, builder: web, names: WWW },
  ])('$names, since $because', ({ dns, builder, names }) => {
    expect(read(builder, dns)).toMatchObject({ names, problems: [] });
  });

  test.each([
    {
      because: 'only public addresses for a private zone',
      dns: { zones: [PRIVATE] },
      builder: web,
      told: /^NoZone: .*leads to public addresses only, and its zone is private/,
    },
    {
      because: 'a visibility that is not listed',
      dns: {},
      builder: web.annotated('azurenetwork.dev/zones', 'private'),
      told: /^NoZone: .*no private zone fits .*The settings list no private zone/,
    },
    {
      because: 'the namespace',
      dns: { zones: [zone('example.com', { namespaceSelector: { matchLabels: { team: 'shop' } } })] },
      builder: web,
      told: /^HostRefused: .*takes no names of namespace default/,
    },
    {
      because: 'the name',
      dns: { zones: [zone('example.com', { names: ['*.shop.example.com'] })] },
      builder: web,
      told: /^HostRefused: .*takes only \*\.shop\.example\.com/,
    },
    {
      because: 'the apex',
      dns: {},
      builder: ingress('web').host('example.com').at('lb.example.net'),
      told: /^InvalidHostname: .*apex of its zone, where no CNAME \(to lb\.example\.net\)/,
    },
    {
      because: 'a circle',
      dns: {},
      builder: web.at('www.example.com'),
      told: /^InvalidHostname: .*would lead to itself/,
    },
  ])('no name, and a Problem, for $because', ({ dns, builder, told }) => {
    const { names, problems } = read(builder, dns);
    expect({ names, problems }).toEqual({ names: [], problems: [expect.stringMatching(told)] });
  });

  test.each([
    { because: 'namespace', change: { namespaceSelector: { matchLabels: { team: 'shop' } } }, builder: web.in('shop') },
    { because: 'name', change: { names: ['www.example.com'] }, builder: web },
    { because: 'domain', change: { names: ['*.example.com'] }, builder: web },
  ])('that may be used by their $because', ({ change, builder }) => {
    expect(read(builder, { zones: [zone('example.com', change)] })).toMatchObject({ names: WWW, problems: [] });
  });
});

describe('what an object loses is the settings’ doing', () => {
  const isNarrowed = (builder: typeof web, dns: Partial<Settings['dns']>): boolean => {
    const inForce = settings({ dns: naming({ zones: [PUBLIC], ...dns }) });
    const context = { now: 0, memory: NO_MEMORY, assumeFinalizers: false };
    return readExposures(cluster(builder), inForce, context).isNarrowed('Ingress/default/web' as SourceRef);
  };

  test.each([
    { because: 'nothing is filtered', builder: web, dns: {}, is: false },
    { because: 'its kind is no source any more', builder: web, dns: { sources: [] }, is: true },
    { because: 'it has another class', builder: web, dns: from({ ingressClassNames: ['nginx'] }), is: true },
    { because: 'its domain is excluded', builder: web, dns: { excludeDomains: ['example.com'] }, is: true },
    { because: 'it asks for nothing itself', builder: ingress('web').at('192.0.2.1'), dns: { sources: [] }, is: false },
  ])('$is, since $because', ({ builder, dns, is }) => {
    expect(isNarrowed(builder, dns)).toBe(is);
  });
});

describe('an address that stays away', () => {
  const bare = ingress('web').host('www.example.com');
  const standing = (dns: Partial<Settings['dns']>, now: number): string | undefined => {
    const inForce = settings({ dns: naming({ zones: [PUBLIC], ...dns }) });
    const memory = { ...NO_MEMORY, emptySince: new Map([['Ingress/default/web' as SourceRef, 0]]) };
    const { names } = readExposures(cluster(bare), inForce, { now, memory, assumeFinalizers: false });
    return names[0]?.standing;
  };

  test.each([
    { because: 'the grace period is not over', dns: {}, now: 599_000, holds: true },
    { because: 'it is', dns: {}, now: 600_000, holds: false },
    { because: 'the settings keep names', dns: { afterGracePeriod: 'Keep' as const }, now: 86_400_000, holds: true },
  ])('leaves the names there: $holds, since $because', ({ dns, now, holds }) => {
    expect(standing(dns, now)).toBe(holds ? 'Held' : 'Wanted');
  });
});

describe('alias record sets', () => {
  const asking = web.annotated('azurenetwork.dev/alias', 'true');
  test('are asked for in public zones, for addresses', () => {
    expect(read(asking, {})).toMatchObject({ names: ['www.example.com A 192.0.2.1 alias'], problems: [] });
  });
  test.each([
    { because: 'a name', builder: asking.at('lb.example.net'), dns: {} },
    { because: 'a private zone', builder: asking.at('10.0.0.1'), dns: { zones: [PRIVATE] } },
  ])('are none for $because, which is told', ({ builder, dns }) => {
    const { names, problems } = read(builder, dns);
    expect(names).toHaveLength(1);
    expect(names[0]).not.toContain('alias');
    expect(problems).toEqual([expect.stringMatching(/^Unsupported: .*is no alias record set/)]);
  });
});
