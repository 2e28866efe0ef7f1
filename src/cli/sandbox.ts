// `sandbox`: the whole thing on this machine. A Kubernetes, a fake Azure, the operator between them, and the model as
// it changes.
import { Chalk } from 'chalk';
import { announcement } from './sandbox/cluster.js';
import { claimFolder } from './sandbox/folder.js';
import { readOptions, type SandboxOptions } from './sandbox/read-options.js';
import { Stopped, Stops } from './sandbox/stops.js';

export type { SandboxOptions } from './sandbox/read-options.js';

/** Returns the exit status: 1 where `--once` was interrupted. Throws one line where it can't go on or ran out of time. */
export async function sandbox(options: SandboxOptions): Promise<number> {
  const asked = readOptions(options);
  const folder = await claimFolder(asked.directory);
  const stops = new Stops();
  stops.add(() => folder.release());
  const colour = new Chalk(process.stdout.isTTY ? {} : { level: 0 });
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  try {
    say(`${colour.bold('Starting')} ${announcement(asked.kubernetes)} …`);
    const { session } = await import('./sandbox/session.js');
    return await session(asked, { directory: folder.path, stops, colour, say });
  } catch (error) {
    if (error instanceof Stopped) return asked.once ? 1 : 0;
    throw error;
  } finally {
    await stops.all();
  }
}
