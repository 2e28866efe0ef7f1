// From the spec of a PortExposure or an ExposurePolicy as it came to one that can be judged. What the schema refuses on
// the API server is refused here again: manifests of `plan` never saw an API server.
import { parseCidr } from '../../values/cidr.js';
import type { Json, JsonObject } from '../../values/json.js';
import { isArray, isObject } from '../../values/json.js';
import type { PortRange, Protocol } from '../../values/port-range.js';
import type { Problem } from '../../values/problem.js';
import { problem } from '../../values/problem.js';
import type { LabelSelector } from '../../values/selector.js';
import type { SourceRef } from '../../values/source-ref.js';
import type { CustomObject } from '../cluster-state.js';
import { refOf } from '../reading.js';
import type { AskedPorts, Path, Policy, PortExposureWish, ReadSpec } from './specs.js';
import { PATHS } from './specs.js';

const PROTOCOLS: Readonly<Record<string, Protocol | undefined>> = { TCP: 'Tcp', UDP: 'Udp' };

export function readPortExposure(custom: CustomObject): ReadSpec<PortExposureWish> {
  const object = refOf(custom);
  const spec = objectOf(custom.spec as Json | undefined);
  const path = PATHS.find((one) => one === spec['path']);
  const podSelector = selectorOf(spec['podSelector']);
  const serviceName = objectOf(spec['serviceRef'])['name'];
  const ports = listOf(spec['ports']).map((raw, index) => readPort(objectOf(raw), `spec.ports[${index}]`, object));
  const cidrs = readCidrs(objectOf(spec['sources'])['cidrs'], 'spec.sources.cidrs', object);
  const problems = [...pathProblems(path, spec, object), ...ports.flatMap((one) => one.problems), ...cidrs.problems];
  if (ports.length === 0) problems.push(refuse(object, 'spec.ports', '', 'At least one port is needed.'));
  if (cidrs.value.length === 0 && cidrs.problems.length === 0)
    problems.push(refuse(object, 'spec.sources.cidrs', '', 'At least one CIDR is needed.'));
  if (path === undefined || problems.length > 0) return { problems };
  return {
    value: {
      path,
      ...(podSelector && { podSelector }),
      ...(typeof serviceName === 'string' && { serviceName }),
      ports: ports.flatMap(({ value }) => value ?? []),
      cidrs: cidrs.value,
      isPlanOnly: spec['mode'] === 'Plan',
    },
    problems,
  };
}

export function readPolicy(custom: CustomObject): ReadSpec<Policy> {
  const object = refOf(custom);
  const spec = objectOf(custom.spec as Json | undefined);
  const allowed = readCidrs(objectOf(spec['sources'])['allowedCIDRs'], 'spec.sources.allowedCIDRs', object);
  const ranges = listOf(spec['portRanges']).map((raw, index) => readRange(raw, `spec.portRanges[${index}]`, object));
  const problems = [...allowed.problems, ...ranges.flatMap((one) => one.problems)];
  const namespaceSelector = selectorOf(spec['namespaceSelector']);
  if (!namespaceSelector) problems.push(refuse(object, 'spec.namespaceSelector', '', 'It is needed; {} selects all.'));
  if (problems.length > 0 || !namespaceSelector) return { problems };
  return {
    value: {
      name: custom.meta.name,
      namespaceSelector,
      paths: listOf(spec['paths']).filter((one) => typeof one === 'string'),
      portRanges: ranges.flatMap(({ value }) => value ?? []),
      allowedCIDRs: allowed.value,
      allowsInternet: spec['internet'] === 'Allow',
    },
    problems,
  };
}

function pathProblems(path: Path | undefined, spec: JsonObject, object: SourceRef): Problem[] {
  if (path === undefined) {
    const given = typeof spec['path'] === 'string' ? spec['path'] : '';
    return [refuse(object, 'spec.path', given, `Allowed is ${PATHS.join(', ')}.`)];
  }
  const needed = path === 'NodePort' ? 'serviceRef' : 'podSelector';
  return isObject(spec[needed]) ? [] : [refuse(object, `spec.${needed}`, '', `It is needed with path ${path}.`)];
}

function readPort(raw: JsonObject, key: string, object: SourceRef): ReadSpec<AskedPorts> {
  const { port, endPort = port } = raw;
  const protocol = PROTOCOLS[String(raw['protocol'] ?? '')];
  if (protocol === undefined)
    return fail(object, `${key}.protocol`, String(raw['protocol'] ?? ''), 'Allowed are TCP and UDP.', 'Unsupported');
  const range = rangeOf(port, endPort);
  if (!range)
    return fail(object, `${key}.port`, show(port, endPort), 'Allowed is 1 to 65535, and an endPort not below port.');
  return { value: { protocol, range, key }, problems: [] };
}

function readRange(raw: Json, key: string, object: SourceRef): ReadSpec<PortRange> {
  const { from, to } = objectOf(raw);
  const value = rangeOf(from, to);
  return value
    ? { value, problems: [] }
    : fail(object, key, show(from, to), 'Allowed is from 1 to 65535, and to not below from.');
}

function rangeOf(from: Json | undefined, to: Json | undefined): PortRange | undefined {
  if (!isPort(from) || !isPort(to) || to < from) return undefined;
  return { from, to };
}

function isPort(value: Json | undefined): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65535;
}

function readCidrs(
  raw: Json | undefined,
  key: string,
  object: SourceRef,
): { readonly value: readonly string[]; readonly problems: readonly Problem[] } {
  const parsed = listOf(raw).map((one, index) =>
    parseCidr(String(one), { object, key: `${key}[${index}]`, reason: 'InvalidField' }),
  );
  return {
    value: [...new Set(parsed.flatMap(({ value }) => value ?? []))].sort(),
    problems: parsed.flatMap(({ problems }) => problems),
  };
}

function selectorOf(raw: Json | undefined): LabelSelector | undefined {
  return isObject(raw) ? (raw as LabelSelector) : undefined;
}

function objectOf(raw: Json | undefined): JsonObject {
  return isObject(raw) ? raw : {};
}

function listOf(raw: Json | undefined): readonly Json[] {
  return isArray(raw) ? raw : [];
}

function show(from: Json | undefined, to: Json | undefined): string {
  return from === to ? String(from) : `${String(from)}-${String(to)}`;
}

function refuse(
  object: SourceRef,
  key: string,
  value: string,
  what: string,
  reason: 'InvalidField' | 'Unsupported' = 'InvalidField',
): Problem {
  return problem({ object, key, reason }, value, `${key}: ${JSON.stringify(value)} can't be used. ${what}`);
}

function fail(...args: Parameters<typeof refuse>): { readonly problems: readonly Problem[] } {
  return { problems: [refuse(...args)] };
}
