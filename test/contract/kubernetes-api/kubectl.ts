// Which kubectl runs the transcripts, and how? The one of KUBEBUILDER_ASSETS, else that of the PATH where it is new
// enough; its commands go through bash as a user's would, in a folder of their own.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import type { Printed } from './transcript.js';

/** Of the product: transcripts apply them. */
const CRDS = resolve(import.meta.dirname, '../../../crds');
const OLDEST_MINOR = 36;

/** The folder of a kubectl whose output the transcripts show; undefined where there is none. */
export function kubectlFolder(): string | undefined {
  const assets = process.env.KUBEBUILDER_ASSETS;
  if (assets) return assets;
  try {
    const file = execFileSync('bash', ['-c', 'command -v kubectl'], { encoding: 'utf8' }).trim();
    const version = execFileSync(file, ['version', '--client', '-o', 'json'], { encoding: 'utf8' });
    const { clientVersion } = JSON.parse(version) as { clientVersion: { gitVersion: string } };
    const minor = Number(/^v1\.(\d+)\.\d+$/.exec(clientVersion.gitVersion)?.[1]);
    return minor >= OLDEST_MINOR ? dirname(file) : undefined;
  } catch {
    return undefined;
  }
}

export interface Shell {
  readonly folder: string;
  readonly kubeconfig: string;
  /** Where files go; HOME too. */
  readonly directory: string;
}

export interface Background {
  readonly printed: () => Printed;
  readonly end: () => Promise<void>;
}

const LONGEST = 60_000;

export async function run(shell: Shell, command: string): Promise<Printed> {
  const child = start(shell, command);
  const read = collect(child);
  const timer = setTimeout(() => kill(child), LONGEST);
  const code = await new Promise<number>((resolve) => child.on('close', (status) => resolve(status ?? 124)));
  clearTimeout(timer);
  return { ...read(), code };
}

export function runInBackground(shell: Shell, command: string): Background {
  const child = start(shell, command);
  const read = collect(child);
  const closed = new Promise<void>((resolve) => child.on('close', () => resolve()));
  return {
    printed: () => ({ ...read(), code: 0 }),
    end: async () => {
      kill(child);
      await closed;
    },
  };
}

function start({ folder, kubeconfig, directory }: Shell, command: string): ChildProcess {
  return spawn('bash', ['-c', command], {
    cwd: directory,
    // A group of its own, so that a pipe can be ended as a whole.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: `${folder}:${process.env.PATH}`,
      HOME: directory,
      KUBECONFIG: kubeconfig,
      KUBECACHEDIR: join(dirname(kubeconfig), 'cache'),
      LC_ALL: 'C.UTF-8',
      TZ: 'UTC',
      CRDS,
    },
  });
}

function kill({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGTERM');
  } catch {
    // It has ended by itself.
  }
}

function collect(child: ChildProcess): () => { stdout: string; stderr: string } {
  const read = { stdout: '', stderr: '' };
  child.stdout!.setEncoding('utf8').on('data', (text: string) => (read.stdout += text));
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (read.stderr += text));
  return () => ({ ...read });
}
