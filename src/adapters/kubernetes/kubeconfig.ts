// Which cluster is meant, and how do we prove who we are? What client-node makes of a kubeconfig or of a pod's service
// account; with errors that say what to do.
import { HttpMethod, KubeConfig, RequestContext } from '@kubernetes/client-node';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Agent } from 'undici';
import type { Authentication } from './transport.js';

export interface Connection {
  readonly server: string;
  readonly authenticate: () => Promise<Authentication>;
}

export interface KubeconfigOptions {
  /** A path; without it the pod's service account, then KUBECONFIG, then ~/.kube/config. */
  readonly kubeconfig?: string;
  readonly context?: string;
}

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Is this a pod, with a service account that is meant to be used? */
export function isInCluster({ kubeconfig, context }: KubeconfigOptions): boolean {
  const isPod = process.env.KUBERNETES_SERVICE_HOST !== undefined && existsSync(`${SERVICE_ACCOUNT}/token`);
  return kubeconfig === undefined && context === undefined && isPod;
}

/** Undefined outside of a pod. */
export function namespaceOfPod(): string | undefined {
  const file = `${SERVICE_ACCOUNT}/namespace`;
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

/** Throws one line where there is no such configuration. */
export function connectionOf(options: KubeconfigOptions): Connection {
  const config = load(options);
  if (options.context !== undefined) {
    const names = config.getContexts().map(({ name }) => name);
    if (!names.includes(options.context)) {
      throw new Error(
        `there is no context "${options.context}" in the kubeconfig: choose one of ${names.join(', ') || 'none'}`,
      );
    }
    config.setCurrentContext(options.context);
  }
  const server = config.getCurrentCluster()?.server;
  if (!server)
    throw new Error('the kubeconfig has no current context: name one with --context, or `kubectl config use-context`');
  return { server, authenticate: () => authenticate(config, server) };
}

function load(options: KubeconfigOptions): KubeConfig {
  const { kubeconfig } = options;
  const config = new KubeConfig();
  if (isInCluster(options)) {
    config.loadFromCluster();
    return config;
  }
  const fromEnvironment = process.env.KUBECONFIG;
  const usual = join(homedir(), '.kube', 'config');
  if (kubeconfig === undefined && !fromEnvironment && !existsSync(usual)) {
    throw new Error(`no kubeconfig: there is none at ${usual}; name one with --kubeconfig or KUBECONFIG`);
  }
  try {
    if (kubeconfig === undefined) config.loadFromDefault();
    else config.loadFromFile(kubeconfig);
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new Error(`the kubeconfig ${kubeconfig ?? fromEnvironment ?? usual} can't be read: ${why}`, { cause: error });
  }
  return config;
}

async function authenticate(config: KubeConfig, server: string): Promise<Authentication> {
  const context = new RequestContext(server, HttpMethod.GET);
  await config.applySecurityAuthentication(context);
  const headers = Object.fromEntries(Object.entries(context.getHeaders()).map(([key, value]) => [key, String(value)]));
  return { headers, dispatcher: context.getDispatcher() ?? new Agent() };
}
