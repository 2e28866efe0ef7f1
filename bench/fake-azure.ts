// Which Azure is measured against? The fake, in a process of its own so that its CPU isn't counted as ours, over HTTPS.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Agent, request } from 'undici';
import { readEnvironment } from '../src/cli/sandbox/read-environment.js';
import type { ArmResource } from '../src/core/network/arm-resource.js';
import type { Entry } from './count.js';

export interface FakeAzure {
  readonly directory: string;
  readonly certificateAuthority: string;
  readonly environment: Readonly<Record<string, string>>;
  state(): Promise<readonly ArmResource[]>;
  /** Entries with a higher sequence number. */
  journal(after: number): Promise<readonly Entry[]>;
  /** As if they had always been there. */
  place(resources: readonly object[]): Promise<void>;
  stop(): Promise<void>;
}

/** npm's scripts start at the top of the checkout. */
const PROGRAM = resolve('dist/main.js');

export async function startFakeAzure(profile: 'instant' | 'realistic'): Promise<FakeAzure> {
  const directory = await mkdtemp(join(tmpdir(), 'bench-'));
  const args = [PROGRAM, 'fake-azure', '--directory', directory, '--profile', profile];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const first = await Promise.race([
    new Promise<string>((resolve) => createInterface(child.stdout).once('line', resolve)),
    ended.then(() => Promise.reject(new Error('the fake Azure ended before it said where it is'))),
  ]);
  const { endpoint } = JSON.parse(first) as { endpoint: string };
  const certificateAuthority = await readFile(join(directory, 'ca.crt'), 'utf8');
  const dispatcher = new Agent({ connect: { ca: certificateAuthority } });
  const get = async <T>(path: string): Promise<T> => {
    const { statusCode, body } = await request(new URL(path, endpoint), { dispatcher });
    if (statusCode !== 200) throw new Error(`GET ${path}: ${statusCode} ${await body.text()}`);
    return (await body.json()) as T;
  };
  return {
    directory,
    certificateAuthority,
    environment: readEnvironment(await readFile(join(directory, 'env'), 'utf8')),
    place: async (resources) => {
      const headers = { 'content-type': 'application/json' };
      const url = new URL('/_fake/resources', endpoint);
      const answer = await request(url, { dispatcher, method: 'PUT', headers, body: JSON.stringify(resources) });
      if (answer.statusCode !== 200) throw new Error(`PUT ${url.pathname}: ${await answer.body.text()}`);
      await answer.body.dump();
    },
    state: () => get('/_fake/state'),
    journal: (after) => get(`/_fake/journal?after=${after}`),
    stop: async () => {
      child.kill();
      await ended;
      await dispatcher.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
