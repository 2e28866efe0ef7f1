// What may an administrator decide? The schema of AzureNetwork, of which there is one object, named `default`.
import { Type } from 'typebox';
import type { Kind } from './kind.js';
import { AGE, conditionColumn, statusOf } from './kind.js';
import type { SpecOf } from './schema.js';
import { armId, defaulted, duration, fields, oneOf, ruled } from './schema.js';

export const ALLOW_PRIORITIES = '3000-3499';
export const DENY_PRIORITIES = '3500-3599';

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

const loadBalancer = fields(
  {
    name: Type.Optional(
      ruled(
        Type.String({
          description:
            'Name of the public load balancer; the internal one has `-internal` after it. Default: clusterId.',
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
    excludeControlPlaneNodes: defaulted(
      Type.Boolean({ description: 'Whether control plane nodes are kept out of the backend pools.' }),
      true,
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
        { interval: defaulted(duration('How often all that we own in Azure is read again.', '10s'), '10m') },
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
    AGE,
  ],
} as const satisfies Kind;

/** As it is once defaults are in. */
export type AzureNetworkSpec = SpecOf<typeof spec>;
