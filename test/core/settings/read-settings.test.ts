import { describe, expect, test } from '@jest/globals';
import { exampleSettings, readSettings } from '../../../src/core/settings/index.js';

const GUID = '12345678-90ab-cdef-1234-567890abcdef';
const id = (rest: string) => `/subscriptions/${GUID}/resourceGroups/rg/providers/Microsoft.Network/${rest}`;

const AZURE_JSON = {
  subscriptionId: GUID,
  resourceGroup: 'rg-json',
  location: 'northeurope',
  virtualNetworkId: id('virtualNetworks/vnet'),
  subnetId: id('virtualNetworks/vnet/subnets/nodes'),
  securityGroupId: id('networkSecurityGroups/nsg-json'),
};

const network = (spec: object, name = 'default') => ({ meta: { name }, spec });

describe('settings', () => {
  test('azure.json gives what the object leaves out, the schema the rest', () => {
    expect(readSettings([network({ clusterId: 'prod' })], AZURE_JSON)).toEqual({
      problems: [],
      value: {
        clusterId: 'prod',
        subscriptionId: GUID,
        resourceGroup: 'rg-json',
        location: 'northeurope',
        virtualNetworkId: AZURE_JSON.virtualNetworkId,
        loadBalancer: {
          name: 'prod',
          claim: 'ClassOnly',
          subnetId: AZURE_JSON.subnetId,
          excludeControlPlaneNodes: true,
          backends: 'NodeIP',
          probe: { mode: 'ServiceNodePort', port: 10256, path: '/healthz', interval: 5, threshold: 2 },
          disableOutboundSNAT: false,
          maxRulesPerBackend: 300,
          adopt: { removePeerRules: false, replaceNicPools: false },
          tags: {},
          publicIPTags: {},
          publicIPPrefixes: {},
          publicIPZones: [],
        },
        securityGroups: [
          {
            id: AZURE_JSON.securityGroupId,
            allowPriorities: { from: 3000, to: 3499 },
            denyPriorities: { from: 3500, to: 3599 },
            nodeDestinations: 'Addresses',
          },
        ],
        dns: exampleSettings([]).dns,
        mode: 'Apply',
        safety: { maxDeletePercent: 30 },
        drift: { interval: 600, action: 'Repair' },
      },
    });
  });

  test('names: every kind that needs no further word gives them, and nothing is narrowed', () => {
    const { dns } = readSettings([network({ clusterId: 'prod' })], AZURE_JSON).value!;
    expect(dns.sources.map(({ kind }) => kind)).toEqual([
      ...['Ingress', 'Service', 'HTTPRoute', 'GRPCRoute', 'TLSRoute', 'DNSEndpoint'],
    ]);
    expect(dns).toMatchObject({
      ...{ zones: [], includeDomains: [], excludeDomains: [], ttl: 300, minimumTTL: 0, gracePeriod: 600 },
      ...{ ownership: 'Metadata', policy: 'Sync', privateTargets: 'Internal', alias: 'ByAnnotation' },
    });
    expect(dns.sources[0]).toEqual({
      ...{ kind: 'Ingress', ingressClassNames: [], gateway: {}, serviceTypes: [], combineTemplate: false },
      ...{ hostnames: { rules: true, tls: true, annotation: true }, defaultTargets: [], targetCIDRs: [] },
      ...{ publishInternal: false, publishHostIP: false, publishNotReady: false, internalIPv6: false, zones: 'Both' },
    });
  });

  test('zones: public and private ones, each with the narrower of its policy and that of all', () => {
    const zones = [
      { id: id('dnsZones/Example.COM') },
      { id: id('privateDnsZones/example.com'), policy: 'CreateOnly', names: ['*.Shop.Example.com'] },
      { id: id('dnsZones/example.org'), policy: 'Sync' },
    ];
    const { value } = readSettings([network({ clusterId: 'prod', dns: { zones, policy: 'UpsertOnly' } })], AZURE_JSON);
    expect(value?.dns.zones).toEqual([
      { id: zones[0]!.id, name: 'example.com', visibility: 'Public', policy: 'UpsertOnly' },
      {
        ...{ id: zones[1]!.id, name: 'example.com', visibility: 'Private', policy: 'CreateOnly' },
        names: ['*.shop.example.com'],
      },
      { id: zones[2]!.id, name: 'example.org', visibility: 'Public', policy: 'UpsertOnly' },
    ]);
  });

  test.each([
    { dns: { includeDomains: ['a..b'] }, key: 'spec.dns.includeDomains[0]', says: '"a..b" has an empty label' },
    { dns: { zones: [{ id: id('dnsZones/a.b'), names: ['x y'] }] }, key: 'spec.dns.zones[0].names[0]', says: 'x y' },
    { dns: { adopt: { unowned: ['*'] } }, key: 'spec.dns.adopt.unowned[0]', says: 'wildcard of everything' },
    {
      dns: { sources: [{ kind: 'Node', hostnameTemplate: '{{.Spec.X}}.a.b' }] },
      key: 'spec.dns.sources[0].hostnameTemplate',
      says: '{{.Spec.X}} is not known in a template. Allowed are {{.Name}}',
    },
    {
      dns: { sources: [{ kind: 'Node', defaultTargets: ['a.example.org', '192.0.2.1'] }] },
      key: 'spec.dns.sources[0].defaultTargets',
      says: "can't be the targets of one name",
    },
    {
      dns: { sources: [{ kind: 'Node', defaultTargets: ['192.0.2.1', '192.0.2.2', 'x y'] }] },
      key: 'spec.dns.sources[0].defaultTargets[2]',
      says: 'x y',
    },
  ])('refused with its field: $key', ({ dns, key, says }) => {
    const { value, problems } = readSettings([network({ clusterId: 'prod', dns })], AZURE_JSON);
    expect(value).toBeUndefined();
    expect(problems).toMatchObject([{ key, severity: 'Error', message: expect.stringContaining(says) }]);
  });

  test.each([
    { source: { kind: 'Ingress', serviceTypes: ['NodePort'] }, field: 'serviceTypes', isFor: 'Service' },
    { source: { kind: 'Ingress', gateway: { name: 'edge' } }, field: 'gateway', isFor: 'routes' },
    { source: { kind: 'Service', ingressClassNames: ['nginx'] }, field: 'ingressClassNames', isFor: 'Ingress' },
    { source: { kind: 'Ingress', publishInternal: true }, field: 'publishInternal', isFor: 'Service' },
    { source: { kind: 'HTTPRoute', internalIPv6: true }, field: 'internalIPv6', isFor: 'Service and Node' },
    {
      source: { kind: 'DNSEndpoint', hostnameTemplate: 'x.example.com' },
      field: 'hostnameTemplate',
      isFor: 'all kinds but',
    },
    { source: { kind: 'DNSEndpoint', defaultTargets: ['192.0.2.1'] }, field: 'defaultTargets', isFor: 'all kinds but' },
  ])('$field beside $source.kind is told, and stops nothing', ({ source, field, isFor }) => {
    const dns = { sources: [{ kind: 'Node' }, source] };
    const { value, problems } = readSettings([network({ clusterId: 'prod', dns })], AZURE_JSON);
    expect(value).toBeDefined();
    const key = `spec.dns.sources[1].${field}`;
    expect(problems).toMatchObject([
      { key, severity: 'Warning', message: expect.stringContaining(`It is for ${isFor}`) },
    ]);
  });

  test('fields beside the kinds that they are for are not told', () => {
    const sources = [
      { kind: 'Ingress', ingressClassNames: ['nginx'], hostnameTemplate: '{{.Name}}.example.com' },
      { kind: 'TLSRoute', gateway: { name: 'edge' } },
      {
        kind: 'Service',
        serviceTypes: ['NodePort'],
        publishInternal: true,
        publishHostIP: true,
        publishNotReady: true,
      },
      { kind: 'Node', internalIPv6: true, defaultTargets: ['192.0.2.1'] },
    ];
    expect(readSettings([network({ clusterId: 'prod', dns: { sources } })], AZURE_JSON).problems).toEqual([]);
  });

  test('the object wins over azure.json', () => {
    const spec = {
      clusterId: 'prod',
      resourceGroup: 'rg-own',
      location: 'westeurope',
      virtualNetworkId: id('virtualNetworks/own'),
      loadBalancer: { name: 'lb', subnetId: id('virtualNetworks/own/subnets/s') },
      securityGroups: [{ id: id('networkSecurityGroups/own'), allowPriorities: '100-199' }],
      dns: { zones: [{ id: id('dnsZones/Example.COM') }], gracePeriod: '1h30m' },
      drift: { interval: '90s' },
    };
    expect(readSettings([network(spec)], AZURE_JSON).value).toMatchObject({
      resourceGroup: 'rg-own',
      location: 'westeurope',
      virtualNetworkId: id('virtualNetworks/own'),
      loadBalancer: { name: 'lb', subnetId: id('virtualNetworks/own/subnets/s') },
      securityGroups: [{ id: id('networkSecurityGroups/own'), allowPriorities: { from: 100, to: 199 } }],
      dns: { zones: [{ id: id('dnsZones/Example.COM'), name: 'example.com' }], gracePeriod: 5400 },
      drift: { interval: 90 },
    });
  });

  test('the object wins over azure.json in each field of its load balancers', () => {
    const loadBalancer = {
      name: 'lb-json',
      excludeControlPlaneNodes: false,
      backends: 'PodIP',
      disableOutboundSNAT: true,
      probe: { mode: 'Shared', port: 9000, path: '/live' },
      tags: { team: 'json' },
    } as const;
    const of = (spec: object) =>
      readSettings([network({ clusterId: 'prod', loadBalancer: spec })], { ...AZURE_JSON, loadBalancer }).value
        ?.loadBalancer;
    const shared = { ...loadBalancer.probe, interval: 5, threshold: 2 };
    expect(of({})).toMatchObject({ ...loadBalancer, probe: shared });
    const own = {
      name: 'lb-own',
      excludeControlPlaneNodes: true,
      backends: 'NodeIP',
      disableOutboundSNAT: false,
      probe: { mode: 'ServiceNodePort', port: 1, path: '/', interval: 10, threshold: 3 },
      tags: { team: 'own' },
    } as const;
    expect(of(own)).toMatchObject(own);
  });

  test('interval times threshold of a probe stays below 120 seconds', () => {
    const spec = { clusterId: 'prod', loadBalancer: { probe: { interval: 60, threshold: 2 } } };
    expect(readSettings([network(spec)], AZURE_JSON)).toMatchObject({
      value: undefined,
      problems: [{ key: 'spec.loadBalancer.probe.threshold', message: expect.stringContaining('less than 120') }],
    });
  });

  test.each([
    { field: 'tags', tags: { 'a<b': 'x' }, says: '< > %' },
    { field: 'publicIPTags', tags: { 'k8s-azure-service': 'x' }, says: 'who owns' },
  ])('a tag that Azure or we would not take is told: $says', ({ field, tags, says }) => {
    const { value, problems } = readSettings(
      [network({ clusterId: 'prod', loadBalancer: { [field]: tags } })],
      AZURE_JSON,
    );
    expect(value).toBeUndefined();
    expect(problems).toMatchObject([{ key: `spec.loadBalancer.${field}`, message: expect.stringContaining(says) }]);
  });

  test('an empty list of NSGs means none, not that of azure.json', () => {
    const { value } = readSettings([network({ clusterId: 'prod', securityGroups: [] })], AZURE_JSON);
    expect(value?.securityGroups).toEqual([]);
  });

  test('what nobody gives is named, with the key of azure.json that would give it', () => {
    const { value, problems } = readSettings([network({ clusterId: 'prod' })], {});
    expect(value).toBeUndefined();
    expect(problems.map(({ key, message }) => [key, message])).toEqual([
      ['spec.subscriptionId', expect.stringContaining('subscriptionId in azure.json')],
      ['spec.resourceGroup', expect.stringContaining('resourceGroup in azure.json')],
      ['spec.location', expect.stringContaining('location in azure.json')],
      ['spec.virtualNetworkId', expect.stringContaining('vnetName in azure.json')],
    ]);
  });

  test.each([
    ['virtualNetworkId', 'spec.virtualNetworkId', 'vnetName'],
    ['subnetId', 'spec.loadBalancer.subnetId', 'subnetName'],
    ['securityGroupId', 'spec.securityGroups', 'securityGroupName'],
  ])('an id of azure.json of the wrong type is told: %s', (key, field, inJson) => {
    const { value, problems } = readSettings([network({ clusterId: 'prod' })], {
      ...AZURE_JSON,
      [key]: id('publicIPAddresses/x'),
    });
    expect(value).toBeUndefined();
    expect(problems).toMatchObject([{ key: field, message: expect.stringContaining(`${inJson} in azure.json`) }]);
  });

  test.each([
    { because: 'none at all', networks: [], objects: ['AzureNetwork/default'], usable: false },
    {
      because: 'one of another name',
      networks: [network({ clusterId: 'a' }, 'main')],
      objects: ['AzureNetwork/default', 'AzureNetwork/main'],
      usable: false,
    },
    {
      because: 'another beside it',
      networks: [network({ clusterId: 'a' }, 'main'), network({ clusterId: 'b' })],
      objects: ['AzureNetwork/main'],
      usable: true,
    },
    {
      because: 'two of the name, as two files may have them',
      networks: [network({ clusterId: 'b' }), network({ clusterId: 'c' })],
      objects: ['AzureNetwork/default'],
      usable: true,
    },
  ])('there is to be one object, named default: $because', ({ networks, objects, usable }) => {
    const { value, problems } = readSettings(networks, AZURE_JSON);
    expect(value?.clusterId).toBe(usable ? 'b' : undefined);
    expect(problems.map(({ object }) => object)).toEqual(objects);
    expect(problems.every(({ key, severity }) => key === 'metadata.name' && severity === 'Error')).toBe(true);
  });

  test('a bad object gives no settings, and says why', () => {
    const { value, problems } = readSettings([network({ clusterId: 'prod', mode: 'Try' })], AZURE_JSON);
    expect(value).toBeUndefined();
    expect(problems).toMatchObject([{ key: 'spec.mode', reason: 'InvalidSettings', value: 'Try' }]);
  });
});

describe('example settings', () => {
  test('have a zone for every name, each once, sorted; what is no public name has none', () => {
    const hosts = [
      'www.example.com',
      '*.shop.example.co.uk',
      'example.com',
      'API.Example.COM.',
      'localhost',
      '10.0.0.1',
      '',
    ];
    expect(exampleSettings(hosts).dns.zones.map(({ name }) => name)).toEqual(['example.co.uk', 'example.com']);
  });

  test('are such that the schema would have taken them', () => {
    const example = exampleSettings(['www.example.com']);
    const { publicIPPrefixes: _of, ...loadBalancer } = example.loadBalancer;
    const { value, problems } = readSettings(
      [
        network({
          ...example,
          loadBalancer,
          securityGroups: example.securityGroups.map(({ id }) => ({ id })),
          dns: { zones: example.dns.zones.map(({ id }) => ({ id })) },
          drift: {},
        }),
      ],
      {},
    );
    expect(problems).toEqual([]);
    expect(value).toEqual(example);
  });
});
