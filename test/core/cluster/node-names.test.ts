// Which names do Nodes ask for, once the settings list them?
import { describe, expect, test } from '@jest/globals';
import { node } from '../../builders.js';
import { saidNames } from './said-names.js';

const TEMPLATE = '{{.Name}}.nodes.example.com';
const outside = node('n1').at('10.0.0.4', 'fd00::4').reachedAt('192.0.2.1');

describe('a Node asks for', () => {
  test.each([
    {
      because: 'external addresses come first',
      builder: outside,
      names: ['n1.nodes.example.com A 192.0.2.1'],
    },
    {
      because: 'without external ones its internal ones count, of both families',
      builder: node('n1').at('10.0.0.4', 'fd00::4'),
      names: ['n1.nodes.example.com A 10.0.0.4', 'n1.nodes.example.com AAAA fd00::4'],
    },
    {
      because: 'the settings want internal IPv6 besides',
      builder: outside,
      source: { internalIPv6: true },
      names: ['n1.nodes.example.com A 192.0.2.1', 'n1.nodes.example.com AAAA fd00::4'],
    },
    {
      because: 'its annotation says where it leads',
      builder: outside.annotated('external-dns.kubernetes.io/target', 'vpn.example.net'),
      names: ['n1.nodes.example.com CNAME vpn.example.net'],
    },
    { because: 'it is cordoned', builder: outside.cordoned(), names: [] },
    {
      because: 'another controller cares for it',
      builder: outside.annotated('azurenetwork.dev/controller', 'x'),
      names: [],
    },
    {
      because: 'only labelled ones count, and it is one',
      builder: outside.labelled('edge', 'yes'),
      source: { labelSelector: { matchLabels: { edge: 'yes' } } },
      names: ['n1.nodes.example.com A 192.0.2.1'],
    },
    {
      because: 'only labelled ones count, and it is none',
      builder: outside,
      source: { labelSelector: { matchLabels: { edge: 'yes' } } },
      names: [],
    },
    {
      because: 'without a template its own name is one',
      builder: node('n1.example.com').at('10.0.0.4'),
      source: { hostnameTemplate: undefined },
      names: ['n1.example.com A 10.0.0.4'],
    },
    {
      because: 'both count when they are to be combined',
      builder: node('n1.example.com').at('10.0.0.4'),
      source: { combineTemplate: true },
      names: ['n1.example.com A 10.0.0.4', 'n1.example.com.nodes.example.com A 10.0.0.4'],
    },
  ])('$names, since $because', ({ builder, source, names }) => {
    const wish = { kind: 'Node' as const, hostnameTemplate: TEMPLATE, ...source };
    expect(saidNames([builder], wish as Parameters<typeof saidNames>[1])).toMatchObject({ names, problems: [] });
  });

  test('nothing, unless the settings list Nodes as a source', () => {
    expect(saidNames([node('n1.example.com').at('10.0.0.4')], { kind: 'Ingress' }).names).toEqual([]);
  });
});

test('a Node without an address waits for one', () => {
  expect(saidNames([node('n1')], { kind: 'Node', hostnameTemplate: TEMPLATE })).toMatchObject({
    names: [],
    standings: ['Held'],
  });
});

test('an own name that no zone has is told', () => {
  expect(saidNames([node('aks-pool-1').at('10.0.0.4')], { kind: 'Node' }).problems).toEqual([
    'Error NoZone metadata.name "aks-pool-1"',
  ]);
});
