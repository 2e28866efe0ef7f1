// Which names does an Ingress ask for, leading where? And what of them when its status has no address for a moment?
//
//   being deleted   bad ttl or target   has targets   empty for longer than the grace period   standing
//   yes             –                   –             –                                         Gone
//   no              yes                 –             –                                         Held
//   no              no                  yes           –                                         Wanted
//   no              no                  no            no                                        Held (NoAddress)
//   no              no                  no            yes                                       Wanted, with no names
import type { NamesExposure, WantedName } from '../../exposure.js';
import type { Settings } from '../../settings.js';
import { parseHostname } from '../../values/hostname.js';
import { parseIPAddress } from '../../values/ip-address.js';
import type { Origin, Parsed, Problem } from '../../values/problem.js';
import { problem } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import { ANNOTATIONS, readAnnotation } from '../annotations/index.js';
import type { Ingress } from '../cluster-state.js';
import { memoise } from '../memoise.js';
import type { Reading } from '../reading.js';
import { heldBy, refOf } from '../reading.js';
import type { WantedHost } from './hosts.js';
import { noZone, readHosts, zoneOf } from './hosts.js';
import type { TargetSet } from './targets.js';
import { sortTargets } from './targets.js';

export interface IngressReading extends Reading<NamesExposure> {
  /** It is right, but leads nowhere yet: time decides its standing. */
  readonly isEmpty: boolean;
}

/** Undefined: it asks for no name, or leaves them to another controller. */
export const readIngress = memoise((ingress: Ingress, settings: Settings): IngressReading | undefined => {
  const object = refOf(ingress);
  const controller = readAnnotation(ANNOTATIONS.controller, ingress.meta, object);
  if (controller.isSet && controller.value !== 'dns-controller') return undefined;
  const { hosts, problems: hostProblems } = readHosts(ingress, object);
  if (hosts.length === 0 && hostProblems.length === 0) return undefined;
  const base = { kind: 'Names', source: object, since: ingress.meta.creationTimestamp } as const;
  if (ingress.meta.deletionTimestamp !== undefined)
    return { exposure: { ...base, standing: 'Gone', names: [] }, problems: [], isEmpty: false };

  const ttl = readAnnotation(ANNOTATIONS.ttl, ingress.meta, object);
  const targets = readTargets(ingress, object);
  const { sets, problems: targetProblems } = sortTargets(targets.value ?? [], targets.origin);
  const ofTheWhole = [...ttl.problems, ...targets.problems];
  const named = hosts.map((host) => nameHost(host, sets, ttl.value ?? settings.dns.ttl, settings, object));
  const held = heldBy(object, ofTheWhole);
  return {
    exposure: {
      ...base,
      standing: held ? 'Held' : 'Wanted',
      names: named.flatMap(({ names }) => names),
    },
    problems: [...hostProblems, ...ofTheWhole, ...targetProblems, ...named.flatMap(({ problems }) => problems)],
    ...(held && { held }),
    isEmpty: !held && hosts.length > 0 && sets.length === 0,
  };
});

/** The reading while its status is empty and the grace period isn't over. */
export function holdForAddress(reading: IngressReading): IngressReading {
  const object = reading.exposure.source;
  const message = 'Its status has no address: its names wait for one.';
  return {
    ...reading,
    exposure: { ...reading.exposure, standing: 'Held' },
    held: { object, reason: 'NoAddress', message },
  };
}

function readTargets(ingress: Ingress, object: SourceRef): Parsed<readonly string[]> & { readonly origin: Origin } {
  const annotation = readAnnotation(ANNOTATIONS.target, ingress.meta, object);
  const isUsed = annotation.problems.length > 0 || (annotation.value ?? []).length > 0;
  if (isUsed) return { ...annotation, origin: { object, key: annotation.key, reason: 'InvalidAnnotation' } };
  // What a controller writes into a status is not the user's mistake: what is no address and no name is passed over.
  const origin: Origin = { object, key: 'status.loadBalancer.ingress', reason: 'InvalidField' };
  const value = ingress.addresses.flatMap(({ ip, hostname }) => [
    ...(ip === undefined ? [] : [parseIPAddress(ip) ?? []].flat()),
    ...(hostname === undefined ? [] : [parseIPAddress(hostname) ?? parseHostname(hostname, origin).value ?? []].flat()),
  ]);
  return { value, problems: [], origin };
}

function nameHost(
  wanted: WantedHost,
  sets: readonly TargetSet[],
  ttl: number,
  { dns: { zones } }: Settings,
  object: SourceRef,
): { readonly names: readonly WantedName[]; readonly problems: readonly Problem[] } {
  const { host, key } = wanted;
  const zone = zoneOf(host, zones);
  const origin: Origin = { object, key, reason: 'InvalidHostname' };
  const refuse = (why: string) => ({ names: [], problems: [problem(origin, host, `${key}: ${host} ${why}`)] });
  const cname = sets.find(({ type }) => type === 'CNAME');
  if (cname && zone && host === zone.name.toLowerCase())
    return refuse(`is the apex of its zone, where no CNAME (to ${cname.targets[0]}) may stand. Allowed are addresses.`);
  if (cname?.targets[0] === host) return refuse('would lead to itself. Allowed is a target of another name.');
  const names = sets.map(({ type, targets }) => ({ host, type, targets, ttl, ...(zone && { zoneId: zone.id }) }));
  return { names, problems: zone ? [] : [noZone(wanted, zones, object)] };
}
