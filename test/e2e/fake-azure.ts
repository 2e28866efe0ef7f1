// The fake Azure as the suites see it: a process of its own, over HTTPS, looked at through its control paths.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { readEnvironment } from '../../src/cli/sandbox/read-environment.js';
import { eventually } from '../contract/eventually.js';
import type { Program } from './program.js';
import { startProgram } from './program.js';

export interface Resource {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly etag?: string;
  readonly tags?: Readonly<Record<string, string>>;
  // The wire JSON of any type: tests read deep into it.

  readonly properties: any;
}

export interface JournalEntry {
  readonly sequence: number;
  readonly time: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly code?: string;
  /** The client id in the token. */
  readonly caller?: string;
  readonly durationMs: number;
  /** Where it took long to arrive. */
  readonly arrivalMs?: number;
}

/** What can be asked of one that runs, wherever it does. */
export interface FakeAzureControl {
  state(): Promise<readonly Resource[]>;
  /** Of the last part of a type, such as `loadBalancers` or `dnszones/A`. */
  ofType(type: string): Promise<readonly Resource[]>;
  journal(after?: number): Promise<readonly JournalEntry[]>;
  put(resource: object): Promise<void>;
  remove(id: string): Promise<void>;
  fail(faults: readonly object[]): Promise<void>;
  close(): Promise<void>;
}

export interface FakeAzure extends Omit<FakeAzureControl, 'close'> {
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Ports of its name servers: what the world sees, and what a linked network sees. */
  readonly dnsPort: number;
  readonly privateDnsPort: number;
  stop(): Promise<void>;
  readonly program: Program;
}

export async function startFakeAzure(directory: string, ...args: readonly string[]): Promise<FakeAzure> {
  const program = startProgram(['fake-azure', '--directory', directory, ...args]);
  const { endpoint, dns, privateDns } = await eventually(
    () => JSON.parse(program.output().split('\n')[0]!) as Readonly<Record<'endpoint' | 'dns' | 'privateDns', string>>,
  );
  const portOf = (address: string): number => Number(address.slice(address.lastIndexOf(':') + 1));
  const control = controlFakeAzure(endpoint, await readFile(join(directory, 'ca.crt'), 'utf8'));
  return {
    ...control,
    directory,
    environment: readEnvironment(await readFile(join(directory, 'env'), 'utf8')),
    dnsPort: portOf(dns),
    privateDnsPort: portOf(privateDns),
    stop: async () => {
      await program.kill();
      await control.close();
    },
    program,
  };
}

/** `ca`: PEM of its authority. */
export function controlFakeAzure(endpoint: string, ca: string): FakeAzureControl {
  const dispatcher = new Agent({ connect: { ca } });

  const call = async (method: 'GET' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<unknown> => {
    const answer = await request(new URL(path, endpoint), {
      method,
      dispatcher,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await answer.body.text();
    if (answer.statusCode >= 400) throw new Error(`${method} ${path}: ${answer.statusCode} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  const state = async (): Promise<readonly Resource[]> => (await call('GET', '/_fake/state')) as readonly Resource[];
  return {
    state,
    ofType: async (type) => (await state()).filter((one) => one.type.toLowerCase().endsWith(`/${type.toLowerCase()}`)),
    journal: async (after = 0) => (await call('GET', `/_fake/journal?after=${after}`)) as readonly JournalEntry[],
    put: async (resource) => void (await call('PUT', '/_fake/resources', resource)),
    remove: async (id) => void (await call('DELETE', `/_fake/resources?id=${encodeURIComponent(id)}`)),
    fail: async (faults) => void (await call('PUT', '/_fake/faults', faults)),
    close: () => dispatcher.close(),
  };
}
