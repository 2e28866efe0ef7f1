// How many? A whole number between two bounds, written in digits alone.
import type { Origin, Parsed } from './problem.js';
import { problem, quoted } from './problem.js';

/** Both bounds are allowed. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
  /** As in "4 to 100 minutes". */
  readonly unit?: string;
}

export function parseInteger(text: string, origin: Origin, { min, max, unit }: Bounds): Parsed<number> {
  const trimmed = text.trim();
  const value = /^-?\d{1,15}$/.test(trimmed) ? Number(trimmed) : undefined;
  if (value !== undefined && value >= min && value <= max) return { value, problems: [] };
  const what = value === undefined ? 'is no whole number' : 'is out of range';
  const allowed = `Allowed is ${min} to ${max}${unit ? ` ${unit}` : ''}`;
  const message = `${origin.key}: ${quoted(text)} ${what}. ${allowed}.`;
  return { value: undefined, problems: [problem(origin, text, message)] };
}
