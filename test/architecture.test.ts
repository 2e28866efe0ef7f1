// Do the imports point one way? Reads every import of src and holds it against the order of the rooms. A line that
// breaks it doesn't know where it belongs.
import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const SRC = resolve(import.meta.dirname, '../src');

interface Import {
  readonly from: string;
  /** Relative to src for our own files, else the package's name. */
  readonly to: string;
  readonly isOurs: boolean;
  /** `await import()`: loaded only when it is asked for. */
  readonly isLazy: boolean;
  readonly isType: boolean;
}

const IMPORTS: readonly Import[] = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .flatMap(importsOf);

function importsOf(file: string): Import[] {
  const text = readFileSync(join(SRC, file), 'utf8');
  const statics = [...text.matchAll(/^(?:import|export)\s+(type\s)?[^;]*?from\s+'([^']+)'/gms)];
  const bare = [...text.matchAll(/^import\s+()'([^']+)'/gm)];
  const lazy = [...text.matchAll(/import\(()\s*'([^']+)'/g)];
  const entry = (match: RegExpExecArray, isLazy: boolean): Import => {
    const target = match[2]!;
    const isOurs = target.startsWith('.');
    const to = isOurs ? relative(SRC, resolve(SRC, dirname(file), target.replace(/\.js$/, '.ts'))) : target;
    return { from: file, to, isOurs, isLazy, isType: match[1] !== '' && match[1] !== undefined };
  };
  return [...[...statics, ...bare].map((match) => entry(match, false)), ...lazy.map((match) => entry(match, true))];
}

/** From the innermost outwards: a file may import its own layer and those before it. */
const LAYERS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['values', /^core\/values\//],
  ['kinds, settings, exposure, memory', /^core\/(kinds\/|settings|exposure\.ts|memory\.ts)/],
  ['cluster and network', /^core\/(cluster|network)\//],
  ['plan', /^core\/plan\//],
  ['report', /^core\/report\//],
  ['reconcile', /^(reconcile|foresee|scopes-for)\.ts$/],
  ['operator', /^operator\//],
  ['adapters and sandbox', /^(adapters|sandbox)\//],
  ['cli', /^cli\//],
  ['main', /^(main|generate)\.ts$/],
];

function layerOf(file: string): number {
  return LAYERS.findIndex(([, pattern]) => pattern.test(file));
}

function show({ from, to }: Import): string {
  return `${from} → ${to}`;
}

const OURS = IMPORTS.filter(({ isOurs }) => isOurs);

/** What all rooms of core/network and of core/cluster stand on: these import none of them. */
const GROUND_FLOOR: ReadonlySet<string | undefined> = new Set(['placement', 'annotations', 'names']);

describe('the house', () => {
  test('is not empty', () => {
    expect(OURS.length).toBeGreaterThan(100);
  });

  test('every file has a layer', () => {
    const strays = OURS.flatMap(({ from, to }) => [from, to]).filter((file) => layerOf(file) < 0);
    expect([...new Set(strays)]).toEqual([]);
  });

  test('imports point inwards', () => {
    expect(OURS.filter(({ from, to }) => layerOf(to) > layerOf(from)).map(show)).toEqual([]);
  });

  test('cluster and network meet in exposure.ts alone', () => {
    const crossing = OURS.filter(
      ({ from, to }) =>
        (from.startsWith('core/cluster/') && to.startsWith('core/network/')) ||
        (from.startsWith('core/network/') && to.startsWith('core/cluster/')),
    );
    expect(crossing.map(show)).toEqual([]);
  });

  test.each(['core/network', 'core/cluster'])(
    'a room of %s imports no other room, and is entered by its door',
    (place) => {
      const roomOf = (file: string): string | undefined => new RegExp(`^${place}/([^/]+)/`).exec(file)?.[1];
      const between = OURS.filter(
        ({ from, to }) => roomOf(from) && roomOf(to) && roomOf(from) !== roomOf(to) && !GROUND_FLOOR.has(roomOf(to)),
      );
      const windows = OURS.filter(
        ({ from, to }) => roomOf(to) && roomOf(from) !== roomOf(to) && !to.endsWith('/index.ts'),
      );
      expect([...between, ...windows].map(show)).toEqual([]);
    },
  );

  test('core is pure: no Node, no SDK, nothing that reads a clock, chance or the environment', () => {
    const impure = IMPORTS.filter(
      ({ from, to, isOurs }) =>
        /^(core\/|reconcile\.ts|foresee\.ts|scopes-for\.ts)/.test(from) &&
        !isOurs &&
        (to.startsWith('node:') || /^(@azure|@kubernetes|undici|pino|prom-client|p-queue|commander)/.test(to)),
    );
    expect(impure.map(show)).toEqual([]);
    const words = /\bDate\.now\(|new Date\(\)|Math\.random|process\.|console\.|\bawait\b|\bfetch\(|setTimeout/;
    const files = readdirSync(join(SRC, 'core'), { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.ts'),
    );
    const code = (file: string): string =>
      readFileSync(join(SRC, 'core', file), 'utf8').replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, '');
    expect(files.filter((file) => words.test(code(file)))).toEqual([]);
  });

  test('the operator knows no kind of resource', () => {
    const rooms = OURS.filter(
      ({ from, to }) => from.startsWith('operator/') && /^core\/(network|cluster)\/[^/]+\//.test(to),
    );
    expect(rooms.map(show)).toEqual([]);
  });

  test('adapters and the operator know nothing of the sandbox', () => {
    const wrong = OURS.filter(({ from, to }) => /^(adapters|operator)\//.test(from) && to.startsWith('sandbox/'));
    expect(wrong.map(show)).toEqual([]);
  });

  test('the fake Azure shares nothing with our own mapping', () => {
    const shared = OURS.filter(({ from, to }) => from.startsWith('sandbox/azure/') && !to.startsWith('sandbox/'));
    expect(shared.map(show)).toEqual([]);
  });

  test('the sandboxes share plumbing alone, and nothing with the rest of the house', () => {
    const roomOf = (file: string): string | undefined => /^sandbox\/([^/]+)\//.exec(file)?.[1];
    const wrong = OURS.filter(
      ({ from, to }) =>
        from.startsWith('sandbox/') &&
        (!to.startsWith('sandbox/') || (roomOf(to) !== undefined && roomOf(from) !== roomOf(to))),
    ).filter(({ from, to }) => !(roomOf(from) === 'simulated-cluster' && to === 'sandbox/kubernetes/client.ts'));
    expect(wrong.map(show)).toEqual([]);
  });

  test('only `sandbox` and `fake-azure` load the sandbox, and only when asked', () => {
    const entries = OURS.filter(({ from, to }) => !from.startsWith('sandbox/') && to.startsWith('sandbox/'));
    expect(entries.filter(({ from }) => !/^cli\/(sandbox|fake-azure)/.test(from)).map(show)).toEqual([]);
    const commands = OURS.filter(
      ({ from, to, isLazy, isType }) =>
        from === 'cli/commands.ts' && /^cli\/(sandbox|fake-azure)/.test(to) && !isLazy && !isType,
    );
    expect(commands.map(show)).toEqual([]);
  });
});
