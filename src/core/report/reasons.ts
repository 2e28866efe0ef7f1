// Which reasons do conditions and events give, and what does each mean? Programs and alerts lean on them, so they stay; the
// page of the docs is made of this table.
import type { ProblemReason } from '../values/problem.js';

interface Row {
  /** Of conditions: their types without `azurenetwork.dev/`. */
  readonly conditions: string;
  readonly event: 'Normal' | 'Warning' | '–';
  readonly means: string;
}

const refusal = (means: string): Row => ({ conditions: 'Accepted', event: 'Warning', means });

// What is wrong with what somebody wrote.
const PROBLEMS = {
  InvalidAnnotation: refusal('A value of an annotation is not among those allowed.'),
  InvalidField: refusal('The same, of a field.'),
  InvalidHostname: refusal('A host is no DNS name.'),
  InvalidSettings: refusal('A field of the AzureNetwork is wrong; the last good settings stay in force.'),
  Unsupported: refusal('It is known, and has no effect here or cannot work here: the message says which and why.'),
  SubnetNotFound: refusal('The virtual network has no such subnet, or none is named.'),
  PortConflict: refusal('Another Service, or a rule that is not ours, has that port of the shared address.'),
  AddressConflict: refusal('The address cannot be used here, or would have to change without the user’s word.'),
  NameConflict: refusal('Two objects want one name; the older has it.'),
  NameTaken: refusal('Something of that name is there, and is not ours.'),
  NoZone: refusal('No zone of the settings is the host’s.'),
  HostRefused: refusal('The zone’s settings don’t give that host to this namespace.'),
  OpenToNetwork: refusal(
    'Azure’s default rule lets the virtual network in, whatever the ranges: only the deny annotation shuts it out.',
  ),
  LimitReached: refusal(
    'A limit of Azure, or of the settings, is reached; the message says how much is used, and by whom.',
  ),
  NoPolicy: refusal('No ExposurePolicy allows anything to that namespace.'),
  RefusedByPolicy: refusal('No ExposurePolicy allows this.'),
  Shadowed: refusal(
    'A rule that is not ours comes first in the security group: what is asked for has no effect there.',
  ),
  NothingSelected: refusal('No pod, node or port is meant by it now.'),
  NotFound: refusal('What it names is not there.'),
  Forbidden: refusal('What it names may not be used or seen.'),
  AzureError: {
    conditions: 'Accepted, Programmed, NamesProgrammed, Synced',
    event: 'Warning',
    means:
      'Azure refused a write; code and message are Azure’s. On Accepted: it is this object’s demand that it refused.',
  },
} as const satisfies Record<ProblemReason, Row>;

export const REASONS = {
  ...PROBLEMS,
  Accepted: {
    conditions: 'Accepted',
    event: '–',
    means: 'All that it asks for is understood; warnings stand in the message.',
  },
  Programmed: {
    conditions: 'Programmed, NamesProgrammed',
    event: 'Normal',
    means: 'Azure has all of it, and it works; of names: their record sets are there with what was asked for.',
  },
  NamesProgrammed: { conditions: '–', event: 'Normal', means: 'Its DNS record sets are there, as it asks for them.' },
  Pending: {
    conditions: 'Programmed, NamesProgrammed, Synced',
    event: '–',
    means: 'Azure is being brought in step; the message says what is still to come.',
  },
  Planned: { conditions: 'Programmed', event: '–', means: '`spec.mode: Plan`: what would be done is only shown.' },
  Held: {
    conditions: 'Programmed, NamesProgrammed',
    event: 'Warning',
    means: 'What it has in Azure stays as it is until what is wrong with it is mended.',
  },
  Withheld: {
    conditions: 'Programmed, NamesProgrammed, Synced',
    event: 'Warning',
    means: 'A guard keeps a write back; the message says which and how it is released.',
  },
  NotAccepted: {
    conditions: 'Programmed, NamesProgrammed',
    event: '–',
    means: 'All its ports are refused; of names: some are, and the message says which and why.',
  },
  Deleting: { conditions: 'Programmed', event: 'Normal', means: 'It is being taken out of Azure.' },
  InStep: { conditions: 'Synced', event: '–', means: 'Azure is as the cluster asks.' },
  PlanMode: { conditions: 'Synced', event: '–', means: '`spec.mode: Plan`: writes are planned and none is sent.' },
  Ready: { conditions: 'Ready', event: '–', means: 'The operator works for this cluster.' },
  Degraded: {
    conditions: 'Ready',
    event: '–',
    means: 'A part of the settings is wrong, or a part of Azure cannot be read.',
  },
  AzureUnreachable: {
    conditions: 'Ready',
    event: 'Warning',
    means: 'Azure could not be read since the start; nothing is done until it can.',
  },
  TooManyDeletes: {
    conditions: '–',
    event: 'Warning',
    means:
      'More would be deleted at once than `spec.safety` allows (of record sets: in one zone): nothing is, until it is released.',
  },
  DriftRepaired: {
    conditions: '–',
    event: 'Warning',
    means: 'Somebody else changed what is ours in Azure; it was put right. The message says what, and between when.',
  },
  DriftReported: { conditions: '–', event: 'Warning', means: 'The same, where `spec.drift.action: Report` leaves it.' },
  DriftFlapping: {
    conditions: '–',
    event: 'Warning',
    means: 'Somebody keeps changing it (three times within an hour): it is left for a while.',
  },
} as const satisfies Record<string, Row>;

/** Stable. */
export type Reason = keyof typeof REASONS;
