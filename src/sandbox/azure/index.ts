// The fake Azure: an HTTPS server in this process, with files that point clients at it. Shares no code with the operator.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { makeCertificates } from '../certificates.js';
import { writeClientFiles } from './client-files.js';
import { FakeAzure } from './fake-azure.js';
import type { Json } from '../json.js';
import { PROFILES } from './profiles.js';
import { ensureGroup } from './resource-groups.js';
import { listen } from './server.js';
import { GROUP, startState } from './start-state.js';
import { loadState } from './state.js';
import { SUBSCRIPTION } from './subscriptions.js';

export { FakeAzure } from './fake-azure.js';
export type { FakeAzureOptions } from './fake-azure.js';
export type { Answer, FakeRequest } from './exchange.js';
export { PROFILES } from './profiles.js';
export type { Profile } from './profiles.js';

export interface StartOptions {
  /** `host:port`, port 0 for any; default `127.0.0.1:0`. */
  readonly address?: string;
  /** An array of ARM resources, or `{ value: [...] }`; default: a group, a network, a security group and zones. */
  readonly state?: unknown;
  readonly profile?: string;
  readonly seed?: number;
  readonly directory?: string;
  /** How clients call it, where that isn't its address: in the certificate and in the files for them. */
  readonly name?: string;
  readonly anyToken?: boolean;
  readonly listenAnywhere?: boolean;
}

export interface RunningFake {
  /** `https://127.0.0.1:40123` */
  readonly endpoint: string;
  readonly directory: string;
  readonly caFile: string;
  readonly fake: FakeAzure;
  readonly stop: () => Promise<void>;
}

/** Throws an Error of one line that says what to change. */
export async function startFakeAzure(options: StartOptions = {}): Promise<RunningFake> {
  const { host, port } = addressOf(options.address ?? '127.0.0.1:0', options.listenAnywhere ?? false);
  const { name } = options;
  if (name !== undefined && !/^[a-z\d]([a-z\d.-]*[a-z\d])?$/.test(name)) {
    throw new Error(`The name ${name} is not a DNS name in lower case, such as fake-azure.default.svc.`);
  }
  const profile = PROFILES[options.profile ?? 'instant'];
  if (profile === undefined) {
    throw new Error(`There is no profile ${options.profile ?? ''}; there are ${Object.keys(PROFILES).join(', ')}.`);
  }
  const fake = new FakeAzure({ profile, seed: options.seed ?? 1, anyToken: options.anyToken ?? false });
  const problem = loadState(fake, (options.state ?? startState()) as Json);
  if (problem !== undefined) throw new Error(problem);
  ensureGroup(fake, `/subscriptions/${SUBSCRIPTION}/resourceGroups/${GROUP}`);
  const certificates = await makeCertificates('fake Azure authority', name === undefined ? [host] : [host, name]);
  const listening = await listen(fake, certificates, host, port);
  const directory = resolve(options.directory ?? (await mkdtemp(join(tmpdir(), 'fake-azure-'))));
  const shown = name ?? (['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host);
  const endpoint = `https://${shown.includes(':') ? `[${shown}]` : shown}:${listening.port}`;
  const caFile = await writeClientFiles(directory, endpoint, certificates.authority);
  return { endpoint, directory, caFile, fake, stop: listening.close };
}

function addressOf(text: string, listenAnywhere: boolean): { readonly host: string; readonly port: number } {
  const match = /^(?:\[([^\]]+)\]|([^:]*)):(\d{1,5})$/.exec(text);
  const port = Number(match?.[3]);
  if (match === null || port > 65535) throw new Error(`The address ${text} is not HOST:PORT, such as 127.0.0.1:8443.`);
  const given = match[1] ?? match[2] ?? '';
  const host = given === '' ? (listenAnywhere ? '0.0.0.0' : '127.0.0.1') : given;
  const isLoopback = host === 'localhost' || host === '::1' || host.startsWith('127.');
  if (!isLoopback && !listenAnywhere) {
    throw new Error(
      `${host} is not a loopback address: everybody who reaches it could write. --listen-anywhere allows it.`,
    );
  }
  return { host, port };
}
