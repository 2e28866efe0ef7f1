// Where does a Service get its addresses: public, or in which subnet; and with whose address do packets arrive?
//
//   floating IP         public                                internal
//   IPv4                unless its annotation switches off    unless its annotation switches off
//   IPv6                unless its annotation switches off    never: Azure has none there
//   backends: PodIP     never: pods answer under their own    never
import type { Frontend } from '../../exposure.js';
import type { Settings } from '../../settings.js';
import type { ArmId } from '../../values/arm-id.js';
import { childId } from '../../values/arm-id.js';
import type { Family } from '../../values/ip-address.js';
import type { Problem } from '../../values/problem.js';
import { problem } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import { ANNOTATIONS, readAnnotation } from '../annotations/index.js';
import type { Service } from '../cluster-state.js';
import { familiesOf } from '../families.js';
import { readPins } from './pins.js';
import { readPublicIP, warnOfPublicIP } from './public-ip.js';
import { withoutEffect } from './without-effect.js';

export interface ReadFrontends {
  readonly isInternal: boolean;
  readonly families: readonly Family[];
  readonly frontends: readonly Frontend[];
  readonly problems: readonly Problem[];
}

/** Whether subnet and pinned addresses are there is asked where Azure is seen. */
export function readFrontends(service: Service, settings: Settings, object: SourceRef): ReadFrontends {
  const { meta } = service;
  const internal = readAnnotation(ANNOTATIONS.internal, meta, object);
  const isInternal = internal.value === true;
  const families = familiesOf(service);
  const { pins, problems: pinProblems } = readPins(service, families, isInternal, object);
  const floating = readAnnotation(ANNOTATIONS.disableFloatingIP, meta, object);
  const mayFloat = floating.value !== true && settings.loadBalancer.backends === 'NodeIP';
  const site = isInternal
    ? readSubnet(service, settings, object, internal.key)
    : readPublicSite(service, families, pins, settings, object, internal);
  const frontends = families.map((family): Frontend => {
    const pin = pins[family];
    const base = { family, ...(pin && { pin }) };
    const floatingIP = mayFloat && !(isInternal && family === 6);
    return { ...site.of(family), ...base, floatingIP };
  });
  const problems = [...internal.problems, ...floating.problems, ...pinProblems, ...site.problems];
  return { isInternal, families, frontends, problems };
}

type Rest<F> = F extends Frontend ? Omit<F, 'family' | 'floatingIP' | 'pin'> : never;

interface Site {
  readonly of: (family: Family) => Rest<Frontend>;
  readonly problems: readonly Problem[];
}

function readPublicSite(
  service: Service,
  families: readonly Family[],
  pins: Parameters<typeof readPublicIP>[2],
  settings: Settings,
  object: SourceRef,
  internal: { readonly key: string; readonly problems: readonly Problem[] },
): Site {
  const wishes = readPublicIP(service, families, pins, settings, object);
  const subnet = readAnnotation(ANNOTATIONS.internalSubnet, service.meta, object);
  const idle =
    internal.problems.length > 0
      ? []
      : withoutEffect([subnet], `on a public Service. It goes with ${internal.key}: "true"`, object);
  return {
    of: (family) => ({ scheme: 'Public', ...wishes.of(family) }),
    problems: [...wishes.problems, ...subnet.problems, ...idle],
  };
}

function readSubnet(service: Service, settings: Settings, object: SourceRef, internalKey: string): Site {
  const subnet = readAnnotation(ANNOTATIONS.internalSubnet, service.meta, object);
  const problems = [...subnet.problems, ...warnOfPublicIP(service, object)];
  if (subnet.value) {
    const subnetName = subnet.value;
    const subnetId = childId(settings.virtualNetworkId, 'subnets', subnetName);
    return { of: () => ({ scheme: 'Internal', subnetId, subnetName }), problems };
  }
  const subnetId = settings.loadBalancer.subnetId;
  if (subnetId === undefined && subnet.problems.length === 0) problems.push(noSubnet(internalKey, subnet.key, object));
  // Without a subnet there is a problem, so the Service is held and nobody asks where it should go.
  return { of: () => ({ scheme: 'Internal', subnetId: subnetId ?? ('' as ArmId) }), problems };
}

function noSubnet(key: string, subnetKey: string, object: SourceRef): Problem {
  const message =
    `${key}: "true" needs a subnet, and the settings have none. ` +
    `Allowed is with the annotation ${subnetKey}, or with spec.loadBalancer.subnetId in the AzureNetwork.`;
  return problem({ object, key, reason: 'SubnetNotFound' }, 'true', message);
}
