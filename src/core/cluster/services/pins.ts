// Which address that is there already does a Service name, for each of its families? The first that is set counts:
//
//   for        1                    2                          3
//   public     azure-pip-name       azure-load-balancer-ipv4   spec.loadBalancerIP of the family
//   internal   –                    azure-load-balancer-ipv4   spec.loadBalancerIP of the family
//
// For IPv6 the keys end with ipv6; a Service of IPv6 alone names its public IP in azure-pip-name, as Azure's cloud
// controller has it, or in azure-pip-name-ipv6.
import type { Pin } from '../../exposure.js';
import type { Family, IPAddress } from '../../values/ip-address.js';
import { FAMILY_NAMES, familyOf, isPrivate } from '../../values/ip-address.js';
import type { Parsed, Problem } from '../../values/problem.js';
import { problem, warning } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import type { ReadAnnotation } from '../annotations/index.js';
import { ANNOTATIONS, parseAddress, readAnnotation } from '../annotations/index.js';
import type { Service } from '../cluster-state.js';
import { withoutEffect } from './without-effect.js';

export interface ReadPins {
  readonly pins: Readonly<Partial<Record<Family, Pin>>>;
  readonly problems: readonly Problem[];
}

const FIELD = 'spec.loadBalancerIP';

interface Named {
  readonly address: ReadAnnotation<IPAddress | null>;
  readonly name: ReadAnnotation<string | null>;
}

export function readPins(
  service: Service,
  families: readonly Family[],
  isInternal: boolean,
  object: SourceRef,
): ReadPins {
  const field = readField(service, object);
  const byFamily = families.map((family) => ({ family, ...readNamed(service, family, families, object) }));
  const chosen = byFamily.map((one) => ({ family: one.family, ...choose(one, field.value, one.family, isInternal) }));
  return {
    pins: Object.fromEntries(chosen.flatMap(({ family, pin }) => (pin ? [[family, pin]] : []))),
    problems: [
      ...field.problems,
      ...byFamily.flatMap(({ address, name }) => [...address.problems, ...name.problems]),
      ...chosen.flatMap(({ family, pin }) => (pin ? unfit(pin, family, isInternal, object) : [])),
      ...byFamily.flatMap((one) => overruled(one, field.value, isInternal, object)),
      ...ofAnotherFamily(service, families, field.value, object),
    ],
  };
}

function readField({ loadBalancerIP }: Service, object: SourceRef): Parsed<IPAddress> {
  if (loadBalancerIP === undefined) return { value: undefined, problems: [] };
  return parseAddress(loadBalancerIP.trim(), { object, key: FIELD, reason: 'InvalidField' });
}

function readNamed({ meta }: Service, family: Family, families: readonly Family[], object: SourceRef): Named {
  const { ipv4, ipv6, pipName, pipNameIPv6 } = ANNOTATIONS;
  const own = readAnnotation(family === 4 ? pipName : pipNameIPv6, meta, object);
  const single = families.length === 1 ? readAnnotation(pipName, meta, object) : own;
  return {
    address: readAnnotation(family === 4 ? ipv4 : ipv6, meta, object),
    name: single.isSet ? single : own,
  };
}

function choose(
  { address, name }: Named,
  field: IPAddress | undefined,
  family: Family,
  isInternal: boolean,
): { readonly pin?: Pin } {
  if (name.value && !isInternal) return { pin: { by: 'Name', value: name.value, key: name.key } };
  if (address.value) return { pin: { by: 'Address', value: address.value, key: address.key } };
  if (field === undefined || familyOf(field) !== family) return {};
  return { pin: { by: 'Address', value: field, key: FIELD } };
}

/** Private and public by range: whether the subnet has it, or a public IP, is asked where Azure is seen. */
function unfit(pin: Pin, family: Family, isInternal: boolean, object: SourceRef): readonly Problem[] {
  if (pin.by === 'Name' || isPrivate(pin.value as IPAddress) === isInternal) return [];
  const origin = { object, key: pin.key, reason: pin.key === FIELD ? 'InvalidField' : 'InvalidAnnotation' } as const;
  if (isInternal) {
    const message = `${pin.key}: ${pin.value} is in no private range; it can be had only if the subnet of this internal Service has it.`;
    return [warning(origin, pin.value, message)];
  }
  const message = `${pin.key}: ${pin.value} is a private address, which no public Service can have. Allowed is the ${FAMILY_NAMES[family]} address of a public IP.`;
  return [problem(origin, pin.value, message)];
}

function overruled(
  { address, name }: Named,
  field: IPAddress | undefined,
  isInternal: boolean,
  object: SourceRef,
): readonly Problem[] {
  if (isInternal) return withoutEffect([name], 'on an internal Service', object);
  const first = name.value ? name : undefined;
  const beside = first ? withoutEffect([address], `beside ${first.key}, which goes first`, object) : [];
  const before = first ?? (address.value ? address : undefined);
  if (!before || field === undefined || field === address.value) return beside;
  const message = `${FIELD}: ${field} has no effect beside ${before.key}, which goes first.`;
  return [...beside, warning({ object, key: FIELD, reason: 'InvalidField' }, field, message)];
}

function ofAnotherFamily(
  { meta }: Service,
  families: readonly Family[],
  field: IPAddress | undefined,
  object: SourceRef,
): readonly Problem[] {
  const { ipv4, ipv6, pipNameIPv6 } = ANNOTATIONS;
  const others = ([4, 6] as const)
    .filter((family) => !families.includes(family))
    .flatMap((family): ReadAnnotation<unknown>[] =>
      family === 4
        ? [readAnnotation(ipv4, meta, object)]
        : [readAnnotation(ipv6, meta, object), readAnnotation(pipNameIPv6, meta, object)],
    );
  const names = families.map((family) => FAMILY_NAMES[family]).join(' and ');
  const idle = withoutEffect(others, `on a Service of ${names} alone`, object);
  if (field === undefined || families.includes(familyOf(field))) return idle;
  const message = `${FIELD}: ${field} is no ${names} address. Allowed is one of the families in spec.ipFamilies.`;
  return [...idle, problem({ object, key: FIELD, reason: 'InvalidField' }, field, message)];
}
