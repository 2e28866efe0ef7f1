// Somebody else changed what is ours in Azure: is it put right, now or later, or only told?
//
//   spec.drift.action   what differs                       found in a row          the write
//   any                 more than what they changed        any                     goes: the wish has changed too
//   Report              only what they changed             any                     is withheld, and said
//   Repair              only what they changed             less than 3 an hour     goes
//   Repair              only what they changed             3 within an hour, more  waits: a drift interval, then twice as long, an hour at most
//   Repair              …, and it lets more in             any                     goes: a door stands open
import type { Change } from '../network/change.js';
import type { Withheld } from '../network/network-model.js';
import type { Operation } from '../network/operation.js';
import type { Settings } from '../settings.js';
import type { ArmKey } from '../values/arm-id.js';
import { armKey, lastName } from '../values/arm-id.js';
import type { Candidate } from './candidate.js';

export interface DriftRecord {
  /** Not put right yet; from what we knew to what is there. */
  readonly changes: readonly Change[];
  /** When it was found, within the last hour; milliseconds of Unix time, the newest last. */
  readonly foundAt: readonly number[];
  /** How often in a row somebody changed it again soon after; 0: not often enough to wait. */
  readonly level: number;
  /** When our copy was last known to be right; milliseconds of Unix time. */
  readonly rightUntil: number;
}

/** By the id of the resource. */
export type DriftRecords = ReadonlyMap<ArmKey, DriftRecord>;

const HOUR = 3_600_000;
const OFTEN = 3;

export function recordDrift(
  before: DriftRecord | undefined,
  changes: readonly Change[],
  rightUntil: number,
  interval: number,
  now: number,
): DriftRecord {
  const foundAt = [...(before?.foundAt ?? []).filter((at) => now - at <= HOUR), now];
  const last = before?.foundAt.at(-1) ?? -Infinity;
  const level = before?.level ?? 0;
  const isStill = level > 0 && now - last <= HOUR + pause(level, interval);
  return {
    changes: [...(before?.changes ?? []).filter(({ path }) => !changes.some((one) => one.path === path)), ...changes],
    foundAt,
    level: isStill ? level + 1 : foundAt.length >= OFTEN ? 1 : 0,
    rightUntil: before && before.changes.length > 0 ? before.rightUntil : rightUntil,
  };
}

/** Put right, and so long ago that the next time is a first time. */
export function isForgotten({ changes, foundAt }: DriftRecord, now: number): boolean {
  return changes.length === 0 && now - (foundAt.at(-1) ?? -Infinity) > 2 * HOUR;
}

/** Milliseconds, an hour at most. */
function pause(level: number, interval: number): number {
  return level === 0 ? 0 : Math.min(HOUR, interval * 2 ** (level - 1));
}

export interface Drifted {
  readonly operation: Operation;
  /** Of the operation's changes, those that undo what somebody changed. */
  readonly changes: readonly Change[];
  readonly record: DriftRecord;
  readonly treatment: 'Repaired' | 'Reported' | 'Later';
  /** When it is put right, for `Later`; milliseconds of Unix time. */
  readonly at?: number;
}

export interface HeldDrift {
  readonly allowed: readonly Candidate[];
  readonly withheld: readonly Withheld[];
  readonly drifted: readonly Drifted[];
  /** Milliseconds of Unix time. */
  readonly wakeAt?: number;
}

export function holdDrift(
  candidates: readonly Candidate[],
  records: DriftRecords,
  { drift }: Settings,
  now: number,
): HeldDrift {
  if (records.size === 0) return { allowed: candidates, withheld: [], drifted: [] };
  const drifted = new Map<Candidate, Drifted>();
  for (const candidate of candidates) {
    const record = records.get(armKey(candidate.operation.id));
    const found = record && judge(candidate.operation, record, drift, now);
    if (found) drifted.set(candidate, found);
  }
  const isKept = (candidate: Candidate): boolean => (drifted.get(candidate)?.treatment ?? 'Repaired') !== 'Repaired';
  const later = [...drifted.values()].flatMap(({ at }) => at ?? []);
  return {
    allowed: candidates.filter((candidate) => !isKept(candidate)),
    withheld: candidates.filter(isKept).map((candidate) => withheldFor(drifted.get(candidate)!)),
    drifted: [...drifted.values()],
    ...(later.length > 0 && { wakeAt: Math.min(...later) }),
  };
}

function judge(
  operation: Operation,
  record: DriftRecord,
  { action, interval }: Settings['drift'],
  now: number,
): Drifted | undefined {
  const changes = operation.changes.filter(({ path }) => record.changes.some((one) => isRelated(one.path, path)));
  if (changes.length === 0) return undefined;
  const found = { operation, changes, record };
  if (changes.length < operation.changes.length) return { ...found, treatment: 'Repaired' };
  if (action === 'Report') return { ...found, treatment: 'Reported' };
  const at = record.foundAt.at(-1)! + pause(record.level, interval * 1000);
  return operation.closes || now >= at ? { ...found, treatment: 'Repaired' } : { ...found, treatment: 'Later', at };
}

/** Is one of the paths at, above or below the other? */
function isRelated(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  return short === '/' || (long.startsWith(short) && /^$|[/[]/.test(long.slice(short.length, short.length + 1)));
}

function withheldFor(drifted: Drifted): Withheld {
  const { id, action, because } = drifted.operation;
  return { id, action, reason: 'Drift', message: sayDrift(drifted), because };
}

const MOST_SHOWN = 5;

/** One sentence for people: what was found, since when, and what is done about it. */
export function sayDrift({ operation, changes, record, treatment, at }: Drifted): string {
  const name = lastName(operation.id);
  const shown = changes
    .slice(0, MOST_SHOWN)
    .map(({ path, before, after }) => `${path} is ${short(before)}, not ${short(after)}`);
  const more = changes.length > MOST_SHOWN ? ` and ${changes.length - MOST_SHOWN} more` : '';
  const since = timeOf(record.rightUntil);
  return `Somebody else changed ${name} since ${since}: ${shown.join('; ')}${more}. ${whatIsDone(treatment, record, at)}`;
}

function whatIsDone(treatment: Drifted['treatment'], { foundAt }: DriftRecord, at?: number): string {
  switch (treatment) {
    case 'Repaired':
      return 'It is put right.';
    case 'Reported':
      return 'It stays: spec.drift.action of the AzureNetwork is Report.';
    case 'Later':
      return `That is the ${foundAt.length}th time within an hour: somebody else keeps changing it, so it is put right no sooner than ${timeOf(at!)}.`;
  }
}

function timeOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}

function short(value: unknown): string {
  if (value === null) return 'absent';
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
