// Which ports of its pods or nodes does a team want open, and to whom? The schema of PortExposure.
import { Type } from 'typebox';
import type { Kind } from './kind.js';
import { AGE, conditionColumn, statusOf } from './kind.js';
import { labelSelector } from './label-selector.js';
import type { SpecOf } from './schema.js';
import { cidrs, defaulted, fields, oneOf, portNumber, ruled } from './schema.js';

export const EXPOSURE_PATHS = ['HostPort', 'HostNetwork', 'NodePort'] as const;

const port = ruled(
  fields(
    {
      port: portNumber('The port as the outside sees it on the node; the first one of a range.'),
      endPort: Type.Optional(portNumber('The last port of a range.')),
      protocol: oneOf(['TCP', 'UDP'], 'The transport.'),
    },
    'One port or one range.',
  ),
  {
    rule: '!has(self.endPort) || self.endPort >= self.port',
    message: 'must not be smaller than port',
    fieldPath: '.endPort',
  },
);

const spec = ruled(
  fields(
    {
      podSelector: Type.Optional(
        labelSelector(
          'With HostPort and HostNetwork: the pods, by their labels; `{}` means all pods of the namespace.',
        ),
      ),
      serviceRef: Type.Optional(
        fields(
          { name: Type.String({ description: 'Its name, in the same namespace.', minLength: 1, maxLength: 63 }) },
          'With NodePort: the Service.',
        ),
      ),
      path: oneOf(
        EXPOSURE_PATHS,
        'How traffic gets in: by a hostPort of the pods, by the host network of the pods, or by a node port of the Service.',
      ),
      ports: Type.Array(port, { description: 'What is opened, and nothing else.', minItems: 1, maxItems: 64 }),
      sources: fields(
        { cidrs: cidrs('Address ranges, IPv4 or IPv6.', { minItems: 1, maxItems: 256 }) },
        'Who may come; there is no default.',
      ),
      mode: defaulted(
        oneOf(['Enforce', 'Plan'], 'Enforce: write to Azure. Plan: work out and show the rules, write nothing.'),
        'Enforce',
      ),
    },
    'The ports to open.',
  ),
  {
    rule: 'has(self.podSelector) != has(self.serviceRef)',
    message: 'must have exactly one of podSelector and serviceRef',
  },
  {
    rule: "self.path != 'NodePort' || has(self.serviceRef)",
    message: 'must be named with path NodePort',
    fieldPath: '.serviceRef',
  },
  {
    rule: "self.path == 'NodePort' || has(self.podSelector)",
    message: 'must be given with path HostPort and HostNetwork',
    fieldPath: '.podSelector',
  },
);

const status = statusOf({
  destinations: Type.Optional(
    Type.Array(Type.String(), { description: 'Node addresses that are opened; the first hundred.' }),
  ),
  ruleNames: Type.Optional(Type.Array(Type.String(), { description: 'NSG rules that open them; the first hundred.' })),
  refused: Type.Optional(
    Type.Array(Type.Object({ protocol: Type.String(), ports: Type.String(), cidr: Type.String() }), {
      description: 'What no ExposurePolicy grants; the first hundred.',
    }),
  ),
});

export const PORT_EXPOSURE = {
  kind: 'PortExposure',
  plural: 'portexposures',
  singular: 'portexposure',
  shortNames: ['px', 'portexp'],
  scope: 'Namespaced',
  description: 'Ports of pods or nodes to open in the NSGs. It takes an ExposurePolicy that grants them.',
  spec,
  status,
  rules: [],
  columns: [
    { name: 'Path', type: 'string', jsonPath: '.spec.path' },
    { name: 'Mode', type: 'string', jsonPath: '.spec.mode' },
    conditionColumn('Accepted', 'Accepted'),
    conditionColumn('Programmed', 'Programmed'),
    AGE,
  ],
} as const satisfies Kind;

/** As it is once defaults are in. */
export type PortExposureSpec = SpecOf<typeof spec>;
