// Who may come to a Service, and is nobody let in for a slip of its user?
import { describe, expect, test } from '@jest/globals';
import { service } from '../../../builders.js';
import { PREFIX, read } from './read.js';

const web = service('web').public().port(80);
const api = service('api').internal().port(80);
const dual = { ipFamilies: ['IPv4', 'IPv6'] };
const RANGES = `${PREFIX}load-balancer-source-ranges`;
const ALLOWED = `${PREFIX}azure-allowed-ip-ranges`;
const TAGS = `${PREFIX}azure-allowed-service-tags`;
const DENY = `${PREFIX}azure-deny-all-except-load-balancer-source-ranges`;
const DISABLE = `${PREFIX}azure-disable-load-balancer-nsg-rule`;

describe('sources', () => {
  test.each([
    { builder: web, tags: ['Internet'], cidrs: [], because: 'it says nothing and is public' },
    { builder: api, tags: [], cidrs: [], because: 'the network lets itself in to an internal one' },
    { builder: web.from('10.1.0.0/17', '10.1.128.0/17'), tags: [], cidrs: ['10.1.0.0/16'], because: 'ranges merge' },
    { builder: web.from('0.0.0.0/0'), tags: [], cidrs: ['0.0.0.0/0'], because: 'it stands as it is written' },
    {
      builder: web.annotated(RANGES, '10.1.0.0/16').annotated(ALLOWED, '10.3.0.0/16'),
      tags: [],
      cidrs: ['10.1.0.0/16', '10.3.0.0/16'],
      because: 'both annotations count',
    },
    {
      builder: web.annotated(RANGES, '10.1.0.0/16').from('10.9.0.0/16'),
      tags: [],
      cidrs: ['10.9.0.0/16'],
      because: 'the field goes before the annotation of the same meaning',
    },
    {
      builder: web.from('2001:db8::/32', '10.0.0.0/8').specified(dual),
      tags: [],
      cidrs: ['10.0.0.0/8', '2001:db8::/32'],
      because: 'both families have ranges',
    },
    {
      builder: web.annotated(TAGS, 'Storage.WestEurope,AzureFrontDoor.Backend'),
      tags: ['AzureFrontDoor.Backend', 'Storage.WestEurope'],
      cidrs: [],
      because: 'with tags alone the Internet stays out',
    },
    {
      builder: web.annotated(TAGS, 'AzureCloud').from('10.0.0.0/8'),
      tags: ['AzureCloud'],
      cidrs: ['10.0.0.0/8'],
      because: 'tags and ranges go together',
    },
    {
      builder: web.from('10.0.0.0/8').annotated(DENY, 'true'),
      tags: [],
      cidrs: ['10.0.0.0/8'],
      denyOthers: true,
      because: 'the others are refused',
    },
    {
      builder: api.annotated(TAGS, 'AzureCloud').annotated(DENY, 'true'),
      tags: ['AzureCloud'],
      cidrs: [],
      denyOthers: true,
      because: 'tags are enough to refuse the others',
    },
    { builder: web.annotated(DISABLE, 'true'), tags: [], cidrs: [], because: 'somebody else sees to it' },
  ])('$tags $cidrs, since $because', ({ builder, tags, cidrs, denyOthers = false }) => {
    const { exposure, problems } = read(builder);
    expect(problems).toEqual([]);
    expect(exposure).toMatchObject({ standing: 'Wanted', sources: { tags, cidrs }, denyOthers });
  });
});

describe('what refuses the whole Service, so that nothing opens', () => {
  test.each([
    { builder: web.from('10.0.0.1/8'), key: 'spec.loadBalancerSourceRanges[0]', says: '10.0.0.0/8' },
    { builder: web.from('10.0.0.0/8', 'x'), key: 'spec.loadBalancerSourceRanges[1]', says: 'no range' },
    { builder: web.annotated(RANGES, '2001:db8::/32'), key: RANGES, says: '"2001:db8::/32" is IPv4' },
    {
      builder: web.from('10.0.0.0/8').specified({ ipFamilies: ['IPv6'] }),
      key: 'spec.loadBalancerSourceRanges',
      says: '"10.0.0.0/8" is IPv6',
    },
    { builder: web.annotated(RANGES, ' '), key: RANGES, says: 'names no range' },
    { builder: web.annotated(TAGS, ''), key: TAGS, says: 'names no service tag' },
    {
      builder: web.from('10.0.0.0/8').annotated(ALLOWED, '10.1.0.0/16'),
      key: ALLOWED,
      says: 'together with spec.loadBalancerSourceRanges',
    },
    {
      builder: web.from('10.0.0.0/8').annotated(DENY, 'true').annotated(DISABLE, 'true'),
      key: DENY,
      says: `together with ${DISABLE}`,
    },
    {
      builder: web.from(...Array.from({ length: 10_000 }, (_, i) => `10.${i >> 8}.${i & 255}.7/32`)),
      key: 'spec.loadBalancerSourceRanges',
      says: '10000 ranges',
    },
    {
      builder: web
        .annotated(RANGES, Array.from({ length: 3000 }, (_, i) => `10.${i >> 8}.${i & 255}.7/32`).join())
        .annotated(ALLOWED, Array.from({ length: 3000 }, (_, i) => `10.${i >> 8}.${i & 255}.9/32`).join()),
      key: RANGES,
      says: '6000 ranges',
    },
  ])('$key: $says', ({ builder, key, says }) => {
    const { exposure, problems } = read(builder);
    expect(exposure?.standing).toBe('Held');
    expect(problems).toMatchObject([{ severity: 'Error', key, message: expect.stringContaining(says) }]);
    expect(problems[0]!.message).toMatch(/Allowed (is|are)/);
  });
});

test('a thousand bad ranges are one mistake, told in a few words', () => {
  const bad = Array.from({ length: 1000 }, (_, i) => `10.0.${i}.1/8`);
  for (const builder of [web.from(...bad), web.annotated(RANGES, bad.join())]) {
    const { exposure, problems } = read(builder);
    expect(exposure?.standing).toBe('Held');
    expect(problems).toHaveLength(10);
  }
  const [only] = read(web.annotated(`${PREFIX}azure-load-balancer-internal`, 'x'.repeat(200_000))).problems;
  expect(only!.value.length + only!.message.length).toBeLessThan(1000);
});

describe('what may not be what was meant is told', () => {
  test.each([
    { builder: api.from('10.0.0.0/8'), key: 'spec.loadBalancerSourceRanges', says: 'AllowVnetInBound (65000)' },
    { builder: api.annotated(TAGS, 'AzureCloud'), key: TAGS, says: 'AllowVnetInBound (65000)' },
    { builder: web.annotated(DENY, 'true'), key: DENY, says: 'without ranges or service tags' },
    { builder: web.from('10.0.0.0/8').annotated(DISABLE, 'true'), key: DISABLE, says: 'no security rule enforces' },
    {
      builder: web.from('10.0.0.0/8').specified(dual),
      key: 'spec.loadBalancerSourceRanges',
      says: 'nobody is let in to the IPv6 address',
    },
  ])('$key: $says', ({ builder, key, says }) => {
    const { exposure, problems } = read(builder);
    expect(exposure?.standing).toBe('Wanted');
    expect(problems).toMatchObject([{ severity: 'Warning', key, message: expect.stringContaining(says) }]);
  });

  test('with the value that was given, not the family that is missing', () => {
    const { problems } = read(web.from('10.0.0.0/8').specified(dual));
    expect(problems).toMatchObject([{ key: 'spec.loadBalancerSourceRanges', value: '10.0.0.0/8' }]);
  });
});
