// Who may come to a Service? Its ranges, from the field or the annotations, in the fewest canonical CIDRs.
//
//   ranges given    public        internal
//   none            Internet      none: the network's own default rule lets the virtual network in
//   some            these         these, 0.0.0.0/0 as it is written
import type { Sources } from '../../exposure.js';
import { mergeCidrs } from '../../values/cidr-set.js';
import { parseCidr } from '../../values/cidr.js';
import type { Problem } from '../../values/problem.js';
import { problem } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import { ANNOTATIONS, readAnnotation } from '../annotations.js';
import type { Service } from '../cluster-state.js';

export interface ReadSources {
  readonly sources: Sources;
  readonly problems: readonly Problem[];
}

export function readSources(service: Service, isInternal: boolean, object: SourceRef): ReadSources {
  const { meta, loadBalancerSourceRanges: field } = service;
  const fromField = field.map((text, index) =>
    parseCidr(text, { object, key: `spec.loadBalancerSourceRanges[${index}]`, reason: 'InvalidField' }, 4),
  );
  const ranges = readAnnotation(ANNOTATIONS.sourceRanges, meta, object);
  const allowed = readAnnotation(ANNOTATIONS.allowedRanges, meta, object);
  const inForce = field.length > 0 ? [] : [ranges];
  const problems = [...fromField, ...inForce, allowed].flatMap((parsed) => parsed.problems);
  if (field.length > 0 && (allowed.value ?? []).length > 0)
    problems.push(conflict(allowed.key, meta.annotations, object));
  const cidrs = [
    ...fromField.flatMap(({ value }) => value ?? []),
    ...[...inForce, allowed].flatMap(({ value }) => value ?? []),
  ];
  const tags = cidrs.length > 0 || isInternal ? [] : ['Internet'];
  return { sources: { tags, cidrs: mergeCidrs(cidrs) }, problems };
}

function conflict(key: string, annotations: Readonly<Record<string, string>>, object: SourceRef): Problem {
  const message =
    `${key}: it can't be used together with spec.loadBalancerSourceRanges. ` +
    'Allowed is one of the two: put all ranges into the field.';
  return problem({ object, key, reason: 'InvalidAnnotation' }, annotations[key]!, message);
}
