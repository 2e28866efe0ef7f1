// Where does a Service get its addresses, and which combinations of keys have no meaning?
import { describe, expect, test } from '@jest/globals';
import type { ArmId } from '../../../../src/core/values/arm-id.js';
import { balancing, service, settings } from '../../../builders.js';
import { PREFIX, read } from './read.js';

const web = service('web').public().port(80);
const api = service('api').internal().port(80);
const vnet = settings().virtualNetworkId;
const PUBLIC = { scheme: 'Public', family: 4, floatingIP: true, resourceGroup: 'rg', tags: {} };
const SECOND = { ...PUBLIC, family: 6 };
const INTERNAL = {
  scheme: 'Internal',
  family: 4,
  floatingIP: true,
  subnetId: `${vnet}/subnets/default`,
};
const dual = { ipFamilies: ['IPv4', 'IPv6'] };
const prefix = (name: string) =>
  `/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/publicIPPrefixes/${name}`;
const pip = (name: string, value: string) => [`${PREFIX}azure-pip-${name}`, value] as const;
const address = (family: string, value: string) => [`${PREFIX}azure-load-balancer-${family}`, value] as const;

describe('frontends', () => {
  test.each([
    { builder: web, frontends: [PUBLIC], because: 'it says nothing' },
    { builder: api, frontends: [INTERNAL], because: 'it is internal' },
    {
      builder: service('api').internal('apps').port(80),
      frontends: [{ ...INTERNAL, subnetId: `${vnet}/subnets/apps`, subnetName: 'apps' }],
      because: 'it names a subnet',
    },
    {
      builder: web.annotated(`${PREFIX}azure-load-balancer-internal`, 'FALSE'),
      frontends: [PUBLIC],
      because: 'false is false in any case',
    },
    { builder: web.specified(dual), frontends: [PUBLIC, SECOND], because: 'it is dual-stack' },
    {
      builder: web.specified({ ipFamilies: ['IPv6', 'IPv4'] }),
      frontends: [SECOND, PUBLIC],
      because: 'the IPv6 half is the second by name, though it comes first',
    },
    {
      builder: web.specified({ ipFamilies: ['IPv6'] }),
      frontends: [{ ...SECOND }],
      because: 'IPv6 alone is no second half',
    },
    {
      builder: web.specified({ clusterIP: 'fd00::1' }),
      frontends: [{ ...SECOND }],
      because: 'its cluster IP tells the family',
    },
    {
      builder: api.specified(dual),
      frontends: [INTERNAL, { ...INTERNAL, family: 6, floatingIP: false }],
      because: 'internal IPv6 has no floating IP',
    },
    {
      builder: web.annotated(`${PREFIX}azure-disable-load-balancer-floating-ip`, 'true'),
      frontends: [{ ...PUBLIC, floatingIP: false }],
      because: 'floating IP is switched off',
    },
    {
      builder: web,
      inForce: balancing({ backends: 'PodIP' }),
      frontends: [{ ...PUBLIC, floatingIP: false }],
      because: 'pods answer under their own address',
    },
    {
      builder: web
        .annotated(...pip('name', 'mine'))
        .annotated(...pip('name-ipv6', 'mine-v6'))
        .specified(dual),
      frontends: [
        { ...PUBLIC, pin: { by: 'Name', value: 'mine', key: `${PREFIX}azure-pip-name` } },
        { ...SECOND, pin: { by: 'Name', value: 'mine-v6', key: `${PREFIX}azure-pip-name-ipv6` } },
      ],
      because: 'each family has its name',
    },
    {
      builder: web.annotated(...pip('name', 'mine')).specified({ ipFamilies: ['IPv6'] }),
      frontends: [{ ...SECOND, pin: { by: 'Name', value: 'mine', key: `${PREFIX}azure-pip-name` } }],
      because: 'IPv6 alone is named by the plain key',
    },
    {
      builder: web.annotated(...pip('name-ipv6', 'mine')).specified({ ipFamilies: ['IPv6'] }),
      frontends: [{ ...SECOND, pin: { by: 'Name', value: 'mine', key: `${PREFIX}azure-pip-name-ipv6` } }],
      because: 'or by the key of its family',
    },
    {
      builder: web
        .annotated(...address('ipv4', '20.1.2.3'))
        .annotated(...address('ipv6', '2603:1::7'))
        .specified(dual),
      frontends: [
        { ...PUBLIC, pin: { by: 'Address', value: '20.1.2.3', key: `${PREFIX}azure-load-balancer-ipv4` } },
        { ...SECOND, pin: { by: 'Address', value: '2603:1::7', key: `${PREFIX}azure-load-balancer-ipv6` } },
      ],
      because: 'each family has its address',
    },
    {
      builder: web.specified({ ...dual, loadBalancerIP: '2603:1::7' }),
      frontends: [PUBLIC, { ...SECOND, pin: { by: 'Address', value: '2603:1::7', key: 'spec.loadBalancerIP' } }],
      because: 'the field is for the family of its address',
    },
    {
      builder: api.specified({ loadBalancerIP: '10.0.0.9' }),
      frontends: [{ ...INTERNAL, pin: { by: 'Address', value: '10.0.0.9', key: 'spec.loadBalancerIP' } }],
      because: 'a static address of the subnet',
    },
    {
      builder: web
        .annotated(...pip('prefix-id', prefix('own')))
        .annotated(`${PREFIX}azure-load-balancer-resource-group`, 'rg-ips')
        .annotated(`${PREFIX}azure-dns-label-name`, 'shop')
        .annotated(...pip('tags', 'Team=shop,stage=prod'))
        .annotated(...pip('ip-tags', 'RoutingPreference=Internet')),
      inForce: balancing({ tags: { team: 'all', area: 'x' }, publicIPTags: { area: 'y' } }),
      frontends: [
        {
          ...PUBLIC,
          resourceGroup: 'rg-ips',
          prefix: { id: prefix('own'), key: `${PREFIX}azure-pip-prefix-id` },
          dnsLabel: 'shop',
          tags: { Team: 'shop', area: 'y', stage: 'prod' },
          ipTags: [{ type: 'RoutingPreference', tag: 'Internet' }],
        },
      ],
      because: 'it says how its public IP is to be',
    },
    {
      builder: web.specified(dual),
      inForce: balancing({ publicIPPrefixes: { 4: prefix('v4') as ArmId, 6: prefix('v6') as ArmId } }),
      frontends: [
        { ...PUBLIC, prefix: { id: prefix('v4'), key: 'spec.loadBalancer.publicIPPrefixId of the AzureNetwork' } },
        { ...SECOND, prefix: { id: prefix('v6'), key: 'spec.loadBalancer.publicIPPrefixIdIPv6 of the AzureNetwork' } },
      ],
      because: 'the settings name prefixes',
    },
    {
      builder: web.specified({ ipFamilies: ['IPv6'] }).annotated(...pip('prefix-id', prefix('own'))),
      frontends: [{ ...PUBLIC, family: 6, prefix: { id: prefix('own'), key: `${PREFIX}azure-pip-prefix-id` } }],
      because: 'a Service of IPv6 alone may name its prefix in either key, and is told of that one',
    },
    {
      builder: web.annotated(`${PREFIX}azure-dns-label-name`, ''),
      frontends: [{ ...PUBLIC, dnsLabel: '' }],
      because: 'the empty label takes the label away',
    },
  ])('$frontends.0.scheme ×$frontends.length, since $because', ({ builder, frontends, inForce = settings() }) => {
    const { exposure, problems } = read(builder, inForce);
    expect(problems).toEqual([]);
    expect(exposure).toMatchObject({ standing: 'Wanted' });
    expect(exposure!.frontends).toEqual(frontends);
  });
});

describe('what refuses the whole Service', () => {
  test.each([
    {
      builder: web.annotated(...address('ipv4', '10.0.0.4')),
      key: `${PREFIX}azure-load-balancer-ipv4`,
      says: 'private address',
    },
    { builder: web.specified({ loadBalancerIP: '192.168.1.1' }), key: 'spec.loadBalancerIP', says: 'private address' },
    {
      builder: web.annotated(...address('ipv6', 'fd00::1')).specified(dual),
      key: `${PREFIX}azure-load-balancer-ipv6`,
      says: 'private address',
    },
    { builder: web.specified({ loadBalancerIP: 'web' }), key: 'spec.loadBalancerIP', says: 'no address' },
    { builder: api.specified({ loadBalancerIP: 'fd00::1' }), key: 'spec.loadBalancerIP', says: 'no IPv4 address' },
    {
      builder: web.annotated(...address('ipv4', '20.1.2.3')).annotated(...pip('prefix-id', prefix('own'))),
      key: `${PREFIX}azure-pip-prefix-id`,
      says: 'contradict',
    },
  ])('$key: $says', ({ builder, key, says }) => {
    const { exposure, problems } = read(builder);
    expect(exposure?.standing).toBe('Held');
    expect(problems).toMatchObject([{ severity: 'Error', key, message: expect.stringContaining(says) }]);
    expect(problems[0]!.message).toMatch(/Allowed (is|are)/);
  });

  test('an internal Service without any subnet', () => {
    const { subnetId: _none, ...withoutSubnet } = settings().loadBalancer;
    const { exposure, problems } = read(api, settings({ loadBalancer: withoutSubnet }));
    expect(exposure?.standing).toBe('Held');
    expect(problems).toMatchObject([{ reason: 'SubnetNotFound', severity: 'Error' }]);
  });
});

describe('what has no effect is told, and the rest served', () => {
  test.each([
    {
      builder: web.annotated(`${PREFIX}azure-load-balancer-internal-subnet`, 'apps'),
      key: `${PREFIX}azure-load-balancer-internal-subnet`,
      says: 'on a public Service',
    },
    { builder: api.annotated(...pip('name', 'mine')), key: `${PREFIX}azure-pip-name`, says: 'internal' },
    { builder: api.annotated(...pip('prefix-id', prefix('p'))), key: `${PREFIX}azure-pip-prefix-id`, says: 'internal' },
    { builder: api.annotated(...pip('tags', 'a=b')), key: `${PREFIX}azure-pip-tags`, says: 'internal' },
    { builder: api.annotated(...pip('ip-tags', 'a=b')), key: `${PREFIX}azure-pip-ip-tags`, says: 'internal' },
    {
      builder: api.annotated(`${PREFIX}azure-dns-label-name`, 'shop'),
      key: `${PREFIX}azure-dns-label-name`,
      says: 'internal',
    },
    {
      builder: api.annotated(`${PREFIX}azure-load-balancer-resource-group`, 'rg'),
      key: `${PREFIX}azure-load-balancer-resource-group`,
      says: 'internal',
    },
    {
      builder: web.annotated(...pip('name', 'mine')).annotated(...address('ipv4', '20.1.2.3')),
      key: `${PREFIX}azure-load-balancer-ipv4`,
      says: 'beside service.beta.kubernetes.io/azure-pip-name',
    },
    {
      builder: web.annotated(...pip('name', 'mine')).annotated(...pip('prefix-id', prefix('p'))),
      key: `${PREFIX}azure-pip-prefix-id`,
      says: 'beside service.beta.kubernetes.io/azure-pip-name',
    },
    {
      builder: web.annotated(...address('ipv4', '20.1.2.3')).specified({ loadBalancerIP: '20.1.2.4' }),
      key: 'spec.loadBalancerIP',
      says: 'beside service.beta.kubernetes.io/azure-load-balancer-ipv4',
    },
    {
      builder: web.annotated(...address('ipv6', '2603:1::7')),
      key: `${PREFIX}azure-load-balancer-ipv6`,
      says: 'IPv4 alone',
    },
    { builder: web.annotated(...pip('name-ipv6', 'x')), key: `${PREFIX}azure-pip-name-ipv6`, says: 'IPv4 alone' },
    {
      builder: web.annotated(...pip('prefix-id-ipv6', prefix('p'))),
      key: `${PREFIX}azure-pip-prefix-id-ipv6`,
      says: 'IPv4 alone',
    },
    {
      builder: api.annotated(...address('ipv4', '20.1.2.3')),
      key: `${PREFIX}azure-load-balancer-ipv4`,
      says: 'only if the subnet',
    },
  ])('$key: $says', ({ builder, key, says }) => {
    const { exposure, problems } = read(builder);
    expect(exposure?.standing).toBe('Wanted');
    expect(problems).toMatchObject([{ severity: 'Warning', key, message: expect.stringContaining(says) }]);
  });

  test('two keys that name the same address agree', () => {
    const { problems } = read(web.annotated(...address('ipv4', '20.1.2.3')).specified({ loadBalancerIP: '20.1.2.3' }));
    expect(problems).toEqual([]);
  });
});
