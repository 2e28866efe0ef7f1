// Does each mistake in manifests get told, with object, key, value and what is allowed, while nothing of it is opened and
// everything beside it goes on?
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readManifests } from '../../src/cli/plan/manifests.js';
import { planDocument } from '../../src/cli/plan/plan-document.js';
import { planOffline } from '../../src/cli/plan/plan-offline.js';

const SURROUNDINGS = resolve('test/golden/surroundings.yaml');
const A = 'service.beta.kubernetes.io/azure-';
const POLICY = `
apiVersion: azurenetwork.dev/v1alpha1
kind: ExposurePolicy
metadata: { name: partners }
spec:
  namespaceSelector: {}
  paths: [HostPort]
  portRanges: [{ from: 7000, to: 7999 }]
  sources: { allowedCIDRs: [203.0.113.0/24] }
`;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bad-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

function service(name: string, annotations: string, spec = ''): string {
  return `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: default, annotations: { ${annotations} } }
spec: { type: LoadBalancer, loadBalancerClass: azurenetwork.dev/azure, ports: [{ port: 80 }], ${spec} }
`;
}

function ingress(annotations: string, host: string): string {
  return `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: bad, namespace: default, annotations: { ${annotations} } }
spec: { rules: [{ host: "${host}" }] }
status: { loadBalancer: { ingress: [{ ip: 198.51.100.9 }] } }
`;
}

function portExposure(spec: string): string {
  return `${POLICY}---
apiVersion: azurenetwork.dev/v1alpha1
kind: PortExposure
metadata: { name: bad, namespace: default }
spec: { path: HostPort, ${spec} }
`;
}

async function planOf(manifest: string) {
  const file = join(folder, 'bad.yaml');
  await writeFile(file, [await readFile(SURROUNDINGS, 'utf8'), manifest, service('good', '')].join('\n---\n'));
  const { foreseen, problems, notes } = planOffline(await readManifests([file]), undefined);
  return planDocument(foreseen, problems, notes);
}

test.each([
  {
    because: 'a boolean is none',
    manifest: service('bad', `${A}load-balancer-internal: "ture"`),
    told: { key: `${A}load-balancer-internal`, value: 'ture' },
    allowed: 'true',
  },
  {
    because: 'a range has host bits',
    manifest: service('bad', '', 'loadBalancerSourceRanges: [203.0.113.7/24]'),
    told: { key: 'spec.loadBalancerSourceRanges[0]', value: '203.0.113.7/24' },
    allowed: '203.0.113.0/24',
  },
  {
    because: 'an address has leading zeros',
    manifest: service('bad', `${A}allowed-ip-ranges: 010.0.0.0/8`),
    told: { key: `${A}allowed-ip-ranges`, value: '010.0.0.0/8' },
    allowed: '/24',
  },
  {
    because: 'a range is of the wrong family',
    manifest: service('bad', '', 'loadBalancerSourceRanges: ["2001:db8::/32"]'),
    told: { key: 'spec.loadBalancerSourceRanges', value: '2001:db8::/32' },
    allowed: 'IPv4',
  },
  {
    because: 'the idle timeout is out of range',
    manifest: service('bad', `${A}load-balancer-tcp-idle-timeout: "101"`),
    told: { key: `${A}load-balancer-tcp-idle-timeout`, value: '101' },
    allowed: '4 to 100 minutes',
  },
  {
    because: 'SCTP goes through no load balancer',
    manifest: service('bad', '').replace('{ port: 80 }', '{ port: 80, protocol: SCTP }'),
    told: { key: 'spec.ports[0].protocol', value: 'SCTP' },
    allowed: 'TCP',
  },
  {
    because: 'no zone fits',
    manifest: ingress('', 'shop.elsewhere.test'),
    told: { key: 'spec.rules[].host', value: 'shop.elsewhere.test' },
    allowed: 'example.com',
  },
  {
    because: 'the host name is none',
    manifest: ingress('', 'shop_-.example.com'),
    told: { key: 'spec.rules[].host', value: 'shop_-.example.com' },
    allowed: 'letters',
  },
  {
    because: 'the TTL is 0',
    manifest: ingress('external-dns.alpha.kubernetes.io/ttl: "0"', 'shop.example.com'),
    told: { key: 'external-dns.alpha.kubernetes.io/ttl', value: '0' },
    allowed: '1',
  },
  {
    because: 'the TTL is a text',
    manifest: ingress('external-dns.alpha.kubernetes.io/ttl: soon', 'shop.example.com'),
    told: { key: 'external-dns.alpha.kubernetes.io/ttl', value: 'soon' },
    allowed: '1',
  },
  {
    because: 'the policy grants other sources',
    manifest: portExposure(
      'podSelector: { matchLabels: { app: relay } }, ports: [{ port: 7000, protocol: UDP }], sources: { cidrs: [198.51.100.0/24] }',
    ),
    told: { reason: 'RefusedByPolicy' },
    allowed: '203.0.113.0/24',
  },
  {
    because: 'the selector matches nothing',
    manifest: portExposure(
      'podSelector: { matchLabels: { app: nobody } }, ports: [{ port: 7000, protocol: UDP }], sources: { cidrs: [203.0.113.0/26] }',
    ),
    told: { reason: 'NothingSelected' },
    allowed: 'nobody',
  },
])('$because', async ({ manifest, told, allowed }) => {
  const { problems, operations } = await planOf(manifest);
  expect(problems).toMatchObject([{ ...told, object: expect.stringMatching(/\/default\/bad$/) }]);
  const { key, value, message } = problems[0]!;
  expect(message).toContain(key);
  expect(message).toContain(value);
  expect(message).toContain(allowed);
  const ofBad = operations.filter(({ because }) => because.some((source) => source.endsWith('/bad')));
  expect(ofBad.filter(({ type }) => /securityGroups|publicIP|loadBalancers/i.test(type))).toEqual([]);
  expect(
    operations.filter(({ because }) => because.join() === 'Service/default/good').map(({ action }) => action),
  ).toEqual(['Create', 'Create', 'Update']);
});

test('a Service of another class is ignored without a word', async () => {
  const { problems, held, statuses, exposures } = await planOf(
    service('bad', '').replace('azurenetwork.dev/azure', 'example.com/other'),
  );
  expect([problems, held]).toEqual([[], []]);
  expect(statuses.map(({ object }) => object)).not.toContain('Service/default/bad');
  expect(exposures.map(({ source }) => source)).not.toContain('Service/default/bad');
});

test.each([
  { because: 'has no name', manifest: 'apiVersion: v1\nkind: Service\nmetadata: {}\n', says: 'no metadata.name' },
  { because: 'is there twice', manifest: service('good', ''), says: 'again' },
])('an object that $because is told, and the rest goes on', async ({ manifest, says }) => {
  const { problems, operations } = await planOf(manifest);
  expect(problems).toMatchObject([{ key: 'metadata.name', message: expect.stringContaining(says) }]);
  expect(operations.length).toBe(3);
});

test('a List is what is in it; other kinds are counted', async () => {
  const { operations, notes, problems } = await planOf(
    '{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"}},' +
      '{"apiVersion":"v1","kind":"Service","metadata":{"name":"listed"},"spec":{"type":"LoadBalancer","loadBalancerClass":"azurenetwork.dev/azure","ports":[{"port":81}]}}]}',
  );
  expect(problems).toEqual([]);
  expect(operations.flatMap(({ because }) => because)).toContain('Service/default/listed');
  expect(notes.join()).toContain('1 Deployment');
});
