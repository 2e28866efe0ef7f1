// Does an offline plan, where Azure's addresses are still to come, tell IPv4 from IPv6? Azure refuses a security rule with
// both, and whoever reads the plan has to see which half is which.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Chalk } from 'chalk';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readManifests } from '../../src/cli/plan/manifests.js';
import type { PlanDocument } from '../../src/cli/plan/plan-document.js';
import { planDocument } from '../../src/cli/plan/plan-document.js';
import { planOffline } from '../../src/cli/plan/plan-offline.js';
import { planText } from '../../src/cli/plan/plan-text.js';

const PREFIX = 'service.beta.kubernetes.io/azure-';
const ARM = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Network';
const DUAL = 'ipFamilies: [IPv4, IPv6], ipFamilyPolicy: RequireDualStack';
const INTERNAL = `${PREFIX}load-balancer-internal: "true"`;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'families-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

function service(name: string, annotations = '', spec = ''): string {
  return `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: default, annotations: { ${annotations} } }
spec: { type: LoadBalancer, ports: [{ port: 80 }], ${spec} }
`;
}

async function planOf(...services: readonly string[]): Promise<PlanDocument> {
  const file = join(folder, 'services.yaml');
  await writeFile(file, services.join('\n---\n'));
  const { foreseen, problems, notes } = planOffline(await readManifests([file]), undefined);
  return planDocument(foreseen, problems, notes);
}

test.each([
  { because: 'both halves of one Service', services: [service('dual', '', DUAL)] },
  {
    because: 'Services of one family each',
    services: [service('four'), service('six', '', 'ipFamilies: [IPv6]')],
  },
  {
    because: 'both halves of an internal Service with ranges of both families',
    services: [service('inside', `${INTERNAL}, ${PREFIX}allowed-service-tags: AzureFrontDoor.Backend`, DUAL)],
  },
])('no security rule of an offline plan has addresses of both families: $because', async ({ services }) => {
  const { model } = await planOf(...services);
  const destinations = rulesIn(model).map(destinationsOf);
  expect(destinations.length).toBeGreaterThan(0);
  for (const one of destinations) expect(new Set(one.map((address) => isIPv6(address, model))).size).toBe(1);
});

test.each([
  {
    because: 'each half of a dual-stack Service says which it is',
    services: [service('dual', '', DUAL)],
    lines: ['+ rule Tcp 80', '+ rule Tcp 80, IPv6', '  IPv6'],
  },
  {
    because: 'a Service of IPv6 alone has names without an ending',
    services: [service('six', '', 'ipFamilies: [IPv6]')],
    lines: ['+ rule Tcp 80, IPv6', '  IPv6'],
  },
  {
    because: 'the rule for all ports has the number 0, which is none',
    services: [service('all', `${INTERNAL}, ${PREFIX}load-balancer-enable-high-availability-ports: "true"`)],
    lines: ['+ rule for all ports and protocols'],
  },
  {
    because: 'what a Service asks for beside its ports is there to be checked',
    services: [
      service(
        'much',
        `${PREFIX}dns-label-name: shop, ${PREFIX}pip-ip-tags: "RoutingPreference=Internet", ` +
          `${PREFIX}load-balancer-tcp-idle-timeout: "30", ${PREFIX}load-balancer-disable-tcp-reset: "true"`,
        'sessionAffinity: ClientIP',
      ),
    ],
    lines: [
      'DNS label shop',
      'IP tags RoutingPreference=Internet',
      '+ rule Tcp 80, by source address, idle timeout 30 min, without TCP reset',
    ],
  },
  {
    because: 'an address that is asked for is shown',
    services: [service('fixed', `${INTERNAL}, ${PREFIX}load-balancer-ipv4: 10.1.1.1`)],
    lines: ['in subnet snet-example at 10.1.1.1'],
  },
  {
    because: 'what is behind a pool of pods are pods, which have no node ports',
    services: [
      service('pods').replace('port: 80', 'port: 80, targetPort: 8080'),
      `
apiVersion: azurenetwork.dev/v1alpha1
kind: AzureNetwork
metadata: { name: default }
spec:
  clusterId: prod-1
  subscriptionId: ${ARM.split('/')[2]!}
  resourceGroup: rg
  location: westeurope
  virtualNetworkId: ${ARM}/virtualNetworks/vnet
  securityGroups: [{ id: ${ARM}/networkSecurityGroups/nsg }]
  loadBalancer: { claim: All, backends: PodIP, subnetId: ${ARM}/virtualNetworks/vnet/subnets/nodes }
`,
      `
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: pods-1, namespace: default, labels: { kubernetes.io/service-name: pods } }
addressType: IPv4
ports: [{ name: "", port: 8080, protocol: TCP }]
endpoints: [{ addresses: [10.1.0.4], conditions: { ready: true } }]
`,
    ],
    lines: ['-TCP-80 with 1 pod', '+ rule Tcp 80, to port 8080', '+ probe Tcp on port 8080'],
  },
])('the text of a plan: $because', async ({ services, lines }) => {
  const text = planText(await planOf(...services), new Chalk({ level: 0 }));
  for (const line of lines) expect(text).toMatch(new RegExp(`${line.replace(/[+.]/g, '\\$&')}$`, 'm'));
});

test.each([
  {
    because: 'each family has its sources',
    service: service(
      'lent',
      `${PREFIX}additional-public-ips: "20.7.7.7,2603:1020::9", ${PREFIX}allowed-ip-ranges: "1.2.3.0/24,2603::/16"`,
    ),
    to: { '20.7.7.7': ['1.2.3.0/24'], '2603:1020::9': ['2603::/16'] },
  },
  {
    because: 'tags are for both',
    service: service('lent', `${PREFIX}additional-public-ips: "2603:1020::9"`),
    to: { '2603:1020::9': ['Internet'] },
  },
  {
    because: 'nobody may come by IPv6',
    service: service('lent', `${PREFIX}additional-public-ips: "2603:1020::9", ${PREFIX}allowed-ip-ranges: 1.2.3.0/24`),
    to: { '2603:1020::9': [] },
  },
  {
    because: 'of a Service of both families each half takes its own',
    service: service('lent', `${PREFIX}additional-public-ips: "20.7.7.7,2603:1020::9"`, DUAL),
    to: { '20.7.7.7': ['Internet'], '2603:1020::9': ['Internet'] },
  },
])('addresses of others are let in whatever their family: $because', async ({ service: one, to }) => {
  const rules = rulesIn((await planOf(one)).model);
  for (const [address, sources] of Object.entries(to)) {
    const leading = rules.filter((rule) => destinationsOf(rule).includes(address));
    expect(leading.map((rule) => rule['sourceAddressPrefix'])).toEqual(sources);
  }
});

type Model = PlanDocument['model'];
type Properties = Readonly<Record<string, unknown>>;

function rulesIn(model: Model): readonly Properties[] {
  return model.flatMap(({ properties }) => {
    const rules = (properties as Properties | undefined)?.['securityRules'] as { properties: Properties }[] | undefined;
    return (rules ?? []).map((rule) => rule.properties);
  });
}

function destinationsOf(rule: Properties): readonly string[] {
  const several = rule['destinationAddressPrefixes'] as readonly string[] | undefined;
  return several?.length ? several : [rule['destinationAddressPrefix'] as string];
}

/** Of a text that points at the resource, or at the frontend, that the address will be of. */
function isIPv6(address: string, model: Model): boolean {
  const id = /(\/subscriptions\/.*)#/.exec(address)?.[1];
  if (id === undefined) return address.includes(':');
  const whole = model.find((one) => one.id === id)?.properties as Properties | undefined;
  return whole ? whole['publicIPAddressVersion'] === 'IPv6' : id.endsWith('-IPv6');
}
