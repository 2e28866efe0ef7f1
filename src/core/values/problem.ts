// What is wrong with what a user wrote, said so that the user can mend it? Problems are values beside the values that
// parsed, never exceptions: one bad key stops nothing but itself.
import type { SourceRef } from './source-ref.js';
import { compare } from './compare.js';

/** Stable, for conditions, events and programs that read `plan -o json`. */
export type ProblemReason =
  | 'InvalidAnnotation'
  | 'InvalidField'
  | 'InvalidHostname'
  | 'InvalidSettings'
  | 'Unsupported'
  | 'SubnetNotFound'
  | 'PortConflict'
  | 'AddressConflict'
  | 'NameConflict'
  | 'NameTaken'
  | 'NoZone'
  | 'HostRefused'
  | 'OpenToNetwork'
  | 'LimitReached'
  | 'NoPolicy'
  | 'RefusedByPolicy'
  | 'Shadowed'
  | 'NothingSelected'
  | 'NotFound'
  | 'Forbidden'
  | 'AzureError';

export interface Problem {
  readonly object: SourceRef;
  /** Error: not acted on. Warning: acted on, but look. */
  readonly severity: 'Error' | 'Warning';
  readonly reason: ProblemReason;
  /** The annotation key, or the field as a path: `spec.ports[0].protocol`. */
  readonly key: string;
  readonly value: string;
  /** One sentence that names the object's key, the value and what is allowed. */
  readonly message: string;
}

/** A value and what was wrong on the way to it; `value` is undefined where nothing usable was left. */
export interface Parsed<T> {
  readonly value: T | undefined;
  readonly problems: readonly Problem[];
}

/** What a parser of one text needs to know to name the culprit. */
export interface Origin {
  readonly object: SourceRef;
  readonly key: string;
  readonly reason: ProblemReason;
}

export function problem(origin: Origin, value: string, message: string): Problem {
  const { object, reason, key } = origin;
  return { object, severity: 'Error', reason, key, value: shortened(value), message };
}

/** A text as a message shows it: an annotation may hold 256 kB, of which nobody wants to read more than the beginning. */
export function quoted(text: string): string {
  return JSON.stringify(shortened(text));
}

const LONGEST = 300;

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

export function warning(origin: Origin, value: string, message: string): Problem {
  return { ...problem(origin, value, message), severity: 'Warning' };
}

export function compareProblems(a: Problem, b: Problem): number {
  return (
    compare(a.object, b.object) || compare(a.key, b.key) || compare(a.value, b.value) || compare(a.message, b.message)
  );
}
