// `sandbox`: the whole thing on this machine. A Kubernetes, a fake Azure, the operator between them, and the model as
// it changes.
import { Chalk } from 'chalk';
import type { Operator } from '../operator/loop.js';
import { startAzure } from './sandbox/azure.js';
import { announcement, startCluster } from './sandbox/cluster.js';
import { claimFolder } from './sandbox/folder.js';
import { untilInStep } from './sandbox/in-step.js';
import { askConsent, createInstaller } from './sandbox/installation.js';
import { introduction } from './sandbox/introduction.js';
import { startSandboxOperator } from './sandbox/operator.js';
import { type Asked, readOptions, type SandboxOptions } from './sandbox/read-options.js';
import { Stopped, Stops } from './sandbox/stops.js';
import { createViewer, type Viewer } from './sandbox/viewer.js';

export type { SandboxOptions } from './sandbox/read-options.js';

type Say = (line: string) => void;

/** Returns the exit status: 1 where `--once` was interrupted. Throws one line where it ran out of time. */
export async function sandbox(options: SandboxOptions): Promise<number> {
  const asked = readOptions(options);
  const folder = await claimFolder(asked.directory);
  const stops = new Stops();
  stops.add(() => folder.release());
  try {
    return await session(asked, folder.path, stops);
  } catch (error) {
    if (error instanceof Stopped) return asked.once ? 1 : 0;
    throw error;
  } finally {
    await stops.all();
  }
}

async function session(asked: Asked, directory: string, stops: Stops): Promise<number> {
  const colour = new Chalk(process.stdout.isTTY ? {} : { level: 0 });
  const say: Say = (line) => void process.stdout.write(`${line}\n`);
  const { kubernetes, examples, port } = asked;
  say(`${colour.bold('Starting')} ${announcement(kubernetes)} …`);
  const warn = (line: string): void => say(colour.yellow(`  ${line}`));
  const [azure, cluster] = await stops.unlessAsked(
    Promise.all([
      stops.keep(startAzure(directory)),
      stops.keep(startCluster({ kubernetes, directory, warn, ...(port !== undefined && { port }) })),
    ]),
  );
  if (!cluster.isOurs && !asked.yes) await stops.unlessAsked(askConsent(cluster, examples, stops.signal));
  const installer = await createInstaller(cluster, { zones: azure.zones, examples });
  stops.add(() => installer.remove());
  await stops.unlessAsked(installer.prepare());
  say(introduction(cluster, azure, colour));
  const viewer = createViewer(colour, azure.state, say);
  const operator = await stops.unlessAsked(
    stops.keep(startSandboxOperator({ cluster, azure, say: viewer.note, passed: viewer.changed })),
  );
  // What was added to the user's cluster goes while the operator is there to let go of it.
  stops.add(() => installer.remove());
  await stops.unlessAsked(installer.applyExamples());
  if (asked.once) {
    await stops.unlessAsked(untilInStep(operator, cluster, asked.patience, stops.signal));
    await viewer.last();
    tellProblems(operator, viewer);
    return 0;
  }
  say(colour.dim('Ctrl-C stops all of it.\n'));
  return stops.unlessAsked(new Promise<never>(() => undefined));
}

function tellProblems(operator: Operator, viewer: Viewer): void {
  for (const { object, message } of operator.lastPass()?.report.problems ?? []) viewer.note(`${object}: ${message}`);
}
