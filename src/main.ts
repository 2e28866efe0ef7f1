#!/usr/bin/env node
// Which command? Each is loaded only when it is asked for: `run` never sees the sandbox, and `plan` no SDK.
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { addCommands } from './cli/commands.js';
import { explainFailure, UsageError } from './cli/failure.js';

// The bundle, which has no package.json beside it, has its version written in (scripts/bundle.mjs).
declare const BUNDLED_VERSION: string | undefined;
const version = typeof BUNDLED_VERSION === 'string' ? BUNDLED_VERSION : versionOfPackage();

const program = new Command('azure-network-operator')
  .description('Keeps Azure load balancers, network security groups and DNS zones in step with what a cluster exposes.')
  .version(version)
  .option('--verbose', 'show the stack of an error')
  .showHelpAfterError('(--help shows what there is)');
addCommands(program);

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

try {
  if (major < 22 || (major === 22 && minor < 19)) {
    throw new UsageError(`it needs Node 22.19 or newer, and this is ${process.versions.node}`);
  }
  await program.parseAsync(process.argv);
} catch (error) {
  process.exitCode = explainFailure(error, program.opts<{ verbose?: boolean }>().verbose === true);
}

function versionOfPackage(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
