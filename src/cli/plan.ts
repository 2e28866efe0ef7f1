// `plan`: what would change in Azure, and why?
import { writeFile } from 'node:fs/promises';
import { Chalk } from 'chalk';
import { readAzureConfig } from '../adapters/azure/azure-config.js';
import { UsageError } from './failure.js';
import { settingsDefaults } from './settings-defaults.js';
import { readManifests } from './plan/manifests.js';
import { planDocument } from './plan/plan-document.js';
import type { OfflinePlan } from './plan/plan-offline.js';
import { planOffline } from './plan/plan-offline.js';
import { readTxtCipher } from './txt-encryption-key.js';
import { planText } from './plan/plan-text.js';
import { readSavedAzure } from './plan/saved-azure.js';

export interface PlanOptions {
  readonly filename?: readonly string[];
  readonly azureState?: string;
  readonly saveAzureState?: string;
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly azureConfig?: string;
  readonly output: 'text' | 'json';
  readonly strict?: boolean;
  readonly txtEncryptionKey?: string;
}

/** Returns the exit status: 0 nothing to do, 2 changes, 3 problems with `--strict`. */
export async function plan(options: PlanOptions): Promise<number> {
  const { foreseen, problems, notes } = options.filename ? await offline(options) : await live(options);
  const document = planDocument(foreseen, problems, notes);
  process.stdout.write(
    options.output === 'json'
      ? `${JSON.stringify(document, null, 2)}\n`
      : planText(document, new Chalk(process.stdout.isTTY ? {} : { level: 0 })),
  );
  if (options.strict && document.problems.length > 0) return 3;
  return document.operations.length > 0 ? 2 : 0;
}

async function offline(options: PlanOptions): Promise<OfflinePlan> {
  for (const name of ['kubeconfig', 'context', 'saveAzureState'] as const) {
    if (options[name]) throw new UsageError(`--${dashed(name)} is for a live plan; leave it out or leave out -f`);
  }
  const saved = options.azureState ? await readSavedAzure(options.azureState) : undefined;
  const defaults = options.azureConfig ? settingsDefaults(readAzureConfig(options.azureConfig)) : {};
  const sealed = readTxtCipher(options.txtEncryptionKey);
  return planOffline(await readManifests(options.filename ?? []), saved, defaults, sealed);
}

async function live(options: PlanOptions): Promise<OfflinePlan> {
  if (options.azureState) throw new UsageError('--azure-state is for a plan from files; add -f');
  const { planLive } = await import('./plan/plan-live.js');
  const { azure, ...result } = await planLive(options, readTxtCipher(options.txtEncryptionKey));
  if (options.saveAzureState) {
    const content = `${JSON.stringify([...azure.resources.values()], null, 2)}\n`;
    await writeFile(options.saveAzureState, content).catch((error: unknown) => {
      throw new UsageError(
        `--save-azure-state ${options.saveAzureState}: can't be written (${(error as Error).message})`,
      );
    });
  }
  return result;
}

function dashed(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
