// What happens in a sandbox, from the first server to the last look? Loaded when what was asked for is known to make
// sense: most of the house hangs on it.
import type { ChalkInstance } from 'chalk';
import type { Operator } from '../../operator/loop.js';
import { startAzure } from './azure.js';
import { startCluster } from './cluster.js';
import { untilInStep } from './in-step.js';
import { askConsent, createInstaller } from './installation.js';
import { introduction } from './introduction.js';
import { startSandboxOperator } from './operator.js';
import type { Asked } from './read-options.js';
import type { Stops } from './stops.js';
import { createViewer, type Viewer } from './viewer.js';

export interface Surroundings {
  readonly directory: string;
  readonly stops: Stops;
  readonly colour: ChalkInstance;
  readonly say: (line: string) => void;
}

/** Returns the exit status; throws Stopped when the end is asked for. */
export async function session(asked: Asked, { directory, stops, colour, say }: Surroundings): Promise<number> {
  const { kubernetes, examples, port } = asked;
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
