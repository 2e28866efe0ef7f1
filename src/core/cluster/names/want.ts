// Which records does an object ask for at one of its hosts, and in which zones? Here the settings have their say: domains,
// zones, whose host it is, what a private zone takes. What can't be is a Problem of that host; the others go on.
import type { RecordType, WantedName } from '../../exposure.js';
import type { NameSource, Settings, Zone } from '../../settings.js';
import type { IPAddress } from '../../values/ip-address.js';
import { isPrivate } from '../../values/ip-address.js';
import { takesType } from '../../values/record-type.js';
import type { Problem, ProblemReason } from '../../values/problem.js';
import { problem, warning } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import type { Meta } from '../cluster-state.js';
import type { NamesContext } from './context.js';
import type { WantedHost } from './hosts.js';
import type { Said } from './said.js';
import type { RecordWish } from './targets.js';
import { noZone, whyNotInDomains, whyNotTheirs, zonesOf } from './zones.js';

/** Who asks. */
export interface Asker {
  readonly object: SourceRef;
  readonly meta: Meta;
  readonly source: NameSource;
  readonly said: Said;
}

export interface Wanted {
  readonly names: readonly WantedName[];
  readonly problems: readonly Problem[];
}

/** `ttl`: of these records, where it isn't the object's. */
export function wantName(
  wanted: WantedHost,
  records: readonly RecordWish[],
  asker: Asker,
  context: NamesContext,
  ttl = asker.said.ttl,
): Wanted {
  const { host, key } = wanted;
  const { object, source, said } = asker;
  const { settings } = context;
  const refuse = (reason: ProblemReason, why: string): Problem =>
    problem({ object, key, reason }, host, `${key}: ${host} ${why}`);
  const outside = whyNotInDomains(host, settings);
  if (outside !== undefined) return { names: [], problems: [refuse('NoZone', `${outside}.`)] };
  const zones = zonesOf(host, said.zones, source, settings);
  if (zones.length === 0)
    return { names: unzoned(host, records, ttl), problems: [noZone(wanted, said.zones, settings, object)] };

  const names: WantedName[] = [];
  const problems: Problem[] = [];
  let hasTargets = false;
  for (const zone of zones) {
    const why = whyNotTheirs(host, zone, asker.meta.namespace, context);
    if (why !== undefined) {
      problems.push(refuse('HostRefused', `is refused: ${why}.`));
      continue;
    }
    for (const record of records) {
      // Of a public and a private zone, the private one is a matter of course, and goes without.
      const isTaken = takesType(zone, record.type);
      if (!isTaken && said.zones === undefined && zones.some((one) => takesType(one, record.type))) continue;
      const fault = faultOf(host, record, zone);
      if (fault !== undefined) problems.push(refuse(fault.reason, fault.why));
      const targets = targetsIn(zone, record, said, settings);
      hasTargets ||= targets !== undefined;
      if (fault === undefined && targets !== undefined)
        names.push(nameOf(host, record, targets, zone, asker, ttl, settings));
    }
  }
  if (records.length > 0 && !hasTargets && problems.length === 0) problems.push(onlyPublic(wanted, object));
  if (said.alias && names.length > 0 && !names.some(({ alias }) => alias)) problems.push(noAlias(wanted, object));
  return { names, problems: unique(problems) };
}

/** What is wrong with a host in a zone is often wrong in the other one of that name too. */
function unique(problems: readonly Problem[]): readonly Problem[] {
  return problems.length < 2 ? problems : [...new Map(problems.map((one) => [one.message, one])).values()];
}

// What is asked for is shown, though it can't be had.
function unzoned(host: string, records: readonly RecordWish[], ttl: number): readonly WantedName[] {
  return records.map(({ type, targets, leadsTo }) => ({
    host,
    type,
    targets,
    ttl,
    ...(leadsTo && { leadsTo: 'Frontends' as const }),
  }));
}

function nameOf(
  host: string,
  { type, leadsTo }: RecordWish,
  targets: readonly string[],
  zone: Zone,
  { said }: Asker,
  ttl: number,
  { dns }: Settings,
): WantedName {
  const wantsAlias = said.alias ?? (dns.alias === 'OwnFrontends' && leadsTo !== undefined);
  return {
    ...{ host, type, targets, ttl, zoneId: zone.id },
    ...(leadsTo && { leadsTo: 'Frontends' as const }),
    ...(wantsAlias && isAddress(type) && zone.visibility === 'Public' && { alias: true as const }),
    ...(said.metadata && { metadata: said.metadata }),
  };
}

/** Undefined: the zone takes none of them. */
function targetsIn(
  { visibility }: Zone,
  { type, targets, leadsTo }: RecordWish,
  said: Said,
  { dns }: Settings,
): readonly string[] | undefined {
  const takesAll = visibility === 'Public' || said.zones !== undefined || dns.privateTargets === 'All';
  if (leadsTo) return takesAll || leadsTo.isInternal ? targets : undefined;
  if (takesAll || !isAddress(type)) return targets;
  const internal = targets.filter((one) => isPrivate(one as IPAddress));
  return internal.length > 0 ? internal : undefined;
}

function isAddress(type: RecordType): boolean {
  return type === 'A' || type === 'AAAA';
}

function faultOf(
  host: string,
  record: RecordWish,
  zone: Zone,
): { readonly reason: ProblemReason; readonly why: string } | undefined {
  const { type, targets } = record;
  const { name } = zone;
  if (type === 'CNAME' && host === name)
    return {
      reason: 'InvalidHostname',
      why: `is the apex of its zone, where no CNAME (to ${targets[0]}) may stand. Allowed are addresses.`,
    };
  if (type === 'NS' && host === name)
    return {
      reason: 'InvalidHostname',
      why: `is the apex of its zone, whose NS records are Azure's. Allowed are names below it.`,
    };
  if (type === 'CNAME' && targets[0] === host)
    return { reason: 'InvalidHostname', why: 'would lead to itself. Allowed is a target of another name.' };
  if (!takesType(zone, type))
    return {
      reason: 'Unsupported',
      why: `can't have ${type} records in the private zone ${name}: private zones know none. Allowed are A, AAAA, CNAME, MX, PTR, SRV, TXT.`,
    };
  return undefined;
}

function onlyPublic({ host, key }: WantedHost, object: SourceRef): Problem {
  const message =
    `${key}: ${host} leads to public addresses only, and its zone is private. Allowed are internal addresses, ` +
    'azurenetwork.dev/zones: private on the object, or spec.dns.privateTargets: All.';
  return problem({ object, key, reason: 'NoZone' }, host, message);
}

function noAlias({ host, key }: WantedHost, object: SourceRef): Problem {
  const message = `${key}: ${host} is no alias record set: those are for addresses in public zones.`;
  return warning({ object, key, reason: 'Unsupported' }, host, message);
}
