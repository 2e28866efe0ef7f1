// What may an administrator decide? The schema of AzureNetwork, of which there is one object, named `default`.
import { Type } from 'typebox';
import { status } from './azure-network-status.js';
import { dns } from './dns-settings.js';
import type { Kind } from './kind.js';
import { AGE, conditionColumn } from './kind.js';
import { loadBalancer } from './load-balancer-settings.js';
import type { SpecOf } from './schema.js';
import { armId, defaulted, duration, fields, oneOf, ruled, SAME_ID } from './schema.js';
import { securityGroup } from './security-group-settings.js';

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
                'How much of what we own, of each kind of resource and of record sets in each zone, may go at once without anybody having asked for it; 100 switches the guard off. More is released by number with the annotation azurenetwork.dev/allow-deletes, such as example.com=12.',
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
    { name: 'Zones', type: 'string', jsonPath: '.status.zonesLine', priority: 1 },
    { name: 'Fullest', type: 'string', jsonPath: '.status.fullest', priority: 1 },
    AGE,
  ],
} as const satisfies Kind;

/** As it is once defaults are in. */
export type AzureNetworkSpec = SpecOf<typeof spec>;
