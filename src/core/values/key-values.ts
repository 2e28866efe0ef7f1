// Which pairs are in `name=value,name=value`? Of a name that comes twice the last value counts, as in Azure's cloud controller.
import { entriesOf } from './list.js';
import type { Origin, Parsed } from './problem.js';
import { problem, quoted } from './problem.js';

/** Sorted by name. `fault` says what is wrong with a pair, as in "has no value"; a pair with a fault spoils the whole. */
export function parseKeyValues(
  text: string,
  origin: Origin,
  fault: (name: string, value: string) => string | undefined = () => undefined,
): Parsed<readonly (readonly [name: string, value: string])[]> {
  const refuse = (pair: string, what: string) =>
    problem(
      origin,
      pair,
      `${origin.key}: ${quoted(pair)} ${what}. Allowed are pairs like name=value, separated by commas.`,
    );
  const pairs = new Map<string, string>();
  const problems = entriesOf(text).flatMap((pair) => {
    const [name = '', value, ...rest] = pair.split('=').map((part) => part.trim());
    if (name === '' || value === undefined || rest.length > 0) return [refuse(pair, 'is no pair of name and value')];
    const what = fault(name, value);
    if (what !== undefined) return [refuse(pair, what)];
    pairs.set(name, value);
    return [];
  });
  if (problems.length > 0) return { value: undefined, problems };
  return { value: [...pairs].sort(([a], [b]) => (a < b ? -1 : 1)), problems };
}
