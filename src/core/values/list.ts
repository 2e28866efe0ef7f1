// What is in a list that was written as one text, with commas between? Blanks around an entry and empty entries say nothing.
import type { Parsed } from './problem.js';

/** Those that parse, and what was wrong with the others. */
export function parseList<T>(text: string, parse: (one: string) => Parsed<T>): Parsed<readonly T[]> {
  const parsed = entriesOf(text).map(parse);
  return {
    value: parsed.flatMap(({ value }) => (value === undefined ? [] : [value])),
    problems: parsed.flatMap(({ problems }) => problems),
  };
}

export function entriesOf(text: string): readonly string[] {
  return text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}
