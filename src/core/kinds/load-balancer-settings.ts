// What may an administrator decide about load balancers and their public IPs?
import { Type } from 'typebox';
import { armId, defaulted, fields, oneOf, portNumber, ruled, textMap } from './schema.js';

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

export const loadBalancer = fields(
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
