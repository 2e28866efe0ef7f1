// From the spec of a PortExposure or an ExposurePolicy as it came to one that can be judged. What the schema refuses on
// the API server is refused here again: manifests of `plan` never saw an API server.
import { check, EXPOSURE_POLICY, PORT_EXPOSURE } from '../../kinds/index.js';
import { parseCidr } from '../../values/cidr.js';
import type { Protocol } from '../../values/port-range.js';
import type { Parsed, Problem } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import type { CustomObject } from '../cluster-state.js';
import { refOf } from '../reading.js';
import type { Policy, PortExposureWish } from './specs.js';

const PROTOCOLS: Readonly<Record<'TCP' | 'UDP', Protocol>> = { TCP: 'Tcp', UDP: 'Udp' };

export function readPortExposure(custom: CustomObject): Parsed<PortExposureWish> {
  const object = refOf(custom);
  const { value: spec, problems } = check(PORT_EXPOSURE, custom.spec, object);
  if (spec === undefined) return { value: undefined, problems };
  const cidrs = readCidrs(spec.sources.cidrs, 'spec.sources.cidrs', object);
  if (cidrs.problems.length > 0) return { value: undefined, problems: [...cidrs.problems, ...problems] };
  return {
    value: {
      path: spec.path,
      ...(spec.podSelector && { podSelector: spec.podSelector }),
      ...(spec.serviceRef && { serviceName: spec.serviceRef.name }),
      ports: spec.ports.map(({ port, endPort, protocol }, index) => ({
        protocol: PROTOCOLS[protocol],
        range: { from: port, to: endPort ?? port },
        key: `spec.ports[${index}]`,
      })),
      cidrs: cidrs.value,
      isPlanOnly: spec.mode === 'Plan',
    },
    problems,
  };
}

export function readPolicy(custom: CustomObject): Parsed<Policy> {
  const object = refOf(custom);
  const { value: spec, problems } = check(EXPOSURE_POLICY, custom.spec, object);
  if (spec === undefined) return { value: undefined, problems };
  const allowed = readCidrs(spec.sources.allowedCIDRs, 'spec.sources.allowedCIDRs', object);
  if (allowed.problems.length > 0) return { value: undefined, problems: [...allowed.problems, ...problems] };
  return {
    value: {
      name: custom.meta.name,
      namespaceSelector: spec.namespaceSelector,
      paths: spec.paths,
      portRanges: spec.portRanges.map(({ from, to, protocol }) => ({
        range: { from, to },
        ...(protocol && { protocol: PROTOCOLS[protocol] }),
      })),
      allowedCIDRs: allowed.value,
      allowsInternet: spec.internet === 'Allow',
    },
    problems,
  };
}

/** Canonical, sorted, each once. */
function readCidrs(
  texts: readonly string[],
  key: string,
  object: SourceRef,
): { readonly value: readonly string[]; readonly problems: readonly Problem[] } {
  const parsed = texts.map((text, index) =>
    parseCidr(text, { object, key: `${key}[${index}]`, reason: 'InvalidField' }),
  );
  return {
    value: [...new Set(parsed.flatMap(({ value }) => value ?? []))].sort(),
    problems: parsed.flatMap(({ problems }) => problems),
  };
}
