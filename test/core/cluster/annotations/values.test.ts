// Does each annotation take the values that it allows, as what they mean, and refuse all others in words that help?
import { describe, expect, test } from '@jest/globals';
import type { Annotation } from '../../../../src/core/cluster/annotations/index.js';
import { ANNOTATIONS, annotationsTable, readAnnotation } from '../../../../src/core/cluster/annotations/index.js';
import { service } from '../../../builders.js';

type Name = keyof typeof ANNOTATIONS;
interface Row {
  /** What is written, and what it means. */
  readonly good: readonly (readonly [text: string, value: unknown])[];
  /** What is written, and what the refusal says. */
  readonly bad: readonly (readonly [text: string, says: string])[];
}

const PREFIX_ID = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/publicIPPrefixes/p';

const FLAG: Row = {
  good: [
    ['true', true],
    ['TRUE', true],
    [' False ', false],
  ],
  bad: [
    ['yes', '"true"'],
    ['1', '"true"'],
    ['', 'neither true nor false'],
  ],
};
const NETWORK_NAME: Row = {
  good: [
    ['apps', 'apps'],
    ['a-b_c.d_', 'a-b_c.d_'],
    ['', null],
    [' ', null],
  ],
  bad: [
    ['a/b', '80 letters'],
    ['-a', '80 letters'],
    ['a-', '80 letters'],
    ['a'.repeat(81), '80 letters'],
  ],
};
const RANGES: Row = {
  good: [
    ['10.1.0.0/16, 10.2.0.0/16', ['10.1.0.0/16', '10.2.0.0/16']],
    ['2001:DB8::/32', ['2001:db8::/32']],
    ['0.0.0.0/0,::/0', ['0.0.0.0/0', '::/0']],
  ],
  bad: [
    ['', 'names no range'],
    [',', 'names no range'],
    ['10.0.0.1/8', '10.0.0.0/8'],
    ['10.0.0.1', '10.0.0.1/32'],
    ['10.0.0.01/32', 'leading zero'],
    ['10.0.0.0/33', 'prefix length'],
    ['Internet', 'no range'],
  ],
};
const PREFIX: Row = {
  good: [
    [PREFIX_ID, PREFIX_ID],
    ['', null],
  ],
  bad: [
    ['my-prefix', 'no id of a public IP prefix'],
    [PREFIX_ID.replace('publicIPPrefixes', 'publicIPAddresses'), 'no id of a public IP prefix'],
  ],
};
const PROBE_PROTOCOL: Row = {
  good: [
    ['tcp', 'Tcp'],
    ['HTTP', 'Http'],
    [' Https ', 'Https'],
  ],
  bad: [
    ['udp', 'tcp, http and https'],
    ['', 'tcp, http and https'],
  ],
};
const INTERVAL: Row = {
  good: [
    ['5', 5],
    ['59', 59],
  ],
  bad: [
    ['4', '5 to 119'],
    ['120', '5 to 119'],
    ['5s', 'no whole number'],
    ['', 'no whole number'],
  ],
};
const THRESHOLD: Row = {
  good: [['2', 2]],
  bad: [
    ['1', '2 to 100'],
    ['2.5', 'no whole number'],
  ],
};
const PATH: Row = {
  good: [
    ['/', '/'],
    ['/healthz?full=1', '/healthz?full=1'],
  ],
  bad: [
    ['healthz', 'begins with /'],
    ['/a b', 'no blanks'],
    ['', 'begins with /'],
  ],
};

// Those of values/ have their tables there; `setIdentifier` takes any text, and says that it has no effect.
type Elsewhere = 'ttl' | 'hostname' | 'internalHostname' | 'target' | 'controller' | 'setIdentifier';

const HOSTNAME_SOURCE: Row = {
  good: [
    ['defined-hosts-only', 'defined-hosts-only'],
    [' Annotation-Only ', 'annotation-only'],
  ],
  bad: [['annotations', 'Allowed are defined-hosts-only and annotation-only']],
};

const ROWS: Readonly<Record<Exclude<Name, Elsewhere>, Row>> = {
  zones: {
    good: [
      ['public', 'public'],
      ['Private', 'private'],
      ['both', 'both'],
    ],
    bad: [
      ['none', 'Allowed are public and private and both'],
      ['', 'Allowed are public'],
    ],
  },
  alias: FLAG,
  azureTags: {
    good: [
      [
        'b=2, a=1',
        [
          ['a', '1'],
          ['b', '2'],
        ],
      ],
    ],
    bad: [
      ['a', 'is no pair'],
      ['azurenetwork-cluster=x', 'not for users to say'],
    ],
  },
  access: {
    good: [['public', 'public']],
    bad: [['internal', 'Allowed are public and private']],
  },
  endpointsType: {
    good: [['nodeexternalip', 'NodeExternalIP']],
    bad: [['PodIP', 'Allowed are NodeExternalIP and HostIP']],
  },
  ingressHostnameSource: HOSTNAME_SOURCE,
  gatewayHostnameSource: HOSTNAME_SOURCE,

  internal: FLAG,
  internalSubnet: NETWORK_NAME,
  resourceGroup: {
    good: [
      ['rg-addresses', 'rg-addresses'],
      ['(a).b_c', '(a).b_c'],
      ['', null],
    ],
    bad: [
      ['ends.', '90 letters'],
      ['a b', '90 letters'],
    ],
  },
  ipv4: {
    good: [
      ['203.0.113.7', '203.0.113.7'],
      ['10.0.0.4', '10.0.0.4'],
      ['', null],
    ],
    bad: [
      ['2001:db8::7', 'only IPv4'],
      ['203.0.113.7/32', 'no address'],
      ['203.0.113.07', 'no address'],
      ['web', 'no address'],
      ['127.0.0.1', 'no machine'],
      ['0.0.0.0', 'no machine'],
      ['224.0.0.1', 'no machine'],
      ['169.254.169.254', 'no machine'],
    ],
  },
  ipv6: {
    good: [['2001:DB8:0::7', '2001:db8::7']],
    bad: [
      ['203.0.113.7', 'only IPv6'],
      ['fe80::1', 'no machine'],
      ['ff02::1', 'no machine'],
      ['::1', 'no machine'],
    ],
  },
  pipName: NETWORK_NAME,
  pipNameIPv6: NETWORK_NAME,
  prefixId: PREFIX,
  prefixIdIPv6: PREFIX,
  dnsLabel: {
    good: [
      ['shop-1', 'shop-1'],
      ['', ''],
    ],
    bad: [
      ['Shop', 'lower-case'],
      ['1shop', 'letter first'],
      ['ab', '3 to 63'],
      ['shop-', 'no - last'],
      ['shop.example', 'lower-case'],
    ],
  },
  pipTags: {
    good: [
      [
        'team=shop, stage = prod,team=web',
        [
          ['stage', 'prod'],
          ['team', 'web'],
        ],
      ],
      ['empty=', [['empty', '']]],
      ['', []],
    ],
    bad: [
      ['team', 'no pair'],
      ['=shop', 'no pair'],
      ['a=b=c', 'no pair'],
      ['a?=b', '< > %'],
      [`a=${'b'.repeat(257)}`, '256'],
      ['k8s-azure-service=x', 'who owns'],
      ['azurenetwork-cluster=x', 'who owns'],
    ],
  },
  ipTags: {
    good: [
      [
        'RoutingPreference=Internet,FirstPartyUsage=/a',
        [
          ['FirstPartyUsage', '/a'],
          ['RoutingPreference', 'Internet'],
        ],
      ],
    ],
    bad: [
      ['RoutingPreference', 'no pair'],
      ['RoutingPreference=', 'has no value'],
    ],
  },
  allowAddressChange: FLAG,
  additionalPublicIPs: {
    good: [
      ['203.0.113.10, 2001:DB8::1', ['203.0.113.10', '2001:db8::1']],
      ['', []],
    ],
    bad: [
      ['203.0.113.10,x', 'no address'],
      ['127.0.0.1', 'no machine'],
    ],
  },
  allowedServiceTags: {
    good: [
      ['AzureFrontDoor.Backend, Storage.WestEurope', ['AzureFrontDoor.Backend', 'Storage.WestEurope']],
      ['internet', ['Internet']],
    ],
    bad: [
      ['', 'names no service tag'],
      ['10.0.0.0/8', 'no service tag'],
      ['*', 'no service tag'],
      ['Azure Cloud', 'no service tag'],
    ],
  },
  allowedRanges: RANGES,
  sourceRanges: RANGES,
  denyAllExcept: FLAG,
  disableRules: FLAG,
  disableFloatingIP: FLAG,
  idleTimeout: {
    good: [
      ['4', 4],
      ['100', 100],
    ],
    bad: [
      ['3', '4 to 100'],
      ['101', '4 to 100'],
      ['x', '4 to 100'],
      ['4.5', '4 to 100'],
    ],
  },
  disableTcpReset: FLAG,
  allPorts: FLAG,
  noRule: FLAG,
  probeProtocol: PROBE_PROTOCOL,
  probeInterval: INTERVAL,
  probeThreshold: THRESHOLD,
  probePath: PATH,
  portProbeProtocol: PROBE_PROTOCOL,
  portProbePort: {
    good: [
      ['8080', '8080'],
      ['http', 'http'],
      ['Web-1', 'Web-1'],
    ],
    bad: [
      ['0', '1 to 65535'],
      ['65536', '1 to 65535'],
      ['-1', '1 to 65535'],
      ['', '1 to 65535'],
      ['a b', '1 to 65535'],
    ],
  },
  portProbeInterval: INTERVAL,
  portProbeThreshold: THRESHOLD,
  portProbePath: PATH,
  noProbe: FLAG,
};

function read(name: Name, text: string) {
  const annotation = ANNOTATIONS[name] as Annotation<unknown>;
  const { meta } = service('web').annotated(annotation.keys[0]!, text).object();
  return readAnnotation(annotation, meta, 'Service/default/web' as never);
}

const NAMES = Object.keys(ROWS) as (keyof typeof ROWS)[];

describe.each(NAMES)('%s', (name) => {
  const { good, bad } = ROWS[name];
  const [key] = ANNOTATIONS[name].keys;

  test.each(good.map(([text, value]) => ({ text, value })))('takes "$text"', ({ text, value }) => {
    expect(read(name, text)).toMatchObject({ key, isSet: true, value, problems: [] });
  });

  test.each(bad.map(([text, says]) => ({ text, says })))('refuses "$text"', ({ text, says }) => {
    const { problems } = read(name, text);
    expect(problems).toMatchObject([{ severity: 'Error', reason: 'InvalidAnnotation', key }]);
    expect(problems[0]!.message).toContain(key);
    expect(problems[0]!.message).toContain(says);
    expect(problems[0]!.message).toMatch(/Allowed (is|are)/);
  });

  test('the example of the documentation is one that it takes', () => {
    const example = ANNOTATIONS[name].example.replaceAll('…', 'x');
    expect(read(name, example).problems).toEqual([]);
  });
});

test('10,000 ranges are refused without reading each of them', () => {
  const text = Array.from({ length: 10_000 }, (_, i) => `10.${i >> 8}.${i & 255}.0/24`).join(',');
  const { value, problems } = read('sourceRanges', text);
  expect(value).toBeUndefined();
  expect(problems).toMatchObject([{ reason: 'LimitReached', value: '10000 ranges' }]);
  expect(problems[0]!.message).toContain('Allowed are 4000');
});

test('the table names each key once, with all that the documentation needs', () => {
  const rows = annotationsTable();
  const keys = rows.flatMap((row) => row.keys);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys).toContain('service.beta.kubernetes.io/azure-load-balancer-internal');
  expect(keys).toContain('service.beta.kubernetes.io/port_<port>_health-probe_port');
  expect(keys).toContain('external-dns.alpha.kubernetes.io/ttl');
  for (const row of rows) {
    expect(row).toMatchObject({ help: expect.stringMatching(/\.$/), values: expect.stringMatching(/./) });
    if (row.peer !== undefined) expect(row.peer).toMatch(/\.$/);
  }
});
