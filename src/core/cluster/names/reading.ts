// What did reading the names of one object give? And what of them when it has no address for a moment?
//
//   being deleted   bad annotation of the whole   has targets   empty for longer than the grace period   standing
//   yes             –                             –             –                                         Gone
//   no              yes                           –             –                                         Held
//   no              no                            yes           –                                         Wanted
//   no              no                            no            no                                        Held (NoAddress)
//   no              no                            no            yes                                       Wanted, with no names
// It is as empty while others, on whom its names depend, haven't had their say.
import type { NamesExposure } from '../../exposure.js';
import type { Problem } from '../../values/problem.js';
import { problem } from '../../values/problem.js';
import type { Reading } from '../reading.js';
import { heldBy } from '../reading.js';
import type { NamesContext } from './context.js';
import type { WantedHost } from './hosts.js';
import type { Said } from './said.js';
import type { LeftOut, RecordWish } from './targets.js';
import { sayLeftOut } from './targets.js';
import type { Asker } from './want.js';
import { wantName } from './want.js';

export interface NamesReading extends Reading<NamesExposure> {
  /** It is right, but leads nowhere yet: time decides its standing. */
  readonly isEmpty: boolean;
  readonly waitsFor?: Awaited;
}

/** What an object's names wait for, where that is somebody else's to give. */
export interface Awaited {
  /** Why it is held meanwhile. */
  readonly reason: string;
  readonly message: string;
  /** Told once the grace period is over. */
  readonly overdue: readonly Problem[];
}

/** Hosts that lead to the same. */
export interface NameGroup {
  readonly hosts: readonly WantedHost[];
  readonly records: readonly RecordWish[];
  /** Why there is no record. */
  readonly leftOut?: LeftOut;
  /** Seconds; undefined: the object's. */
  readonly ttl?: number;
  /** What is said of these alone, over what the object says of all. */
  readonly said?: Partial<Pick<Said, 'alias' | 'metadata'>>;
}

/**
 * Undefined where it asks for no name and nothing is wrong. `ofTheWhole`: an Error among them holds the object; `problems` are of single
 * hosts or records. `waitsFor`: it is held for that until the grace period is over.
 */
export function namesReading(
  asker: Asker,
  groups: readonly NameGroup[],
  ofTheWhole: readonly Problem[],
  problems: readonly Problem[],
  context: NamesContext,
  waitsFor?: Awaited,
): NamesReading | undefined {
  const { object, meta, said } = asker;
  const asks = groups.some(({ hosts }) => hosts.length > 0);
  const { unread } = said;
  if (!asks && problems.length + unread.length === 0 && !waitsFor && !heldBy(object, ofTheWhole)) return undefined;
  const base = { kind: 'Names', source: object, since: meta.creationTimestamp } as const;
  if (meta.deletionTimestamp !== undefined)
    return { exposure: { ...base, standing: 'Gone', names: [] }, problems: [], isEmpty: false };
  const wanted = groups.flatMap(({ hosts, records, ttl, said: ofThese }) => {
    const asking = ofThese ? { ...asker, said: { ...said, ...ofThese } } : asker;
    return hosts.map((host) => wantName(host, records, asking, context, ttl));
  });
  const held = heldBy(object, [...said.problems, ...ofTheWhole]);
  const awaited = leftOutOf(groups, asker) ?? waitsFor;
  return {
    exposure: { ...base, standing: held ? 'Held' : 'Wanted', names: wanted.flatMap(({ names }) => names) },
    problems: [...problems, ...said.problems, ...unread, ...ofTheWhole, ...wanted.flatMap((one) => one.problems)],
    ...(held && { held }),
    isEmpty: !held && (waitsFor !== undefined || (asks && leadsNowhere(groups))),
    ...(awaited && { waitsFor: awaited }),
  };
}

function leftOutOf(groups: readonly NameGroup[], { object, source }: Asker): Awaited | undefined {
  const { leftOut } = groups.find((one) => one.hosts.length > 0 && one.leftOut) ?? {};
  if (!leftOut) return undefined;
  const why = sayLeftOut(leftOut, source);
  const overdue = problem({ object, key: leftOut.key, reason: 'NotFound' }, leftOut.addresses.join(', '), `${why}.`);
  return { reason: 'NoAddress', message: `${why}: its names wait for one.`, overdue: [overdue] };
}

function leadsNowhere(groups: readonly NameGroup[]): boolean {
  return groups.every(({ hosts, records }) => hosts.length === 0 || records.length === 0);
}

const NO_ADDRESS = { reason: 'NoAddress', message: 'Its status has no address: its names wait for one.' } as const;

/** The reading while its status is empty and the grace period isn't over. */
export function holdForAddress(reading: NamesReading): NamesReading {
  const object = reading.exposure.source;
  const { reason, message } = reading.waitsFor ?? NO_ADDRESS;
  return {
    ...reading,
    exposure: { ...reading.exposure, standing: 'Held' },
    held: { object, reason, message },
  };
}

/** The reading once it is over. */
export function goOnWithout(reading: NamesReading): NamesReading {
  const { problems, waitsFor } = reading;
  return waitsFor ? { ...reading, problems: [...problems, ...waitsFor.overdue] } : reading;
}
