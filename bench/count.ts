// What did Azure have to do? Counted from its own journal: writes by type, reads that follow an operation, other reads.

/** An entry of `/_fake/journal`, as far as it is read here. */
export interface Entry {
  readonly sequence: number;
  /** When it came. */
  readonly time: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

export interface Count {
  /** By the last part of the type, such as `loadBalancers` or `A`. */
  readonly writes: ReadonlyMap<string, number>;
  readonly deletes: number;
  readonly polls: number;
  /** GETs of resources and lists. */
  readonly reads: number;
  /** Resources that were written. */
  readonly written: number;
  /** Answers of 400 and more. */
  readonly refused: number;
}

export function count(entries: readonly Entry[]): Count {
  const of = (method: string): readonly Entry[] => entries.filter((entry) => entry.method === method);
  const puts = [...of('PUT'), ...of('PATCH')];
  const gets = of('GET');
  const reads = gets.filter(({ path }) => !isPoll(path));
  return {
    writes: tally(puts.map(({ path }) => typeOf(path))),
    deletes: of('DELETE').length,
    polls: gets.length - reads.length,
    reads: reads.length,
    written: new Set(puts.map(({ path }) => path.toLowerCase())).size,
    refused: entries.filter(({ status }) => status >= 400).length,
  };
}

export function writesOf({ writes }: Pick<Count, 'writes'>): number {
  return [...writes.values()].reduce((sum, one) => sum + one, 0);
}

function isPoll(path: string): boolean {
  return /\/(operations|operationresults|operationstatuses)\/[^/]+$/i.test(path);
}

function typeOf(path: string): string {
  return path.split('?')[0]!.split('/').at(-2) ?? path;
}

function tally(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map(
    [...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length] as const).sort(byName),
  );
}

function byName([a]: readonly [string, number], [b]: readonly [string, number]): number {
  return a < b ? -1 : 1;
}
