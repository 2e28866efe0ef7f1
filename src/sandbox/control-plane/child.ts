// How is a program started, watched and stopped? By its id alone; its output goes to a file, whose tail explains an
// early end. Whatever still runs when this process exits is killed.
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';

export interface Child {
  readonly name: string;
  /** True once the process has ended, for whatever reason. */
  hasEnded(): boolean;
  /** The last lines it wrote. */
  tail(): string;
  /** SIGTERM, and SIGKILL where that hasn't helped after the patience (milliseconds). Resolves when it has ended. */
  stop(patience?: number): Promise<void>;
}

const running = new Set<ChildProcess>();
let isGuarded = false;

function guardExit(): void {
  if (isGuarded) return;
  isGuarded = true;
  process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));
}

export function startChild(
  name: string,
  command: { file: string; args: readonly string[]; log: string; environment?: NodeJS.ProcessEnv },
): Child {
  guardExit();
  const log = openSync(command.log, 'a');
  const child = spawn(command.file, command.args, {
    stdio: ['ignore', log, log],
    env: { ...process.env, ...command.environment },
  });
  closeSync(log);
  running.add(child);
  let ended = false;
  const end = new Promise<void>((resolve) => {
    const finish = (): void => {
      ended = true;
      running.delete(child);
      resolve();
    };
    child.once('exit', finish);
    child.once('error', finish);
  });
  return {
    name,
    hasEnded: () => ended,
    tail: () => readFileSync(command.log, 'utf8').trimEnd().split('\n').slice(-5).join('\n'),
    stop: async (patience = 5000) => {
      if (ended) return;
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), patience);
      await end;
      clearTimeout(timer);
    },
  };
}
