// What may an administrator decide? The schema of AzureNetwork, of which there is one object, named `default`.
import { Type } from 'typebox';
import type { Kind } from './kind.js';
import { AGE, conditionColumn, statusOf } from './kind.js';
import type { SpecOf } from './schema.js';
import { armId, defaulted, duration, fields, oneOf, portNumber, ruled, textMap } from './schema.js';

export const ALLOW_PRIORITIES = '3000-3499';
export const DENY_PRIORITIES = '3500-3599';
export const NODE_DESTINATIONS = 'Addresses';

// The rules on bands hold for texts of the right shape only, so that a wrong one is blamed once.
const BAND = "'^[0-9]{3,4}-[0-9]{3,4}$'";
const lower = (text: string) => `int(${text}.split('-')[0])`;
const upper = (text: string) => `int(${text}.split('-')[1])`;
const SAME_ID = 'self.all(a, self.exists_one(b, b.id.lowerAscii() == a.id.lowerAscii()))';

function band(description: string) {
  return ruled(
    Type.String({ description, maxLength: 9 }),
    { rule: `self.matches(${BAND})`, message: 'must be two priorities with a hyphen between them, such as 3000-3499' },
    {
      rule: `!self.matches(${BAND}) || (${lower('self')} >= 100 && ${upper('self')} <= 4096)`,
      message: 'must lie within 100-4096, the priorities that Azure gives to users',
    },
    {
      rule: `!self.matches(${BAND}) || ${lower('self')} <= ${upper('self')}`,
      message: 'must begin with the lower of its two priorities',
    },
  );
}

const securityGroup = ruled(
  fields(
    {
      id: armId('networkSecurityGroups', 'The NSG, by its id.'),
      allowPriorities: defaulted(band('Priorities that our rules that allow may take.'), ALLOW_PRIORITIES),
      denyPriorities: defaulted(band('Priorities that our rules that deny may take.'), DENY_PRIORITIES),
      nodeDestinations: defaulted(
        oneOf(
          ['Addresses', 'Subnets'],
          'How nodes stand in rules: Addresses, each by its own; Subnets, by the prefixes of their subnets, which takes fewer entries but means every machine there.',
        ),
        NODE_DESTINATIONS,
      ),
    },
    'An NSG that rules are written to, and where in it.',
  ),
  {
    rule:
      `!self.allowPriorities.matches(${BAND}) || !self.denyPriorities.matches(${BAND}) || ` +
      `${upper('self.allowPriorities')} < ${lower('self.denyPriorities')} || ` +
      `${upper('self.denyPriorities')} < ${lower('self.allowPriorities')}`,
    message: 'must not overlap allowPriorities',
    fieldPath: '.denyPriorities',
  },
);

const clusterId = ruled(
  Type.String({
    description: 'Marks all that this cluster owns in Azure. Can never be changed.',
    minLength: 1,
    maxLength: 32,
  }),
  {
    rule: "self.matches('^[a-z0-9]([a-z0-9-]*[a-z0-9])?$')",
    message: 'must consist of lower-case letters, digits and hyphens, and begin and end with a letter or digit',
  },
  { rule: 'self == oldSelf', message: 'cannot be changed: all that the cluster owns in Azure is marked with it' },
);

// Names and values of tags are checked where the settings are read: a rule over keys of any length costs too much in CEL.
function azureTags(description: string) {
  return textMap(description, { maxProperties: 40, maxLength: 256 });
}

const probe = ruled(
  fields(
    {
      mode: Type.Optional(
        oneOf(
          ['ServiceNodePort', 'Shared'],
          'ServiceNodePort: each port of a Service is asked on its node port. Shared: one HTTP probe asks each node for all Services with externalTrafficPolicy: Cluster. Default: that of azure.json, or ServiceNodePort.',
        ),
      ),
      port: Type.Optional(portNumber('Of the shared probe. Default: that of azure.json, or 10256 (kube-proxy).')),
      path: Type.Optional(
        ruled(
          Type.String({
            description: 'Of the shared probe. Default: that of azure.json, or /healthz.',
            maxLength: 2048,
          }),
          { rule: "self.startsWith('/')", message: 'must begin with a slash' },
        ),
      ),
      interval: defaulted(
        Type.Integer({
          description: 'Seconds between two questions of a probe, unless the Service says otherwise.',
          minimum: 5,
          maximum: 119,
        }),
        5,
      ),
      threshold: defaulted(
        Type.Integer({
          description: 'Answers that fail until a node is down, unless the Service says otherwise.',
          minimum: 2,
          maximum: 100,
        }),
        2,
      ),
    },
    'Health probes.',
  ),
  {
    rule: '!has(self.interval) || !has(self.threshold) || self.interval * self.threshold < 120',
    message: 'must be less than 120 when multiplied with interval: Azure takes no longer to call a node down',
    fieldPath: '.threshold',
  },
);

const adopt = fields(
  {
    removePeerRules: defaulted(
      Type.Boolean({
        description:
          "Whether rules of Azure's cloud controller (k8s-azure-lb…) go from the NSGs for destinations that are ours now, once ours are in place.",
      }),
      false,
    ),
    replaceNicPools: defaulted(
      Type.Boolean({ description: 'Whether backend pools of network interfaces become pools of addresses.' }),
      false,
    ),
  },
  "Taking over what Azure's cloud controller made for the same Services.",
);

const loadBalancer = fields(
  {
    name: Type.Optional(
      ruled(
        Type.String({
          description:
            'Name of the public load balancer; the internal one has `-internal` after it. Default: that of azure.json, or clusterId.',
          minLength: 1,
          maxLength: 71,
        }),
        {
          rule: "self.matches('^[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9_])?$')",
          message:
            'must consist of letters, digits, underscores, dots and hyphens, begin with a letter or digit and end with one or an underscore',
        },
      ),
    ),
    claim: defaulted(
      oneOf(
        ['ClassOnly', 'All'],
        'Which Services are ours: ClassOnly, those whose loadBalancerClass is ours; All, those without a class too.',
      ),
      'ClassOnly',
    ),
    subnetId: Type.Optional(
      armId(
        'virtualNetworks/subnets',
        'The subnet of internal addresses, unless a Service names another. Default: that of azure.json.',
      ),
    ),
    excludeControlPlaneNodes: Type.Optional(
      Type.Boolean({
        description:
          'Whether control plane nodes are kept out of the backend pools. Default: that of azure.json, or true.',
      }),
    ),
    backends: Type.Optional(
      oneOf(
        ['NodeIP', 'PodIP'],
        'Who is behind the frontends: the nodes, or on flat networks the pods themselves. Default: that of azure.json, or NodeIP.',
      ),
    ),
    probe: defaulted(probe, {}),
    disableOutboundSNAT: Type.Optional(
      Type.Boolean({
        description:
          'Whether nodes may not use the frontends for connections of their own. Default: that of azure.json, or false.',
      }),
    ),
    maxRulesPerBackend: defaulted(
      Type.Integer({
        description: 'Load balancing rules that may lead to one network interface.',
        minimum: 1,
        maximum: 1500,
      }),
      300,
    ),
    adopt: defaulted(adopt, {}),
    tags: Type.Optional(azureTags('On load balancers and public IPs that we make. Default: those of azure.json.')),
    publicIPTags: defaulted(azureTags('On public IPs that we make, over `tags`.'), {}),
    publicIPPrefixId: Type.Optional(
      armId(
        'publicIPPrefixes',
        'Where public IPv4 addresses are taken from, unless a Service names another. Default: any address of the region.',
      ),
    ),
    publicIPPrefixIdIPv6: Type.Optional(armId('publicIPPrefixes', 'As publicIPPrefixId, for public IPv6 addresses.')),
    publicIPZones: defaulted(
      ruled(
        Type.Array(Type.String({ maxLength: 1, minLength: 1 }), {
          description: "Zones of public IPs that we make; none: Azure's choice, which is all zones of the region.",
          maxItems: 3,
        }),
        { rule: "self.all(a, a.matches('^[1-9]$'))", message: 'must consist of numbers of zones, such as 1' },
        { rule: 'self.all(a, self.exists_one(b, b == a))', message: 'must not name a zone twice' },
      ),
      [],
    ),
  },
  'Load balancers.',
);

const dns = fields(
  {
    zones: defaulted(
      ruled(
        Type.Array(
          fields({ id: armId('dnsZones', 'The zone, by its id; its name is the last part.') }, 'A public zone.'),
          {
            description: 'The zones that names are written to, in any subscription.',
            maxItems: 64,
          },
        ),
        { rule: SAME_ID, message: 'must not name a zone twice' },
      ),
      [],
    ),
    ttl: defaulted(
      Type.Integer({
        description: 'Seconds that resolvers may keep a record, unless its object says otherwise.',
        minimum: 1,
        maximum: 2147483647,
      }),
      300,
    ),
    gracePeriod: defaulted(duration('How long names outlive the addresses of their object.'), '10m'),
  },
  'Names.',
);

const spec = fields(
  {
    clusterId,
    subscriptionId: Type.Optional(
      ruled(
        Type.String({
          description: 'Where load balancers and public IPs are made. Default: that of azure.json.',
          maxLength: 36,
        }),
        {
          rule: "self.matches('^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$')",
          message: 'must be a subscription id, such as 00000000-0000-0000-0000-000000000000',
        },
      ),
    ),
    resourceGroup: Type.Optional(
      ruled(
        Type.String({
          description: 'Where load balancers and public IPs are made. Default: that of azure.json.',
          minLength: 1,
          maxLength: 90,
        }),
        {
          rule: "self.matches('^[A-Za-z0-9_().-]*[A-Za-z0-9_()-]$')",
          message: 'must be the name of a resource group: letters, digits, _ ( ) . - and no dot at the end',
        },
      ),
    ),
    location: Type.Optional(
      ruled(
        Type.String({
          description: 'The region, by its short name. Default: that of azure.json.',
          minLength: 1,
          maxLength: 64,
        }),
        { rule: "self.matches('^[a-z0-9]+$')", message: 'must be the short name of a region, such as westeurope' },
      ),
    ),
    virtualNetworkId: Type.Optional(
      armId('virtualNetworks', 'The virtual network of the nodes. Default: that of azure.json.'),
    ),
    loadBalancer: defaulted(loadBalancer, {}),
    securityGroups: Type.Optional(
      ruled(
        Type.Array(securityGroup, {
          description: 'The NSGs of the nodes. Default: that of azure.json, with the default priorities.',
          maxItems: 16,
        }),
        { rule: SAME_ID, message: 'must not name an NSG twice' },
      ),
    ),
    dns: defaulted(dns, {}),
    mode: defaulted(
      oneOf(['Apply', 'Plan'], 'Apply: write to Azure. Plan: work out and show everything, write nothing.'),
      'Apply',
    ),
    safety: defaulted(
      fields(
        {
          maxDeletePercent: defaulted(
            Type.Integer({
              description:
                'How much of what we own, of each kind of resource, may go at once without anybody having asked for it; 100 switches the guard off.',
              minimum: 0,
              maximum: 100,
            }),
            30,
          ),
        },
        'Guards.',
      ),
      {},
    ),
    drift: defaulted(
      fields(
        {
          interval: defaulted(duration('How often all that we own in Azure is read again.', '10s'), '10m'),
          action: defaulted(
            oneOf(['Repair', 'Report'], 'Repair: what others changed is set right. Report: it is told, and left.'),
            'Repair',
          ),
        },
        'Changes made in Azure by others.',
      ),
      {},
    ),
  },
  'What the administrator has decided.',
);

const count = (description: string) => Type.Optional(Type.Integer({ description }));

const status = statusOf({
  counts: Type.Optional(
    Type.Object(
      {
        publicIPs: count('Public IPs.'),
        loadBalancerRules: count('Load balancing rules.'),
        securityRules: count('NSG rules.'),
        recordSets: count('DNS record sets.'),
      },
      { description: 'What we own in Azure.' },
    ),
  ),
  limits: Type.Optional(
    Type.Array(
      Type.Object({
        resource: Type.String(),
        limit: Type.String(),
        used: Type.Integer(),
        allowed: Type.Integer(),
      }),
      { description: 'How much of each limit is used, by the name of the Azure resource.' },
    ),
  ),
  fullest: Type.Optional(Type.String({ description: 'The limit that is nearest, and how much of it is used.' })),
  problems: count('Problems with objects of the cluster.'),
  withheld: Type.Optional(
    Type.Array(
      Type.Object({ id: Type.String(), action: Type.String(), reason: Type.String(), message: Type.String() }),
      { description: 'Writes that are kept back, and why.' },
    ),
  ),
});

export const AZURE_NETWORK = {
  kind: 'AzureNetwork',
  plural: 'azurenetworks',
  singular: 'azurenetwork',
  shortNames: ['aznet'],
  scope: 'Cluster',
  description: 'The settings of azure-network-operator: one object, named `default`.',
  spec,
  status,
  rules: [
    {
      rule: "self.metadata.name == 'default'",
      message: 'must be default: a cluster has one AzureNetwork',
      fieldPath: '.metadata.name',
    },
  ],
  columns: [
    { name: 'Cluster', type: 'string', jsonPath: '.spec.clusterId' },
    { name: 'Mode', type: 'string', jsonPath: '.spec.mode' },
    conditionColumn('Ready', 'Ready'),
    conditionColumn('Synced', 'Synced'),
    { name: 'Problems', type: 'integer', jsonPath: '.status.problems' },
    { name: 'Public-IPs', type: 'integer', jsonPath: '.status.counts.publicIPs', priority: 1 },
    { name: 'LB-Rules', type: 'integer', jsonPath: '.status.counts.loadBalancerRules', priority: 1 },
    { name: 'NSG-Rules', type: 'integer', jsonPath: '.status.counts.securityRules', priority: 1 },
    { name: 'Records', type: 'integer', jsonPath: '.status.counts.recordSets', priority: 1 },
    { name: 'Fullest', type: 'string', jsonPath: '.status.fullest', priority: 1 },
    AGE,
  ],
} as const satisfies Kind;

/** As it is once defaults are in. */
export type AzureNetworkSpec = SpecOf<typeof spec>;
