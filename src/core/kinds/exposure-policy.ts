// What may teams open? The schema of ExposurePolicy: each grants, none forbids, and what none grants stays shut.
import { Type } from 'typebox';
import type { Kind } from './kind.js';
import { AGE, conditionColumn, statusOf } from './kind.js';
import { labelSelector } from './label-selector.js';
import { EXPOSURE_PATHS } from './port-exposure.js';
import type { SpecOf } from './schema.js';
import { cidrs, defaulted, fields, oneOf, portNumber, ruled } from './schema.js';

const portRange = ruled(
  fields(
    {
      from: portNumber('The first port.'),
      to: portNumber('The last port.'),
      protocol: Type.Optional(oneOf(['TCP', 'UDP'], 'The transport; both, if not given.')),
    },
    'A range of ports.',
  ),
  { rule: 'self.from <= self.to', message: 'must not be smaller than from', fieldPath: '.to' },
);

const spec = fields(
  {
    namespaceSelector: labelSelector('Namespaces whose exposures it grants, by their labels; `{}` means all.'),
    paths: Type.Array(oneOf(EXPOSURE_PATHS, 'As in PortExposure.'), {
      description: 'Ways in that are granted.',
      minItems: 1,
      maxItems: EXPOSURE_PATHS.length,
    }),
    portRanges: Type.Array(portRange, {
      description: 'Ports that are granted.',
      minItems: 1,
      maxItems: 64,
    }),
    sources: defaulted(
      fields(
        {
          allowedCIDRs: defaulted(
            cidrs('Address ranges; a source is granted where it lies inside one of them.', { maxItems: 256 }),
            [],
          ),
        },
        'Who may be let in.',
      ),
      {},
    ),
    internet: defaulted(oneOf(['Deny', 'Allow'], 'Whether sources as wide as the Internet may be let in.'), 'Deny'),
  },
  'What is granted.',
);

export const EXPOSURE_POLICY = {
  kind: 'ExposurePolicy',
  plural: 'exposurepolicies',
  singular: 'exposurepolicy',
  shortNames: ['xpol'],
  scope: 'Cluster',
  description: 'What PortExposures of some namespaces may open. Without one that grants it, nothing is opened.',
  spec,
  status: statusOf({}),
  rules: [],
  columns: [
    { name: 'Internet', type: 'string', jsonPath: '.spec.internet' },
    conditionColumn('Accepted', 'Accepted'),
    AGE,
  ],
} as const satisfies Kind;

/** As it is once defaults are in. */
export type ExposurePolicySpec = SpecOf<typeof spec>;
