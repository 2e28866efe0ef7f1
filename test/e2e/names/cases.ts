// Names that can't be had: what a manifest says, and what is said of it. And the manifests.

/** Of a DNSEndpoint. */
export const BAD_ENTRIES = [
  { host: 'bad.example.com', words: ['preference'] },
  { host: 'zeros.example.com', words: ['192.0.02.1'] },
  { host: 'nap.example.com', words: ['NAPTR', 'Allowed'] },
] as const;

interface Bad {
  readonly name: string;
  readonly hosts: readonly string[];
  readonly target: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly reason: string;
  readonly words: readonly string[];
  /** It is a matter of how the name is written, not of whether. */
  readonly goesOn?: true;
  /** Of its record set, in seconds; else the default of the settings. */
  readonly ttl?: number;
}

export const BAD: readonly Bad[] = [
  {
    name: 'ttl-of-zero',
    hosts: ['ttlzero.example.com'],
    target: '203.0.113.60',
    annotations: { 'azurenetwork.dev/ttl': '0' },
    reason: 'InvalidAnnotation',
    words: ['azurenetwork.dev/ttl', '"0"', 'Allowed are 1 to'],
    goesOn: true,
  },
  {
    name: 'target-of-zeros',
    hosts: ['zeros.example.com'],
    target: '192.0.02.1',
    reason: 'InvalidAnnotation',
    words: ['azurenetwork.dev/target', '192.0.02.1', 'Allowed'],
  },
  {
    name: 'to-itself',
    hosts: ['self.example.com'],
    target: 'self.example.com',
    reason: 'InvalidHostname',
    words: ['self.example.com', 'would lead to itself'],
  },
  {
    name: 'cname-at-apex',
    hosts: ['example.org'],
    target: 'lb.example.net',
    reason: 'InvalidHostname',
    words: ['example.org', 'apex', 'Allowed are addresses'],
  },
  {
    name: 'no-zone',
    hosts: ['www.elsewhere.test'],
    target: '203.0.113.61',
    reason: 'NoZone',
    words: ['www.elsewhere.test', 'example.com', 'spec.dns.zones'],
  },
  {
    name: 'label-of-underscores',
    hosts: [],
    target: '203.0.113.62',
    annotations: { 'external-dns.alpha.kubernetes.io/hostname': 'bad_.-x.example.com' },
    reason: 'InvalidHostname',
    words: ['external-dns.alpha.kubernetes.io/hostname', 'Allowed'],
  },
  {
    name: 'weights',
    hosts: ['weights.example.com'],
    target: '203.0.113.63',
    annotations: { 'external-dns.alpha.kubernetes.io/set-identifier': 'blue' },
    reason: 'InvalidAnnotation',
    words: ['external-dns.alpha.kubernetes.io/set-identifier', 'blue', 'no weighted record sets'],
    goesOn: true,
  },
  ...(['-5', 'soon', '2147483648'] as const).map((ttl, index): Bad => ({
    name: `ttl-${index}`,
    hosts: [`ttl${'abc'[index]}.example.com`],
    target: '203.0.113.64',
    annotations: { 'external-dns.alpha.kubernetes.io/ttl': ttl },
    reason: 'InvalidAnnotation',
    words: ['external-dns.alpha.kubernetes.io/ttl', `"${ttl}"`, '300 seconds count'],
    goesOn: true,
  })),
  {
    name: 'two-prefixes',
    hosts: ['prefixes.example.com'],
    target: '203.0.113.65',
    annotations: { 'external-dns.kubernetes.io/ttl': '60', 'external-dns.alpha.kubernetes.io/ttl': '70' },
    reason: 'InvalidAnnotation',
    words: ['external-dns.alpha.kubernetes.io/ttl', '"70"', 'counts first'],
    goesOn: true,
    ttl: 60,
  },
  {
    name: 'misspelt',
    hosts: ['misspelt.example.com'],
    target: '203.0.113.66',
    annotations: { 'azurenetwork.dev/hostnames': 'typo.example.com' },
    reason: 'Unsupported',
    words: ['azurenetwork.dev/hostnames', 'azurenetwork.dev/hostname was probably meant'],
    goesOn: true,
  },
];

export function ingress(
  name: string,
  hosts: readonly string[],
  target?: string,
  annotations: Readonly<Record<string, string>> = {},
): string {
  const backend = { service: { name: 'none', port: { number: 80 } } };
  // The API server takes no upper case in hosts of rules.
  const isPlain = (host: string): boolean => host === host.toLowerCase();
  const others = hosts.filter((host) => !isPlain(host)).join(',');
  return JSON.stringify({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      name,
      annotations: {
        ...(target !== undefined && { 'azurenetwork.dev/target': target }),
        ...(others !== '' && { 'azurenetwork.dev/hostname': others }),
        ...annotations,
      },
    },
    spec: { defaultBackend: backend, rules: hosts.filter(isPlain).map((host) => ({ host })) },
  });
}

export function plainService(name: string, annotations: Readonly<Record<string, string>>, spec: object): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'Service', metadata: { name, annotations }, spec });
}

export function endpoint(name: string, endpoints: readonly object[]): string {
  return JSON.stringify({
    apiVersion: 'externaldns.k8s.io/v1alpha1',
    kind: 'DNSEndpoint',
    metadata: { name },
    spec: { endpoints },
  });
}
