// How does a real Kubernetes come up on this machine without containers? etcd, the API server, then those that live
// off it, on free ports, with their state under one folder; and down again in the reverse order. Nothing runs in the
// pods: kwok says that they are Running.
import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { startChild, type Child } from './child.js';
import { kubeconfigOf } from '../kubeconfig.js';
import { makeCredentials, type Credentials } from './credentials.js';
import type { Program } from './find-assets.js';
import { freePorts, untilPortIsFree } from './free-port.js';
import { nodeManifest } from '../nodes.js';

export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

export interface ControlPlane {
  /** Path of an administrator's kubeconfig. */
  readonly kubeconfig: string;
  /** `https://127.0.0.1:<port>`. */
  readonly server: string;
  /** The administrator's bearer token. */
  readonly token: string;
  /** PEM. */
  readonly ca: string;
  readonly kubectl: (args: readonly string[], stdin?: string) => Promise<CommandResult>;
  /** With `audit`: a JSON line for each request that was answered, or begun for a watch. */
  readonly auditLog: string;
  /** Takes the API server away while etcd and the others stay; startApiServer brings it back on the same port. */
  readonly stopApiServer: () => Promise<void>;
  readonly startApiServer: () => Promise<void>;
  /** What etcd keeps of earlier versions goes; the API server's own memory of them goes with a restart. */
  readonly compact: () => Promise<void>;
  /** Resolves when all processes have ended. May be called twice. */
  readonly stop: () => Promise<void>;
}

export interface ControlPlaneOptions {
  /** The folder with the programs: findAssets(). */
  readonly assets: string;
  /** Scratch folder for state, logs and keys; made where it isn't there. */
  readonly directory: string;
  /** How many nodes; 3 by default. */
  readonly nodes?: number;
  /** Keep a log of who asked for what, and whether it was allowed. */
  readonly audit?: boolean;
}

interface Ports {
  readonly client: number;
  readonly peer: number;
  readonly secure: number;
  readonly kwok: number;
}

/** What the steps of one start share. */
interface Site {
  readonly assets: string;
  readonly directory: string;
  readonly ports: Ports;
  readonly credentials: Credentials;
  readonly kubeconfig: string;
  readonly server: string;
  readonly agent: Agent;
  readonly audit: boolean;
}

const ATTEMPTS = 3;
const START_PATIENCE = 60_000;

/** Retried with other ports where a program ends early, for somebody else may have taken the port meanwhile. */
export async function startControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce(options, join(options.directory, `start-${attempt}`));
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

async function startOnce(options: ControlPlaneOptions, directory: string): Promise<ControlPlane> {
  const { assets, nodes = 3, audit = false } = options;
  const site = await prepare(assets, directory, audit);
  const children = new Map<Program, Child>();
  const start = (program: Program): void => void children.set(program, launch(site, program));
  const stop = async (): Promise<void> => {
    await children.get('kwok')?.stop();
    await Promise.all([children.get('kube-scheduler')?.stop(), children.get('kube-controller-manager')?.stop()]);
    // An API server whose etcd went first hangs on SIGTERM.
    await children.get('kube-apiserver')?.stop();
    await children.get('etcd')?.stop();
    await site.agent.destroy();
  };
  const startApiServer = async (): Promise<void> => {
    await untilPortIsFree(site.ports.secure);
    start('kube-apiserver');
    await until('the API server to be ready', children, async () => (await call(site, 'GET', '/readyz')) === 200);
  };
  try {
    start('etcd');
    await until('etcd to be healthy', children, () => isEtcdHealthy(site));
    await startApiServer();
    start('kube-controller-manager');
    start('kube-scheduler');
    start('kwok');
    await until('the namespace default', children, async () => {
      return (await call(site, 'GET', '/api/v1/namespaces/default')) === 200;
    });
    await makeNodes(site, nodes, children);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    kubeconfig: site.kubeconfig,
    server: site.server,
    token: site.credentials.token,
    ca: site.credentials.ca,
    auditLog: auditLog(site),
    kubectl: (args, stdin) =>
      run(join(assets, 'kubectl'), ['--kubeconfig', site.kubeconfig, ...args], directory, stdin),
    stopApiServer: async () => children.get('kube-apiserver')?.stop(),
    startApiServer,
    compact: () => compact(site),
    stop,
  };
}

async function prepare(assets: string, directory: string, audit: boolean): Promise<Site> {
  await mkdir(directory, { recursive: true });
  const credentials = await makeCredentials(join(directory, 'keys'));
  const [client, peer, secure, kwok] = (await freePorts(4)) as [number, number, number, number];
  const server = `https://127.0.0.1:${secure}`;
  const kubeconfig = join(directory, 'kubeconfig');
  await writeFile(kubeconfig, kubeconfigOf(server, credentials), { mode: 0o600 });
  if (audit) await writeFile(join(directory, 'audit-policy.yaml'), AUDIT_POLICY);
  const agent = new Agent({ connect: { ca: credentials.ca } });
  return { assets, directory, ports: { client, peer, secure, kwok }, credentials, kubeconfig, server, agent, audit };
}

function launch(site: Site, program: Program): Child {
  return startChild(program, {
    file: join(site.assets, program),
    args: argumentsOf(site, program),
    log: join(site.directory, `${program}.log`),
    // kwok reads and writes ~/.kwok.
    environment: { HOME: site.directory },
  });
}

const auditLog = ({ directory }: Pick<Site, 'directory'>): string => join(directory, 'audit.log');
const AUDIT_POLICY = `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules: [{ level: Metadata }]
`;

function argumentsOf(site: Site, program: Program): readonly string[] {
  const { directory, ports, kubeconfig } = site;
  const { files } = site.credentials;
  const etcd = `http://127.0.0.1:${ports.client}`;
  switch (program) {
    case 'etcd':
      return [
        ...['--data-dir', join(directory, 'etcd'), '--unsafe-no-fsync'],
        ...['--listen-client-urls', etcd, '--advertise-client-urls', etcd],
        ...['--listen-peer-urls', `http://127.0.0.1:${ports.peer}`],
      ];
    case 'kube-apiserver':
      return [
        ...['--etcd-servers', etcd, '--bind-address', '127.0.0.1', '--secure-port', String(ports.secure)],
        ...['--tls-cert-file', files.certificate, '--tls-private-key-file', files.key],
        ...['--cert-dir', join(directory, 'keys'), '--token-auth-file', files.tokens, '--authorization-mode', 'RBAC'],
        ...['--service-account-issuer', 'https://kubernetes.default.svc'],
        ...['--service-account-key-file', files.serviceAccountKey],
        ...['--service-account-signing-key-file', files.serviceAccountKey],
        ...['--service-cluster-ip-range', '10.0.0.0/16,fd00:10::/112'],
        // Pods needn't wait for the controller-manager to make their namespace's service account.
        ...['--disable-admission-plugins', 'ServiceAccount'],
        ...(site.audit
          ? ['--audit-policy-file', join(directory, 'audit-policy.yaml'), '--audit-log-path', auditLog(site)]
          : []),
      ];
    case 'kube-controller-manager':
      return [
        ...['--kubeconfig', kubeconfig, '--leader-elect=false', '--secure-port', '0'],
        ...['--service-account-private-key-file', files.serviceAccountKey],
      ];
    case 'kube-scheduler':
      return ['--kubeconfig', kubeconfig, '--leader-elect=false', '--secure-port', '0'];
    case 'kwok':
      return [
        ...['--kubeconfig', kubeconfig, '--manage-all-nodes', '--cidr', '10.244.0.0/16'],
        ...['--node-lease-duration-seconds', '40', '--server-address', `127.0.0.1:${ports.kwok}`],
      ];
    case 'kubectl':
      return [];
  }
}

async function makeNodes(site: Site, count: number, children: ReadonlyMap<string, Child>): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const manifest = nodeManifest(index);
    await until(`node ${manifest.metadata.name}`, children, async () => {
      return [201, 409].includes(await call(site, 'POST', '/api/v1/nodes', manifest));
    });
  }
}

/** Asks again every 50 ms. Throws with the log's tail where a program has ended meanwhile. */
async function until(what: string, children: ReadonlyMap<string, Child>, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + START_PATIENCE;
  for (;;) {
    const dead = [...children.values()].find((child) => child.hasEnded());
    if (dead) throw new Error(`control plane: ${dead.name} has ended while waiting for ${what}:\n${dead.tail()}`);
    if (await isSo().catch(() => false)) return;
    if (Date.now() > deadline) throw new Error(`control plane: waited ${START_PATIENCE / 1000} s in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function isEtcdHealthy({ ports, agent }: Site): Promise<boolean> {
  const answer = await request(`http://127.0.0.1:${ports.client}/health`, { dispatcher: agent });
  await answer.body.dump();
  return answer.statusCode === 200;
}

/** https://etcd.io/docs/v3.6/dev-guide/api_grpc_gateway/ */
async function compact({ ports, agent }: Site): Promise<void> {
  const ask = async (method: string, body: object): Promise<unknown> => {
    const url = `http://127.0.0.1:${ports.client}/v3/kv/${method}`;
    const answer = await request(url, { method: 'POST', dispatcher: agent, body: JSON.stringify(body) });
    if (answer.statusCode !== 200) throw new Error(`etcd answers ${answer.statusCode}: ${await answer.body.text()}`);
    return answer.body.json();
  };
  const anyKey = Buffer.from([0]).toString('base64');
  const { header } = (await ask('range', { key: anyKey })) as { readonly header: { readonly revision: string } };
  await ask('compaction', { revision: header.revision, physical: true });
}

async function call(site: Site, method: 'GET' | 'POST', path: string, body?: unknown): Promise<number> {
  const answer = await request(site.server + path, {
    method,
    dispatcher: site.agent,
    headersTimeout: 10_000,
    headers: { authorization: `Bearer ${site.credentials.token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  await answer.body.dump();
  return answer.statusCode;
}

/** HOME is a scratch folder: kubectl keeps what it discovered in ~/.kube/cache. */
function run(file: string, args: readonly string[], home: string, stdin = ''): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { env: { ...process.env, HOME: home } });
    const output = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
    child.once('error', reject);
    child.once('close', (code) => resolve({ ...output, code: code ?? 1 }));
    child.stdin.on('error', () => undefined);
    child.stdin.end(stdin);
  });
}
