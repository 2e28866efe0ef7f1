// How do the suites run the program? As its users do: the built one, as a process of its own.
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

const MAIN = resolve(import.meta.dirname, '../../dist/main.js');

export interface Program {
  readonly process: ChildProcess;
  /** What it printed so far, both streams. */
  output(): string;
  /** Resolves with its exit code, or the signal's name. */
  readonly ended: Promise<number | string>;
  kill(signal?: NodeJS.Signals): Promise<number | string>;
}

export function startProgram(args: readonly string[], env: Readonly<Record<string, string>> = {}): Program {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (chunk: Buffer): void => void (output += chunk.toString());
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = once(child, 'exit').then(([code, signal]: unknown[]) => (code ?? signal) as number | string);
  return {
    process: child,
    output: () => output,
    ended,
    kill: async (signal = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    },
  };
}
