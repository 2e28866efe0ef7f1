// `run`: watch the cluster and keep Azure in step with it, until asked to stop.
import type { Logger } from 'pino';
import { pino } from 'pino';
import pretty from 'pino-pretty';
import { readSettings } from '../core/settings/index.js';
import { systemClock } from '../operator/clock.js';
import type { Served } from '../operator/health.js';
import { measureLag, serveHealth, serveMetrics } from '../operator/health.js';
import { startOperator } from '../operator/loop.js';
import { reconcile } from '../reconcile.js';
import { watchFitness } from './run/fitness.js';
import type { LeadershipOptions } from './run/leadership.js';
import { createLeadership } from './run/leadership.js';
import { askedToStop } from './asked-to-stop.js';
import { readTxtCipher } from './txt-encryption-key.js';
import type { ConnectionOptions } from './wiring.js';
import { connect } from './wiring.js';
import { UsageError } from './failure.js';

export interface RunOptions extends ConnectionOptions, LeadershipOptions {
  readonly logLevel: string;
  readonly logFormat: 'text' | 'json';
  readonly healthAddress: string;
  readonly metricsAddress: string;
  readonly planOnly?: boolean;
  readonly txtEncryptionKey?: string;
}

/** Resolves when it was asked to stop and has stopped. */
export async function run(options: RunOptions): Promise<void> {
  const log = createLog(options);
  const sealed = readTxtCipher(options.txtEncryptionKey);
  const led = (): void => {
    metrics.leading(true);
    operator.lead();
  };
  const lost = (because: string): void => endAsLoser(because, log);
  const leadership = createLeadership(options, { led, lost, slowPath: () => metrics.slowPath() }, log);
  const mayWrite = (): boolean => leadership?.elector.mayWrite() ?? true;
  const connections = await connect(options, process.env, log, undefined, mayWrite);
  const { kubernetes, azure, throttle, metrics, defaults, hasToken } = connections;
  metrics.leading(!leadership);
  // An API server that is away for a moment is waited for; that is no reason to give up.
  await kubernetes.check().then(
    (version) => log.info({ version }, 'connected to Kubernetes'),
    (error: unknown) => log.warn({ error: String(error) }, 'no answer from Kubernetes yet'),
  );
  const operator = startOperator({
    kubernetes,
    azure,
    throttle,
    metrics,
    log,
    mayWrite,
    standby: leadership !== undefined,
    reconcile: (input) => reconcile({ ...input, ...sealed }),
    readSettings: ({ azureNetworks }) => {
      const { value, problems } = readSettings(azureNetworks, defaults);
      return { settings: value, problems };
    },
    ...(options.planOnly && { planOnly: true }),
  });
  const fitness = watchFitness(() => kubernetes.lacks(), systemClock, log);
  const { lag, stop: stopMeasuring } = measureLag();
  const served: Served[] = [];
  try {
    const health = { lag, hasToken, operator, lacks: fitness.lacks, election: leadership?.elector };
    const { healthAddress, metricsAddress } = options;
    served.push(await serve('--health-address', healthAddress, (address) => serveHealth(address, health)));
    served.push(await serve('--metrics-address', metricsAddress, (address) => serveMetrics(address, metrics.registry)));
    log.info({ health: served[0]!.port, metrics: served[1]!.port }, 'started');
    leadership?.elector.start();
    const signal = await askedToStop();
    log.info({ signal }, 'stopping');
  } finally {
    stopMeasuring();
    fitness.stop();
    await operator.stop();
    await leadership?.end();
    await Promise.all(served.map((one) => one.close()));
  }
  log.info({}, 'stopped');
}

/** At once: what is under way in Azure goes on there, and nothing of ours may be sent any more. */
function endAsLoser(because: string, log: Logger): never {
  log.error({ because }, 'the lease is lost: this process ends, and another one leads');
  process.exit(2);
}

async function serve<T>(flag: string, address: string, listen: (address: string) => Promise<T>): Promise<T> {
  try {
    return await listen(address);
  } catch (error) {
    throw new UsageError(`${flag} ${address}: can't listen there (${(error as Error).message}); choose another`);
  }
}

export function createLog({ logLevel, logFormat }: Pick<RunOptions, 'logLevel' | 'logFormat'>): Logger {
  const settings = { level: logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  return logFormat === 'json'
    ? pino(settings)
    : pino(settings, pretty({ ignore: 'pid,hostname', singleLine: true, sync: true }));
}
