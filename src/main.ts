#!/usr/bin/env node
// Which command? Each is loaded only when it is asked for: `run` never sees the sandbox, and `plan` no SDK.
import { Command } from 'commander';
import { addCommands } from './cli/commands.js';
import { explainFailure } from './cli/failure.js';

const program = new Command('azure-network-operator')
  .description('Keeps Azure load balancers, network security groups and DNS zones in step with what a cluster exposes.')
  .option('--verbose', 'show the stack of an error')
  .showHelpAfterError('(--help shows what there is)');
addCommands(program);

try {
  await program.parseAsync(process.argv);
} catch (error) {
  process.exitCode = explainFailure(error, program.opts<{ verbose?: boolean }>().verbose === true);
}
