// How does the operator run in the sandbox? As `run` does, but in this process, with words for people.
import { join } from 'node:path';
import { pino } from 'pino';
import { readSettings } from '../../core/settings/index.js';
import type { Log } from '../../operator/log.js';
import type { Operator } from '../../operator/loop.js';
import { startOperator } from '../../operator/loop.js';
import type { Pass } from '../../reconcile.js';
import { reconcile } from '../../reconcile.js';
import { parseArmId } from '../../core/values/arm-id.js';
import { connect } from '../wiring.js';
import type { SandboxAzure } from './azure.js';
import type { SandboxCluster } from './cluster.js';

export async function startSandboxOperator({
  cluster,
  azure,
  say,
  passed,
}: {
  readonly cluster: SandboxCluster;
  readonly azure: SandboxAzure;
  readonly say: (line: string) => void;
  readonly passed: (pass: Pass) => void;
}): Promise<Operator> {
  const silent = pino({ level: 'silent' });
  const { kubeconfig, context } = cluster;
  const options = {
    ...(kubeconfig !== undefined && { kubeconfig }),
    ...(context !== undefined && { context }),
    azureConfig: join(azure.directory, 'azure.json'),
  };
  const {
    kubernetes,
    azure: api,
    throttle,
    metrics,
    defaults,
  } = await connect(options, azure.environment, silent, azure.certificateAuthority);
  return startOperator({
    kubernetes,
    azure: api,
    throttle,
    metrics,
    reconcile,
    passed,
    log: spoken(say),
    readSettings: ({ azureNetworks }) => {
      const { value, problems } = readSettings(azureNetworks, defaults);
      return { settings: value, problems };
    },
  });
}

// Operations as they end, and what goes wrong; the rest is for logs.
function spoken(say: (line: string) => void): Log {
  const write = (fields: object, message: string): void => {
    const { id, action, milliseconds, because, code } = fields as Operation;
    if (id && action) {
      const parts = parseArmId(id);
      const result = code ? `failed: ${code}` : `${Math.round(milliseconds)} ms`;
      say(
        `  ${action.toLowerCase()} ${parts?.type.split('/').slice(1).join('/')} ${parts?.name}  ${result}  (${because.slice(0, 4).join(', ')}${because.length > 4 ? ', …' : ''})`,
      );
    } else if (message === 'Azure differs from our copy') say(`  drift: ${id ?? ''}`);
  };
  return {
    debug: () => undefined,
    info: write,
    warn: write,
    error: (fields, message) => say(`  ${message}: ${JSON.stringify(fields)}`),
  };
}

interface Operation {
  readonly id?: string;
  readonly action?: string;
  readonly milliseconds: number;
  readonly because: readonly string[];
  readonly code?: string;
}
