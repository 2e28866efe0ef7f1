// Which settings does a plan take when nobody has given any? Made-up ones, in which everything is ours and every name
// has its zone.
import { getDomain } from 'tldts';
import { AZURE_NETWORK, check } from '../kinds/index.js';
import type { Settings } from '../settings.js';
import { childId, networkId } from '../values/arm-id.js';
import { AZURE_NETWORK_REF } from '../values/source-ref.js';
import { dnsSettings } from './dns.js';

const SUBSCRIPTION = '00000000-0000-0000-0000-000000000000';
const GROUP = 'rg-example';

/** `hosts` as objects write them, wildcards included; what is no name on the Internet gets no zone. */
export function exampleSettings(hosts: readonly string[]): Settings {
  const id = (type: string, name: string) => networkId(SUBSCRIPTION, GROUP, type, name);
  const { dns } = check(AZURE_NETWORK, { clusterId: 'example' }, AZURE_NETWORK_REF).value!;
  const virtualNetworkId = id('virtualNetworks', 'vnet-example');
  return {
    clusterId: 'example',
    subscriptionId: SUBSCRIPTION,
    resourceGroup: GROUP,
    location: 'westeurope',
    virtualNetworkId,
    loadBalancer: {
      name: 'example',
      claim: 'All',
      subnetId: childId(virtualNetworkId, 'subnets', 'snet-example'),
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
        id: id('networkSecurityGroups', 'nsg-example'),
        allowPriorities: { from: 3000, to: 3499 },
        denyPriorities: { from: 3500, to: 3599 },
        nodeDestinations: 'Addresses',
      },
    ],
    dns: dnsSettings({ ...dns, zones: zoneNames(hosts).map((name) => ({ id: id('dnsZones', name) })) }),
    mode: 'Apply',
    safety: { maxDeletePercent: 30 },
    drift: { interval: 600, action: 'Repair' },
  };
}

function zoneNames(hosts: readonly string[]): readonly string[] {
  const names = hosts.map((host) =>
    getDomain(host.replace(/^\*\./, '').replace(/\.$/, ''), { allowPrivateDomains: false })?.toLowerCase(),
  );
  return [...new Set(names)].filter((name): name is string => !!name).sort();
}
