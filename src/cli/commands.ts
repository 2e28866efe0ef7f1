// Which commands are there, and what do they take? Names and flags are public (see docs/commands.md).
import { Command, Option } from 'commander';
import type { Command as CommandType } from 'commander';
import type { FakeAzureOptions } from './fake-azure.js';
import type { PlanOptions } from './plan.js';
import type { RunOptions } from './run.js';
import type { SandboxOptions } from './sandbox.js';

export function addCommands(program: CommandType): void {
  program.addCommand(runCommand());
  program.addCommand(planCommand());
  program.addCommand(sandboxCommand());
  program.addCommand(fakeAzureCommand());
}

const repeated = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

function runCommand(): Command {
  return new Command('run')
    .description('watch the cluster and keep Azure in step with it')
    .option('--kubeconfig <file>', 'how to reach the cluster (default: in-cluster, then the usual kubeconfig)')
    .option('--context <name>', 'which context of the kubeconfig')
    .option('--azure-config <file>', "azure.json, as Azure's cloud controller has it")
    .addOption(new Option('--log-level <level>').choices(['debug', 'info', 'warn', 'error']).default('info'))
    .addOption(new Option('--log-format <format>').choices(['text', 'json']).default('json'))
    .option('--health-address <address>', 'serves /healthz and /readyz', ':8081')
    .option('--metrics-address <address>', 'serves /metrics', ':8080')
    .option('--txt-encryption-key <file>', "the AES-256 key of external-dns' TXT records, where they are encrypted")
    .option('--plan-only', 'compute and show everything, write nothing, whatever the settings say')
    .addOption(
      new Option('--leader-elect [wanted]', 'write only while holding a Lease (default: in a pod, yes; else no)')
        .choices(['true', 'false'])
        .preset('true'),
    )
    .option('--leader-election-namespace <name>', "of the Lease (default: the pod's, else azure-network-operator)")
    .option('--leader-election-name <name>', 'of the Lease', 'azure-network-operator')
    .option('--leader-election-lease-duration <time>', 'others wait so long for a sign of life', '15s')
    .option('--leader-election-renew-deadline <time>', "a leader that couldn't renew for so long gives up", '10s')
    .option('--leader-election-retry-period <time>', 'between looks at the Lease', '2s')
    .addHelpText(
      'after',
      `
Examples:
  azure-network-operator run                                    in a cluster
  azure-network-operator run --kubeconfig ~/.kube/config --azure-config azure.json --log-format text
  azure-network-operator run --plan-only                        see first, on a cluster that lives`,
    )
    .action(async (options: RunOptions) => {
      const { run } = await import('./run.js');
      await run(options);
    });
}

function planCommand(): Command {
  return new Command('plan')
    .description('show what would change in Azure, in which order and why')
    .option('-f, --filename <path>', 'manifests: a file, a folder or - for standard input; repeatable', repeated)
    .option('--azure-state <file>', 'Azure as it is: a JSON array of ARM resources (default: empty)')
    .option('--save-azure-state <file>', 'live: write what was read from Azure')
    .option('--kubeconfig <file>', 'live: how to reach the cluster')
    .option('--context <name>', 'live: which context of the kubeconfig')
    .option(
      '--azure-config <file>',
      "azure.json, as Azure's cloud controller has it: defaults of the settings; live: credentials",
    )
    .option('--txt-encryption-key <file>', "the AES-256 key of external-dns' TXT records, where they are encrypted")
    .addOption(new Option('-o, --output <format>').choices(['text', 'json']).default('text'))
    .option('--strict', 'exit with 3 when there are problems')
    .addHelpText(
      'after',
      `
Examples:
  azure-network-operator plan -f service.yaml                   without cluster, Azure or settings
  kubectl get svc,ingress,node -A -o yaml | azure-network-operator plan -f -
  azure-network-operator plan -f manifests/ --azure-state azure.json -o json
  azure-network-operator plan                                   this cluster and its Azure, as they are now

Exit status: 0 nothing to do, 2 there are changes, 1 error, with --strict 3 when there are problems.`,
    )
    .action(async (options: PlanOptions) => {
      const { plan } = await import('./plan.js');
      process.exitCode = await plan(options);
    });
}

function sandboxCommand(): Command {
  return new Command('sandbox')
    .description('the whole thing on this machine: a Kubernetes API, a fake Azure and the operator')
    .option(
      '--kubernetes <which>',
      'embedded (simulated, in this process), control-plane (the real programs, from KUBEBUILDER_ASSETS), or a context of your kubeconfig',
      'embedded',
    )
    .option('--examples', 'apply the examples', true)
    .option('--no-examples', "don't apply them")
    .option('--once', 'wait until all is in step, print the model and end')
    .option('--timeout <seconds>', 'with --once: give up after this long', '120')
    .option('--directory <folder>', "for the kubeconfig and the fake's files (default: a temporary one)")
    .option('--port <number>', 'of the embedded API (default: a free one)')
    .option('--yes', 'with a context: write to that cluster without asking')
    .addHelpText(
      'after',
      `
Examples:
  azure-network-operator sandbox                                Ctrl-C stops all of it
  azure-network-operator sandbox --once                         for scripts
  azure-network-operator sandbox --kubernetes kind-kind         Kubernetes is yours, Azure is the fake`,
    )
    .action(async (options: SandboxOptions) => {
      const { sandbox } = await import('./sandbox.js');
      process.exitCode = await sandbox(options);
    });
}

function fakeAzureCommand(): Command {
  return new Command('fake-azure')
    .description('a fake Azure Resource Manager over HTTPS, for any Azure client')
    .option('--address <address>', 'loopback only, unless --listen-anywhere', '127.0.0.1:0')
    .option('--state <file>', 'an array of ARM resources to start from')
    .addOption(new Option('--profile <name>').choices(['instant', 'realistic']).default('instant'))
    .option('--seed <number>', 'for all that is random', '1')
    .option('--dns-port <port>', 'of the name server with the public zones (default: a free one)')
    .option('--private-dns-port <port>', 'of the one that a linked network sees (default: a free one)')
    .option('--directory <folder>', 'for its certificate and settings files (default: a temporary one)')
    .option('--name <name>', "how clients call it, where that isn't its address: for its certificate and files")
    .option('--any-token', 'take every bearer token')
    .option('--listen-anywhere', 'allow an address that is not loopback')
    .addHelpText(
      'after',
      `
Examples:
  azure-network-operator fake-azure --directory /tmp/azure      then: source /tmp/azure/env
  azure-network-operator fake-azure --profile realistic --state azure.json`,
    )
    .action(async (options: FakeAzureOptions) => {
      const { fakeAzure } = await import('./fake-azure.js');
      await fakeAzure(options);
    });
}
