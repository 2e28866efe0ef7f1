// What does the user need to know to take part? Where both sides are, and lines to paste.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { ChalkInstance } from 'chalk';
import { digLine } from '../dig-line.js';
import type { SandboxAzure } from './azure.js';
import type { SandboxCluster } from './cluster.js';

export function introduction(cluster: SandboxCluster, azure: SandboxAzure, colour: ChalkInstance): string {
  const { kubeconfig, context } = cluster;
  const first = kubeconfig === undefined ? `kubectl config use-context ${context}` : `export KUBECONFIG=${kubeconfig}`;
  const note = hasKubectl(process.env['PATH'])
    ? ''
    : `\n${colour.yellow('There is no kubectl on your PATH: https://kubernetes.io/docs/tasks/tools/ has it. The sandbox needs none.')}\n`;
  return `
  Kubernetes  ${cluster.server} (${cluster.description})
  Azure       ${azure.endpoint} (fake; nothing leaves this machine)
  DNS         ${azure.dns} (as the world sees the zones), ${azure.privateDns} (as a network with the private ones)

In another terminal:

  ${colour.cyan(first)}
  ${colour.cyan('kubectl get services,ingresses,portexposures --all-namespaces')}
  ${colour.cyan(digLine(azure.dns, 'shop.example.com'))}
${note}`;
}

function hasKubectl(path = ''): boolean {
  return path.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder || '.', 'kubectl'), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
