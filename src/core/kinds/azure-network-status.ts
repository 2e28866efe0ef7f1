// What does the AzureNetwork show of the whole?
import { Type } from 'typebox';
import { statusOf } from './kind.js';

const count = (description: string) => Type.Optional(Type.Integer({ description }));

export const status = statusOf({
  counts: Type.Optional(
    Type.Object(
      {
        publicIPs: count('Public IPs.'),
        loadBalancerRules: count('Load balancing rules.'),
        securityRules: count('NSG rules.'),
        recordSets: count('DNS record sets.'),
        zones: count('DNS zones of the settings.'),
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
  zones: Type.Optional(
    Type.Array(
      Type.Object({
        id: Type.String(),
        name: Type.String(),
        visibility: Type.String(),
        recordSets: Type.Integer({ description: 'Of ours.' }),
        lastError: Type.Optional(Type.String({ description: "Azure's, of reading it or of a write that waits." })),
        writesLeft: count('How many writes Azure allows within the minute, in steps of ten.'),
      }),
      { description: 'DNS zones, 100 of them at most.' },
    ),
  ),
  zonesLine: Type.Optional(Type.String({ description: 'DNS zones and how many record sets of ours they have.' })),
  publicIPResourceGroups: Type.Optional(
    Type.Array(Type.String(), {
      description:
        "Resource groups beside the settings' own that public IPs of ours are in, so that they are found again.",
    }),
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
