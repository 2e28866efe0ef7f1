// How are the public IPs of a Service to be: where, from which prefix, under which name and with which tags?
import type { Pin, PrefixChoice, PublicFrontend } from '../../exposure.js';
import type { Settings } from '../../settings.js';
import type { ArmId } from '../../values/arm-id.js';
import { mergeTags } from '../../values/azure-tag.js';
import type { Family } from '../../values/ip-address.js';
import { FAMILY_NAMES } from '../../values/ip-address.js';
import type { Problem } from '../../values/problem.js';
import { problem } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import type { ReadAnnotation } from '../annotations/index.js';
import { ANNOTATIONS, readAnnotation } from '../annotations/index.js';
import type { Service } from '../cluster-state.js';
import { withoutEffect } from './without-effect.js';

type Wishes = Pick<PublicFrontend, 'resourceGroup' | 'prefix' | 'dnsLabel' | 'tags' | 'ipTags'>;

export interface ReadPublicIP {
  /** Of the public IP of one family. */
  readonly of: (family: Family) => Wishes;
  readonly problems: readonly Problem[];
}

export function readPublicIP(
  { meta }: Service,
  families: readonly Family[],
  pins: Readonly<Partial<Record<Family, Pin>>>,
  settings: Settings,
  object: SourceRef,
): ReadPublicIP {
  const { resourceGroup, dnsLabel, pipTags, ipTags } = readAll({ meta }, object);
  const prefixes = readPrefixes({ meta }, families, object);
  const { tags, publicIPTags, publicIPPrefixes } = settings.loadBalancer;
  const common = {
    resourceGroup: resourceGroup.value ?? settings.resourceGroup,
    ...(dnsLabel.value !== undefined && { dnsLabel: dnsLabel.value }),
    tags: mergeTags(tags, publicIPTags, Object.fromEntries(pipTags.value ?? [])),
    ...(ipTags.value && { ipTags: ipTags.value.map(([type, tag]) => ({ type, tag })) }),
  };
  return {
    of: (family) => {
      const prefix = chosenPrefix(prefixes[family], publicIPPrefixes[family], family);
      return { ...common, ...(prefix && !pins[family] && { prefix }) };
    },
    problems: [
      ...[resourceGroup, dnsLabel, pipTags, ipTags].flatMap(({ problems }) => problems),
      ...families.flatMap((family) => ofPrefix(prefixes[family]!, pins[family], object)),
      ...(families.includes(6)
        ? []
        : withoutEffect(
            [readAnnotation(ANNOTATIONS.prefixIdIPv6, meta, object)],
            `on a Service of ${FAMILY_NAMES[4]} alone`,
            object,
          )),
    ],
  };
}

/** On an internal Service. */
export function warnOfPublicIP({ meta }: Service, object: SourceRef): readonly Problem[] {
  const { prefixId, prefixIdIPv6 } = ANNOTATIONS;
  const prefixes = [readAnnotation(prefixId, meta, object), readAnnotation(prefixIdIPv6, meta, object)];
  return withoutEffect([...Object.values(readAll({ meta }, object)), ...prefixes], 'on an internal Service', object);
}

function readAll({ meta }: Pick<Service, 'meta'>, object: SourceRef) {
  const { resourceGroup, dnsLabel, pipTags, ipTags } = ANNOTATIONS;
  return {
    resourceGroup: readAnnotation(resourceGroup, meta, object),
    dnsLabel: readAnnotation(dnsLabel, meta, object),
    pipTags: readAnnotation(pipTags, meta, object),
    ipTags: readAnnotation(ipTags, meta, object),
  };
}

type ReadPrefix = ReadAnnotation<ArmId | null>;

// As with the names of public IPs, a Service of IPv6 alone may use either key.
function readPrefixes(
  { meta }: Pick<Service, 'meta'>,
  families: readonly Family[],
  object: SourceRef,
): Partial<Record<Family, ReadPrefix>> {
  const first = readAnnotation(ANNOTATIONS.prefixId, meta, object);
  const second = readAnnotation(ANNOTATIONS.prefixIdIPv6, meta, object);
  return { 4: first, 6: families.length === 1 && first.isSet ? first : second };
}

const SETTING = { 4: 'spec.loadBalancer.publicIPPrefixId', 6: 'spec.loadBalancer.publicIPPrefixIdIPv6' } as const;

function chosenPrefix(own: ReadPrefix | undefined, ofAll: ArmId | undefined, family: Family): PrefixChoice | undefined {
  if (own?.value) return { id: own.value, key: own.key };
  return ofAll && { id: ofAll, key: `${SETTING[family]} of the AzureNetwork` };
}

function ofPrefix(prefix: ReadPrefix, pin: Pin | undefined, object: SourceRef): readonly Problem[] {
  if (prefix.problems.length > 0 || !prefix.value || !pin) return prefix.problems;
  if (pin.by === 'Name') return withoutEffect([prefix], `beside ${pin.key}, which goes first`, object);
  const message = `${prefix.key}: a new address from a prefix and the address of ${pin.key} contradict each other. Allowed is one of the two.`;
  return [problem({ object, key: prefix.key, reason: 'InvalidAnnotation' }, prefix.value, message)];
}
