// `sandbox`: the whole thing on this machine. A real Kubernetes control plane with simulated nodes, a fake Azure, the
// operator between them, and the model as it changes.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Chalk } from 'chalk';
import type { Operator } from '../operator/loop.js';
import type { Pass } from '../reconcile.js';
import { UsageError } from './failure.js';
import { askedToStop } from './run.js';
import { startAzure } from './sandbox/azure.js';
import { startCluster } from './sandbox/cluster.js';
import { isInStep, unsettled } from './sandbox/in-step.js';
import { modelText } from './sandbox/model-text.js';
import { startSandboxOperator } from './sandbox/operator.js';

export interface SandboxOptions {
  readonly kubernetes: 'control-plane';
  readonly examples: boolean;
  readonly once?: boolean;
  /** Seconds, as text. */
  readonly timeout: string;
  readonly directory?: string;
}

/** Returns the exit status: 1 where `--once` ran out of time. */
export async function sandbox(options: SandboxOptions): Promise<number> {
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'azure-network-operator-')));
  const stops: (() => Promise<unknown>)[] = options.directory
    ? []
    : [() => rm(directory, { recursive: true, force: true, maxRetries: 5 })];
  const stopped = askedToStop();
  try {
    const colour = new Chalk(process.stdout.isTTY ? {} : { level: 0 });
    const say = (line: string): void => void process.stdout.write(`${line}\n`);
    say(`${colour.bold('Starting')} a real Kubernetes control plane with simulated nodes, and a fake Azure …`);
    const [azure, cluster] = await Promise.all([
      startAzure(join(directory, 'azure')).then((one) => (stops.unshift(one.stop), one)),
      startCluster(join(directory, 'kubernetes')).then((one) => (stops.unshift(one.stop), one)),
    ]);
    await cluster.install(azure.zones);
    say(`
  Kubernetes  ${cluster.server} (real API server, controllers and scheduler; nodes and pods are simulated)
  Azure       ${azure.endpoint} (fake; nothing leaves this machine)

In another terminal:

  ${colour.cyan(`export KUBECONFIG=${cluster.kubeconfig}`)}
  ${colour.cyan('kubectl get services,ingresses,portexposures')}
`);
    const view = viewer(colour, azure.state, say);
    const operator = await startSandboxOperator({ cluster, azure, say: view.note, passed: view.changed });
    stops.unshift(() => operator.stop());
    if (options.examples) await cluster.applyExamples();
    if (options.once) return await once(options, operator, view, cluster.settled, stopped);
    say(colour.dim('Ctrl-C stops all of it.\n'));
    await stopped;
    return 0;
  } finally {
    for (const stop of stops) await stop();
  }
}

async function once(
  { timeout }: SandboxOptions,
  operator: Operator,
  view: ReturnType<typeof viewer>,
  settled: () => Promise<void>,
  stopped: Promise<unknown>,
): Promise<number> {
  const seconds = Number(timeout);
  if (!Number.isFinite(seconds) || seconds <= 0)
    throw new UsageError(`--timeout ${timeout}: it must be a number of seconds`);
  const deadline = Date.now() + seconds * 1000;
  let isStopped = false;
  void stopped.then(() => (isStopped = true));
  await settled();
  while (!isStopped && !isInStep(operator)) {
    if (Date.now() > deadline) {
      throw new UsageError(
        `not in step after ${seconds} s: ${unsettled(operator).join('; ') || 'the operator is still at work'}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await view.last();
  for (const { object, message } of operator.lastPass()?.report.problems ?? []) view.note(`${object}: ${message}`);
  return isStopped ? 1 : 0;
}

// Prints the model whenever it differs from what was printed last; one look at Azure at a time.
function viewer(
  colour: InstanceType<typeof Chalk>,
  state: Awaited<ReturnType<typeof startAzure>>['state'],
  say: (line: string) => void,
) {
  let printed = '';
  let pass: Pass | undefined;
  let looking: Promise<void> | undefined;
  const look = async (): Promise<void> => {
    const seen = pass;
    const azure = await state();
    if (!seen) return;
    const text = modelText(azure, seen, 'sandbox', colour);
    if (text !== printed) say(`\n${text}`);
    printed = text;
  };
  const changed = (next: Pass): void => {
    pass = next;
    looking ??= look()
      .catch(() => undefined)
      .finally(() => (looking = undefined));
  };
  return {
    changed,
    note: (line: string): void => say(colour.dim(line)),
    last: async (): Promise<void> => {
      await looking;
      await look();
    },
  };
}
