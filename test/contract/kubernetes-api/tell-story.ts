// How is a transcript told again? Its commands one after the other in a namespace of its own name, each result in the
// words of normalise.ts. Where it is recorded anew, what is printed takes the place of what was expected.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { normalise } from './normalise.js';
import { run, runInBackground, type Background, type Shell } from './kubectl.js';
import { showPrinted, type Step } from './transcript.js';

export interface Story {
  readonly name: string;
  readonly steps: readonly Step[];
}

export interface Stage {
  /** Of kubectl. */
  readonly folder: string;
  readonly kubeconfig: string;
  readonly directory: string;
}

export interface Telling {
  /** What a step has printed; rejects where the story broke off before. */
  readonly printed: (step: number) => Promise<string>;
  readonly ended: Promise<void>;
}

const PATIENCE = 20_000;
const INTERVAL = 150;
/** How long must it be quiet before output of unknown length is taken for whole? */
const QUIET = 1500;

/** Begins at once; `isNew`: nothing is expected yet. */
export function tell({ name, steps }: Story, stage: Stage, isNew: boolean): Telling {
  const pending = steps.map(() => deferred<string>());
  for (const { promise } of pending) promise.catch(() => undefined);
  const commands = steps.map(({ command }) => command).join('\n');
  let background: Background | undefined;

  async function perform(): Promise<void> {
    const shell = await makeShell(name, stage);
    let shown = 0;
    for (const [index, step] of steps.entries()) {
      if (step.command.endsWith(' &')) {
        const started = runInBackground(shell, step.command.slice(0, -2));
        background = started;
        const printed = await settled(() => inWords(started), step.output, isNew);
        shown = printed === '' ? 0 : printed.split('\n').length;
        pending[index]!.resolve(printed);
      } else if (step.command === 'fg') {
        // Columns may have grown meanwhile: the lines that have been shown are counted, not compared.
        const since = (): string => inWords(background!).split('\n').slice(shown).join('\n');
        pending[index]!.resolve(await settled(since, step.output, isNew));
        await background!.end();
      } else {
        pending[index]!.resolve(await answer(shell, step));
      }
    }
  }

  // How wide a watch's columns are depends on what came in one go.
  const inWords = (one: Background): string => normalise(showPrinted(one.printed()), commands).replace(/ {2,}/g, '   ');

  async function answer(shell: Shell, { command, output, isEventual }: Step): Promise<string> {
    const deadline = Date.now() + PATIENCE;
    for (;;) {
      const printed = normalise(showPrinted(await run(shell, command)), commands);
      if (!isEventual || printed === output || Date.now() > deadline) return printed;
      await pause();
    }
  }

  const ended = perform().catch(async (error: unknown) => {
    await background?.end();
    for (const { reject } of pending) reject(error);
  });
  return { printed: (step) => pending[step]!.promise, ended };
}

/** What is printed once it is what is expected; when new, once it has been quiet. */
async function settled(read: () => string, expected: string, isNew: boolean): Promise<string> {
  const deadline = Date.now() + PATIENCE;
  let last = read();
  let since = Date.now();
  for (;;) {
    const now = read();
    if (now !== last) [last, since] = [now, Date.now()];
    const isQuiet = Date.now() - since > QUIET;
    if (isNew ? isQuiet && now !== '' : now === expected) return now;
    if (Date.now() > deadline) return now;
    await pause();
  }
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, INTERVAL));

/** A folder, and a kubeconfig whose context is in the story's namespace. */
async function makeShell(name: string, { folder, kubeconfig, directory }: Stage): Promise<Shell> {
  const own = join(directory, name);
  await mkdir(own, { recursive: true });
  const config = JSON.parse(await readFile(kubeconfig, 'utf8')) as { contexts: { context: object }[] };
  for (const one of config.contexts) one.context = { ...one.context, namespace: name };
  const file = join(directory, `${name}.kubeconfig`);
  await writeFile(file, JSON.stringify(config), { mode: 0o600 });
  const shell = { folder, kubeconfig: file, directory: own };
  const namespace = JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  const made = await run(shell, `kubectl create -f - <<<'${namespace}'`);
  if (made.code !== 0) throw new Error(`the namespace of transcript ${name}: ${made.stderr}`);
  return shell;
}

interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: unknown) => void;
}

function deferred<T>(): Deferred<T> {
  let settle: Omit<Deferred<T>, 'promise'> | undefined;
  const promise = new Promise<T>((resolve, reject) => (settle = { resolve, reject }));
  return { promise, ...settle! };
}
