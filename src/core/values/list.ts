// What is in a list that was written as one text, with commas between? Blanks around an entry and empty entries say nothing.
import type { Parsed } from './problem.js';

/** Whoever got hundreds of entries wrong made one mistake: this many are told. */
const MOST_PROBLEMS = 10;

/** Those that parse, and what was wrong with the first of the others. */
export function parseList<T>(text: string, parse: (one: string) => Parsed<T>): Parsed<readonly T[]> {
  return together(entriesOf(text).map(parse));
}

/** One answer of many. */
export function together<T>(parsed: readonly Parsed<T>[]): Parsed<readonly T[]> {
  return {
    value: parsed.flatMap(({ value }) => (value === undefined ? [] : [value])),
    problems: parsed.flatMap(({ problems }) => problems).slice(0, MOST_PROBLEMS),
  };
}

export function entriesOf(text: string): readonly string[] {
  return text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}
