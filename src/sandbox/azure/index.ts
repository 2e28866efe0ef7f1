// The fake Azure: an HTTPS server in this process, with files that point clients at it. Shares no code with the operator.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { makeCertificates } from '../certificates.js';
import { writeClientFiles } from './client-files.js';
import { FakeAzure } from './fake-azure.js';
import type { Json } from '../json.js';
import type { NameServers } from './name-server/index.js';
import { startNameServers } from './name-server/index.js';
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
  /** Of the name server that the world sees, at the same host; default: any free one. */
  readonly dnsPort?: number;
  /** Of the one that a network linked to the private zones sees. */
  readonly privateDnsPort?: number;
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
  /** `127.0.0.1:40124`, UDP and TCP: what the world sees of the zones. */
  readonly dns: string;
  /** What a machine in a network sees that all private zones are linked to. */
  readonly privateDns: string;
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
  const names = await listenForNames(fake, host, options);
  const listening = await listen(fake, certificates, host, port).catch(async (error: unknown) => {
    await names.close();
    throw error;
  });
  const directory = resolve(options.directory ?? (await mkdtemp(join(tmpdir(), 'fake-azure-'))));
  const shown = name ?? (['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host);
  const at = (one: number): string => `${shown.includes(':') ? `[${shown}]` : shown}:${one}`;
  const endpoint = `https://${at(listening.port)}`;
  const caFile = await writeClientFiles(directory, endpoint, certificates.authority);
  const stop = async (): Promise<void> => void (await Promise.all([listening.close(), names.close()]));
  return { endpoint, directory, caFile, dns: at(names.publicPort), privateDns: at(names.privatePort), fake, stop };
}

async function listenForNames(fake: FakeAzure, host: string, options: StartOptions): Promise<NameServers> {
  const ports = { public: options.dnsPort ?? 0, private: options.privateDnsPort ?? 0 };
  const bad = Object.values(ports).find((port) => !Number.isInteger(port) || port < 0 || port > 65_535);
  if (bad !== undefined) throw new Error(`The port ${bad} for DNS is not a number from 0 to 65535.`);
  return startNameServers(fake, host, ports);
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
