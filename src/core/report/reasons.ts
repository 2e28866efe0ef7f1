// Which reasons do conditions and events give, and what does each mean? Programs and alerts lean on them, so they stay; the
// page of the docs is made of this table.
import type { ProblemReason } from '../values/problem.js';

interface Row {
  /** Of conditions: their types without `azurenetwork.dev/`. */
  readonly conditions: string;
  readonly event: 'Normal' | 'Warning' | '–';
  /** Kinds of the objects that are told; `routes` are all kinds of them. */
  readonly on: string;
  readonly means: string;
}

const NAMED = 'Service, Ingress, routes, DNSEndpoint, Node';
const ALL = `${NAMED}, PortExposure`;
const EVERY = `${ALL}, AzureNetwork`;

const refusal = (on: string, means: string): Row => ({ conditions: 'Accepted', event: 'Warning', on, means });

// What is wrong with what somebody wrote.
const PROBLEMS = {
  InvalidAnnotation: refusal(NAMED, 'A value of an annotation is not among those allowed.'),
  InvalidField: refusal(`${ALL}, ExposurePolicy`, 'The same, of a field.'),
  InvalidHostname: refusal(NAMED, 'A host is no DNS name.'),
  InvalidSettings: {
    conditions: 'Accepted, Ready',
    event: 'Warning',
    on: 'AzureNetwork',
    means:
      'A field of the AzureNetwork is wrong; the last good settings stay in force. Or it means nothing where it stands, and the others count.',
  },
  Unsupported: refusal(
    NAMED,
    'It is known, and has no effect here or cannot work here: the message says which and why.',
  ),
  SubnetNotFound: refusal('Service', 'The virtual network has no such subnet, or none is named.'),
  PortConflict: refusal('Service', 'Another Service, or a rule that is not ours, has that port of the shared address.'),
  AddressConflict: refusal(
    'Service',
    'The address cannot be used here, or would have to change without the user’s word.',
  ),
  NameConflict: refusal(NAMED, 'Two objects want one name; the older has it.'),
  NameTaken: refusal(NAMED, 'Something of that name is there, and is not ours.'),
  NoZone: refusal(NAMED, 'No zone of the settings is the host’s.'),
  HostRefused: refusal(
    NAMED,
    'The zone’s settings don’t give that host to this namespace, or a route’s parents don’t take the route.',
  ),
  OpenToNetwork: refusal(
    'Service',
    'Azure’s default rule lets the virtual network in, whatever the ranges: only the deny annotation shuts it out.',
  ),
  LimitReached: refusal(
    ALL,
    'A limit of Azure, or of the settings, is reached; the message says how much is used, and by whom.',
  ),
  NoPolicy: refusal('PortExposure', 'No ExposurePolicy allows anything to that namespace.'),
  RefusedByPolicy: refusal('PortExposure', 'No ExposurePolicy allows this.'),
  Shadowed: refusal(
    'Service, PortExposure',
    'A rule that is not ours comes first in the security group: what is asked for has no effect there.',
  ),
  NothingSelected: refusal('PortExposure', 'No pod, node or port is meant by it now.'),
  NotFound: refusal(
    'Service, Ingress, routes, Node, PortExposure, AzureNetwork',
    'What it names is not there, or the settings take none of its addresses.',
  ),
  Forbidden: refusal('AzureNetwork', 'What it names may not be used or seen.'),
  AzureError: {
    conditions: 'Accepted, Programmed, NamesProgrammed, Synced',
    event: 'Warning',
    on: EVERY,
    means:
      'Azure refused a write; code and message are Azure’s. On Accepted: it is this object’s demand that it refused.',
  },
} as const satisfies Record<ProblemReason, Row>;

export const REASONS = {
  ...PROBLEMS,
  Accepted: {
    conditions: 'Accepted',
    event: '–',
    on: `${EVERY}, ExposurePolicy`,
    means: 'All that it asks for is understood; warnings stand in the message.',
  },
  Programmed: {
    conditions: 'Programmed, NamesProgrammed',
    event: 'Normal',
    on: ALL,
    means: 'Azure has all of it, and it works; of names: their record sets are there with what was asked for.',
  },
  NamesProgrammed: {
    conditions: '–',
    event: 'Normal',
    on: NAMED,
    means: 'Its DNS record sets are there, as it asks for them.',
  },
  Pending: {
    conditions: 'Programmed, NamesProgrammed, Synced',
    event: '–',
    on: EVERY,
    means: 'Azure is being brought in step; the message says what is still to come.',
  },
  Planned: {
    conditions: 'Programmed',
    event: '–',
    on: 'PortExposure',
    means: '`spec.mode: Plan`: what would be done is only shown.',
  },
  Held: {
    conditions: 'Programmed, NamesProgrammed',
    event: 'Warning',
    on: ALL,
    means: 'What it has in Azure stays as it is until what is wrong with it is mended.',
  },
  Waiting: {
    conditions: '–',
    event: 'Normal',
    on: 'Ingress, routes, Node',
    means:
      'Its names wait for what somebody else is to give: an address, or the word of a parent. What they have in Azure stays.',
  },
  Withheld: {
    conditions: 'Programmed, NamesProgrammed, Synced',
    event: 'Warning',
    on: EVERY,
    means: 'A guard keeps a write back; the message says which and how it is released.',
  },
  NotAccepted: {
    conditions: 'Programmed, NamesProgrammed',
    event: '–',
    on: ALL,
    means: 'All its ports are refused; of names: some are, and the message says which and why.',
  },
  Deleting: { conditions: 'Programmed', event: 'Normal', on: 'Service', means: 'It is being taken out of Azure.' },
  InStep: { conditions: 'Synced', event: '–', on: 'AzureNetwork', means: 'Azure is as the cluster asks.' },
  PlanMode: {
    conditions: 'Synced',
    event: '–',
    on: 'AzureNetwork',
    means: '`spec.mode: Plan`: writes are planned and none is sent.',
  },
  Ready: { conditions: 'Ready', event: '–', on: 'AzureNetwork', means: 'The operator works for this cluster.' },
  Degraded: {
    conditions: 'Ready',
    event: '–',
    on: 'AzureNetwork',
    means: 'A part of the settings is wrong, or a part of Azure cannot be read.',
  },
  AzureUnreachable: {
    conditions: 'Ready',
    event: 'Warning',
    on: 'AzureNetwork',
    means: 'Azure could not be read since the start; nothing is done until it can.',
  },
  TooManyDeletes: {
    conditions: '–',
    event: 'Warning',
    on: 'AzureNetwork',
    means:
      'More would be deleted at once than `spec.safety` allows (of record sets: in one zone): nothing is, until it is released.',
  },
  DriftRepaired: {
    conditions: '–',
    event: 'Warning',
    on: EVERY,
    means: 'Somebody else changed what is ours in Azure; it was put right. The message says what, and between when.',
  },
  DriftReported: {
    conditions: '–',
    event: 'Warning',
    on: EVERY,
    means: 'The same, where `spec.drift.action: Report` leaves it.',
  },
  DriftFlapping: {
    conditions: '–',
    event: 'Warning',
    on: EVERY,
    means: 'Somebody keeps changing it (three times within an hour): it is left for a while.',
  },
} as const satisfies Record<string, Row>;

/** Stable. */
export type Reason = keyof typeof REASONS;
