// How does one start the embedded Kubernetes API? Over HTTPS on this machine's own address, with a kubeconfig that
// kubectl takes as it is.
import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeCertificates } from '../certificates.js';
import { kubeconfigOf } from '../kubeconfig.js';
import type { KubernetesApi, KubernetesApiOptions } from './kubernetes-api.js';
import { createKubernetesApi } from './kubernetes-api.js';
import { listen } from './server.js';

export interface StartOptions extends Omit<KubernetesApiOptions, 'token'> {
  /** For the kubeconfig; made where it isn't there. */
  readonly directory: string;
  /** A free one by default. */
  readonly port?: number;
}

export interface StartedKubernetesApi {
  /** `https://127.0.0.1:<port>` */
  readonly server: string;
  /** Path of an administrator's kubeconfig. */
  readonly kubeconfig: string;
  readonly token: string;
  /** PEM. */
  readonly ca: string;
  readonly api: KubernetesApi;
  /** The server goes away and its watches end; what is stored stays. */
  readonly stopServer: () => Promise<void>;
  /** On the same port. */
  readonly startServer: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export async function startKubernetesApi({
  directory,
  port = 0,
  ...options
}: StartOptions): Promise<StartedKubernetesApi> {
  await mkdir(directory, { recursive: true });
  const token = randomBytes(24).toString('hex');
  const certificates = await makeCertificates('sandbox Kubernetes API', ['kubernetes.default.svc', '10.0.0.1']);
  const api = createKubernetesApi({ ...options, token });
  let listening = await listen(api.handle, certificates, port);
  const bound = listening.port;
  const server = `https://127.0.0.1:${bound}`;
  const kubeconfig = join(directory, 'kubeconfig');
  await writeFile(kubeconfig, kubeconfigOf(server, { ca: certificates.authority, token }), { mode: 0o600 });
  return {
    server,
    kubeconfig,
    token,
    ca: certificates.authority,
    api,
    stopServer: async () => {
      api.faults.dropWatches();
      await listening.close();
    },
    startServer: async () => {
      listening = await listen(api.handle, certificates, bound);
    },
    stop: async () => {
      api.stop();
      await listening.close();
    },
  };
}
