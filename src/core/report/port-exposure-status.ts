// What does a PortExposure show of itself? Whether it is accepted and programmed, which nodes it opens, by which rules,
// and what no policy grants.
import { countOf } from '../values/count-of.js';
import type { CustomObject } from '../cluster/cluster-state.js';
import { CLEANUP_FINALIZER } from '../cluster/finalizers.js';
import type { OpenPortExposure, OpenPortGrant } from '../exposure.js';
import { rulesOf } from '../network/security-groups/index.js';
import { formatPortRange } from '../values/port-range.js';
import { accepted, ACCEPTED, condition, PROGRAMMED } from './conditions.js';
import type { Finding } from './conditions.js';
import { customStatus } from './custom-status.js';
import type { Facts } from './facts.js';
import { withFinalizer, withoutFinalizer } from './finalizers.js';
import { areGroupsHidden, areSecurityGroupsThere } from './in-place.js';
import type { Progress } from './progress.js';
import { progress } from './progress.js';
import type { ReportInput } from './report-input.js';
import type { Said } from './said.js';
import { transitionEvents } from './events.js';

// A status is for people: beyond this many, the count says enough.
const MOST_SHOWN = 100;

export function reportPortExposure(
  custom: CustomObject,
  exposure: OpenPortExposure,
  facts: Facts,
  input: ReportInput,
): Said {
  const { azure, settings, now } = input;
  const object = exposure.source;
  const ruleNames = rulesOf(azure, settings, object);
  if (
    exposure.standing === 'Gone' &&
    ruleNames.length === 0 &&
    !areGroupsHidden(input) &&
    !facts.isUnfinished(object)
  ) {
    return {
      status: { object, conditions: [] },
      publications: withoutFinalizer(custom, object, CLEANUP_FINALIZER),
    };
  }
  const findings = [
    retyped(accepted(facts.problemsOf(object)), 'Accepted'),
    retyped(
      progress('Programmed', object, facts, custom.conditions, programmed(exposure, ruleNames, input)),
      'Programmed',
    ),
  ];
  const conditions = findings.map((finding) => condition(finding, custom.conditions, custom.meta.generation, now));
  const details = {
    destinations: nodesOf(exposure.grants).slice(0, MOST_SHOWN),
    ruleNames: ruleNames.slice(0, MOST_SHOWN),
    refused: exposure.refused.flatMap(shown).slice(0, MOST_SHOWN),
  };
  return {
    status: { object, conditions, details },
    publications: [
      ...withFinalizer(custom, object, CLEANUP_FINALIZER, exposure.standing !== 'Gone' && !facts.heldOf(object)),
      ...customStatus(custom, object, conditions, details),
      ...transitionEvents(object, prefixed(custom), conditions.map(withPrefix), facts),
    ],
  };
}

const PLANNED = {
  reason: 'Planned',
  message: 'spec.mode is Plan: what would be opened is shown, and stays closed.',
} as const;

function programmed({ grants, refused }: OpenPortExposure, ruleNames: readonly string[], input: ReportInput): Progress {
  const nodes = nodesOf(grants).length;
  if (nodes === 0) return { isThere: refused.length === 0, message: 'There is nothing to open.', otherwise: PLANNED };
  return {
    isThere: ruleNames.length > 0 && areSecurityGroupsThere(input),
    message: `Open on ${countOf(nodes, 'node')}.`,
  };
}

function nodesOf(grants: readonly OpenPortGrant[]): readonly string[] {
  return [...new Set(grants.flatMap(({ destinations }) => destinations))].sort();
}

function shown({ protocol, ports, cidrs }: OpenPortGrant) {
  return ports.flatMap((range) =>
    cidrs.map((cidr) => ({ protocol: protocol.toUpperCase(), ports: formatPortRange(range), cidr })),
  );
}

// In the status of our own kinds the conditions need no prefix; events are worked out from those that have it.
function retyped(finding: Finding, type: string): Finding {
  return { ...finding, type };
}

function withPrefix<T extends { readonly type: string }>(one: T): T {
  return { ...one, type: one.type === 'Accepted' ? ACCEPTED : one.type === 'Programmed' ? PROGRAMMED : one.type };
}

function prefixed(custom: CustomObject) {
  return { meta: custom.meta, conditions: custom.conditions.map(withPrefix) };
}
