// Who is joined to whom? The one place where ports meet their adapters: `run`, the sandbox and a live plan start here.
import { readFileSync } from 'node:fs';
import type { Logger } from 'pino';
import {
  chooseCredential,
  createAzureApi,
  createConnection,
  createCredential,
  NO_AZURE_CONFIG,
  readAzureConfig,
  readCloud,
} from '../adapters/azure/index.js';
import { createKubernetesApi, type Cluster } from '../adapters/kubernetes/index.js';
import { project } from '../core/cluster/project.js';
import type { SettingsDefaults } from '../core/settings/index.js';
import { systemClock } from '../operator/clock.js';
import type { Metrics } from '../operator/metrics.js';
import { createMetrics } from '../operator/metrics.js';
import type { AzureApi, Observe } from '../operator/ports.js';
import { Throttle } from '../operator/throttle.js';
import { settingsDefaults } from './settings-defaults.js';

export interface ConnectionOptions {
  readonly kubeconfig?: string;
  readonly context?: string;
  /** Path of an azure.json. */
  readonly azureConfig?: string;
}

export interface Connections {
  readonly kubernetes: Cluster;
  readonly azure: AzureApi;
  readonly throttle: Throttle;
  readonly metrics: Metrics;
  /** Of azure.json: what the settings may leave out. */
  readonly defaults: SettingsDefaults;
  /** Has Azure answered anything but a refusal of our credentials? */
  readonly hasToken: () => boolean;
}

/** `environment` is the process's own, but for the sandbox, which has its own Azure. `mayWrite` is asked as each write leaves. Nothing is sent yet. */
export async function connect(
  { kubeconfig, context, azureConfig }: ConnectionOptions,
  environment: Readonly<Record<string, string | undefined>>,
  log: Logger,
  certificateAuthority?: string,
  mayWrite?: () => boolean,
): Promise<Connections> {
  const config = azureConfig === undefined ? NO_AZURE_CONFIG : readAzureConfig(azureConfig);
  const cloud = readCloud(config, environment, (path) => readFileSync(path, 'utf8'));
  const connection = createConnection({
    ...(certificateAuthority !== undefined && { ca: certificateAuthority }),
    ...(mayWrite && { mayWrite }),
  });
  const credential = await createCredential(chooseCredential(config, environment), cloud, connection);
  const throttle = new Throttle(systemClock);
  const metrics = createMetrics();
  let hasToken = false;
  const observe: Observe = (answer) => {
    hasToken ||= answer.status !== 0 && answer.status !== 401;
    throttle.observe(answer);
    metrics.observe(answer);
  };
  const say = (message: string, fields: object): void => log.debug(fields, message);
  const azure = await createAzureApi({ cloud, credential, connection, admit: throttle.admit, observe, log: say });
  const kubernetes = createKubernetesApi({
    project,
    log,
    observe: (...answer) => metrics.request(...answer),
    ...(mayWrite && { mayWrite }),
    ...(kubeconfig !== undefined && { kubeconfig }),
    ...(context !== undefined && { context }),
  });
  return { kubernetes, azure, throttle, metrics, defaults: settingsDefaults(config), hasToken: () => hasToken };
}
