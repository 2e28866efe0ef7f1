// The operator as its manifests have it: installed with kubectl, and run with a token of its own ServiceAccount.
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parse, stringify } from 'yaml';
import type { ControlPlane } from '../../src/sandbox/control-plane/start-control-plane.js';
import { eventually } from '../contract/eventually.js';

export const NAMESPACE = 'azure-network-operator';
export const SERVICE_ACCOUNT = `system:serviceaccount:${NAMESPACE}:azure-network-operator`;
export const MANIFESTS = resolve(import.meta.dirname, '../../manifests');

/** What kubectl said on its error stream comes back: warnings of the API server. Throws where it failed. */
export async function install(controlPlane: ControlPlane, folder = MANIFESTS): Promise<string> {
  const { code, stderr } = await controlPlane.kubectl(['apply', '-k', folder]);
  if (code !== 0) throw new Error(stderr);
  return stderr;
}

/** A kubeconfig with a new token of the operator's ServiceAccount; its path. */
export async function kubeconfigOfOperator(controlPlane: ControlPlane, name = 'operator'): Promise<string> {
  const token = await eventually(async () => {
    const args = ['-n', NAMESPACE, 'create', 'token', 'azure-network-operator', '--duration=1h'];
    const { code, stdout, stderr } = await controlPlane.kubectl(args);
    if (code !== 0) throw new Error(stderr);
    return stdout.trim();
  });
  const config = parse(await readFile(controlPlane.kubeconfig, 'utf8')) as { users: { user: object }[] };
  const path = join(dirname(controlPlane.kubeconfig), `${name}.kubeconfig`);
  await writeFile(path, stringify({ ...config, users: config.users.map((one) => ({ ...one, user: { token } })) }));
  return path;
}

/** The same command line with other values for these flags. */
export function withFlags(args: readonly string[], flags: Readonly<Record<string, string>>): string[] {
  return args.map((arg, index) => flags[args[index - 1] ?? ''] ?? arg);
}

export interface AuditEvent {
  readonly verb: string;
  readonly user: { readonly username: string; readonly extra?: Readonly<Record<string, readonly string[]>> };
  readonly requestURI: string;
  readonly requestReceivedTimestamp: string;
  readonly objectRef?: {
    readonly apiGroup?: string;
    readonly resource: string;
    readonly subresource?: string;
    readonly namespace?: string;
    readonly name?: string;
  };
  readonly responseStatus?: { readonly code: number };
  readonly annotations?: Readonly<Record<string, string>>;
}

/** What the operator's ServiceAccount asked for. */
export async function auditOfOperator(controlPlane: ControlPlane): Promise<readonly AuditEvent[]> {
  const lines = (await readFile(controlPlane.auditLog, 'utf8')).split('\n').filter((line) => line.endsWith('}'));
  return lines.map((line) => JSON.parse(line) as AuditEvent).filter(({ user }) => user.username === SERVICE_ACCOUNT);
}
