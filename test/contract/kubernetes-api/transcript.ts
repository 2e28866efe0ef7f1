// How is a transcript written? As one sees it in a terminal:
//
//   # what comes next, and why
//   $ kubectl get configmap none
//   ! Error from server (NotFound): configmaps "none" not found
//   [exit 1]
//
// stdout as it is, then stderr behind `! `, then the exit status where it isn't 0. A command goes on to the end of its
// heredoc, or after a backslash. `# eventually` above a command: it is asked again until it prints what is recorded.
// A command that ends in ` &` stays in the background; `$ fg` shows what it has printed since, and ends it.

export interface Step {
  /** Comments above it, as they stand. */
  readonly prelude: readonly string[];
  readonly command: string;
  /** What it prints; '' for nothing, else without a line end at its end. */
  readonly output: string;
  readonly isEventual: boolean;
  /** Unique in its transcript. */
  readonly name: string;
}

export interface Printed {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

export const EVENTUALLY = '# eventually';

/** Throws where lines stand in front of the first command that are no comment. */
export function parseTranscript(text: string): Step[] {
  const lines = text.split('\n');
  const steps: Omit<Step, 'name'>[] = [];
  let at = 0;
  const take = (isWanted: (line: string) => boolean): string[] => {
    const from = at;
    while (at < lines.length && isWanted(lines[at]!)) at += 1;
    return lines.slice(from, at);
  };
  while (at < lines.length) {
    const prelude = trimmed(take((line) => line.startsWith('#') || line === ''));
    if (at >= lines.length) break;
    if (!lines[at]!.startsWith('$ ')) throw new Error(`line ${at + 1} is neither comment nor command: ${lines[at]}`);
    const command = takeCommand();
    const output = trimmed(take((line) => !line.startsWith('$ ') && !line.startsWith('#'))).join('\n');
    steps.push({ prelude, command, output, isEventual: prelude.includes(EVENTUALLY) });
  }
  return named(steps);

  function takeCommand(): string {
    const from = at;
    while (lines[at]!.endsWith('\\')) at += 1;
    const end = /<<-?\s*(['"]?)(\w+)\1/.exec(lines[at]!)?.[2];
    at += 1;
    if (end !== undefined) {
      take((line) => line !== end);
      if (at >= lines.length) throw new Error(`line ${from + 1}: the heredoc has no end ${end}`);
      at += 1;
    }
    return lines.slice(from, at).join('\n').slice(2);
  }
}

export function printTranscript(steps: readonly Pick<Step, 'prelude' | 'command' | 'output'>[]): string {
  return steps
    .map(({ prelude, command, output }) => [...prelude, `$ ${command}`, ...(output === '' ? [] : [output]), ''])
    .flat()
    .join('\n');
}

/** `code` null: still running. */
export function showPrinted({ stdout, stderr, code }: Printed): string {
  const errors = stderr.replace(/\n+$/, '').replace(/^/gm, '! ').replace(/ +$/gm, '');
  return [stdout.replace(/\n+$/, ''), stderr === '' ? '' : errors, code === 0 ? '' : `[exit ${code}]`]
    .filter((part) => part !== '')
    .join('\n');
}

function trimmed(lines: readonly string[]): string[] {
  const first = lines.findIndex((line) => line !== '');
  return first < 0 ? [] : lines.slice(first, lines.findLastIndex((line) => line !== '') + 1);
}

function named(steps: readonly Omit<Step, 'name'>[]): Step[] {
  const seen = new Map<string, number>();
  return steps.map((step) => {
    const line = `$ ${step.command.split('\n')[0]!}`;
    const times = (seen.get(line) ?? 0) + 1;
    seen.set(line, times);
    return { ...step, name: times === 1 ? line : `${line} (${times})` };
  });
}
