// Who may come to a Service? Its ranges, from the field or the annotations, in the fewest canonical CIDRs, and its
// service tags; and is everybody else refused?
//
//   ranges or tags given    public          internal
//   none                    the Internet    no rule: the network's own default rule lets the virtual network in
//   some                    these           these, and without the deny annotation the virtual network too
//   rules switched off      no rule at all, whatever is given
import type { Sources } from '../../exposure.js';
import { mergeCidrs } from '../../values/cidr-set.js';
import { parseCidr } from '../../values/cidr.js';
import type { Family } from '../../values/ip-address.js';
import { FAMILY_NAMES, familyOf } from '../../values/ip-address.js';
import { together } from '../../values/list.js';
import type { Parsed, Problem } from '../../values/problem.js';
import { problem, quoted, warning } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import type { ReadAnnotation } from '../annotations/index.js';
import { ANNOTATIONS, MOST_RANGES, readAnnotation, tooMany } from '../annotations/index.js';
import type { Service } from '../cluster-state.js';
import { withoutEffect } from './without-effect.js';

export interface ReadSources {
  readonly sources: Sources;
  readonly denyOthers: boolean;
  readonly problems: readonly Problem[];
}

const FIELD = 'spec.loadBalancerSourceRanges';

export function readSources(
  service: Service,
  isInternal: boolean,
  families: readonly Family[],
  object: SourceRef,
): ReadSources {
  const ranges = readRanges(service, object);
  const tags = readAnnotation(ANNOTATIONS.allowedServiceTags, service.meta, object);
  const deny = readAnnotation(ANNOTATIONS.denyAllExcept, service.meta, object);
  const disable = readAnnotation(ANNOTATIONS.disableRules, service.meta, object);
  const problems = [...ranges.problems, ...[tags, deny, disable].flatMap((parsed) => parsed.problems)];
  if (disable.value === true) {
    return {
      sources: { tags: [], cidrs: [] },
      denyOthers: false,
      problems: [...problems, ...overruled(ranges, tags, deny, disable, object)],
    };
  }
  const given: Sources = { tags: [...new Set(tags.value)].sort(), cidrs: ranges.cidrs };
  const isGiven = given.tags.length > 0 || given.cidrs.length > 0;
  const denyOthers = deny.value === true && isGiven;
  return {
    sources: isGiven || isInternal ? given : { tags: ['Internet'], cidrs: [] },
    denyOthers,
    problems: [
      ...problems,
      ...(isGiven
        ? []
        : withoutEffect([deny], 'without ranges or service tags: it refuses whom these leave out', object)),
      ...(isInternal && isGiven && !denyOthers ? [networkComesToo(deny.key, ranges.key ?? tags.key, object)] : []),
      ...closedFamilies(given, ranges.key, families, object),
    ],
  };
}

interface Ranges {
  readonly cidrs: readonly string[];
  /** The first that gives any. */
  readonly key: string | undefined;
  readonly problems: readonly Problem[];
}

function readRanges({ meta, loadBalancerSourceRanges: field }: Service, object: SourceRef): Ranges {
  const ranges = readAnnotation(ANNOTATIONS.sourceRanges, meta, object);
  const allowed = readAnnotation(ANNOTATIONS.allowedRanges, meta, object);
  const fromField = readField(field, object);
  const inForce = [field.length > 0 ? fromField : ranges, allowed];
  const problems = inForce.flatMap((parsed) => parsed.problems);
  if (field.length > 0 && (allowed.value ?? []).length > 0) problems.push(conflict(allowed, object));
  const given = inForce.flatMap(({ value }) => value ?? []);
  const key = field.length > 0 ? FIELD : [ranges, allowed].find(({ isSet }) => isSet)?.key;
  const cidrs = mergeCidrs(given);
  if (cidrs.length > MOST_RANGES)
    problems.push(...tooMany({ object, key: key ?? FIELD, reason: 'LimitReached' }, cidrs.length).problems);
  return { cidrs, key, problems };
}

function readField(field: readonly string[], object: SourceRef): Parsed<readonly string[]> {
  if (field.length > MOST_RANGES) return tooMany({ object, key: FIELD, reason: 'LimitReached' }, field.length);
  return together(
    field.map((text, index) => parseCidr(text, { object, key: `${FIELD}[${index}]`, reason: 'InvalidField' })),
  );
}

function conflict({ key, text }: ReadAnnotation<unknown>, object: SourceRef): Problem {
  const message = `${key}: it can't be used together with ${FIELD}. Allowed is one of the two: put all ranges into the field.`;
  return problem({ object, key, reason: 'InvalidAnnotation' }, text, message);
}

// Whoever asks for everybody else to be refused, and for no rules, would believe to be safe.
function overruled(
  ranges: Ranges,
  tags: ReadAnnotation<readonly string[]>,
  deny: ReadAnnotation<boolean>,
  disable: ReadAnnotation<boolean>,
  object: SourceRef,
): readonly Problem[] {
  if (deny.value === true) {
    const message = `${deny.key}: it can't be used together with ${disable.key}, by which no rule is written. Allowed is one of the two.`;
    return [problem({ object, key: deny.key, reason: 'InvalidAnnotation' }, deny.text, message)];
  }
  const idle = ranges.key ?? (tags.isSet ? tags.key : undefined);
  if (idle === undefined) return [];
  const message = `${disable.key}: no security rule enforces ${idle}: somebody else has to.`;
  return [warning({ object, key: disable.key, reason: 'InvalidAnnotation' }, disable.text, message)];
}

/** AllowVnetInBound, priority 65000 (https://github.com/Azure/AKS/issues/1696). */
function networkComesToo(denyKey: string, key: string, object: SourceRef): Problem {
  const message =
    `${key}: Azure's default rule AllowVnetInBound (65000) still lets the whole virtual network in. ` +
    `To let in nobody else, set ${denyKey}: "true".`;
  return warning({ object, key, reason: 'OpenToNetwork' }, '', message);
}

/**
 * With ranges of the other family alone, and no tags, nobody can come by this one. A Service that nobody at all could
 * come to is a mistake; of a dual-stack one, half of it may be meant.
 */
function closedFamilies(
  { tags, cidrs }: Sources,
  key: string | undefined,
  families: readonly Family[],
  object: SourceRef,
): readonly Problem[] {
  if (tags.length > 0 || cidrs.length === 0 || key === undefined) return [];
  const closed = families.filter((family) => !cidrs.some((cidr) => familyOf(cidr) === family));
  const names = closed.map((family) => FAMILY_NAMES[family]).join(' and ');
  const origin = { object, key, reason: key === FIELD ? 'InvalidField' : 'InvalidAnnotation' } as const;
  if (closed.length === families.length) {
    const value = cidrs.join(',');
    const message = `${key}: none of ${quoted(value)} is ${names}, so nobody could come. Allowed is at least one ${names} range.`;
    return [problem(origin, value, message)];
  }
  if (closed.length === 0) return [];
  const message = `${key}: none of the ranges is ${names}, so nobody is let in to the ${names} address of this Service.`;
  return [warning(origin, cidrs.join(','), message)];
}
