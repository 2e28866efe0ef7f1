// The command `fake-azure`: starts the fake, says where it is in one line of JSON and stops when it is asked to.
import { readFile } from 'node:fs/promises';
import { startFakeAzure } from '../sandbox/azure/index.js';
import { digLine } from './dig-line.js';

/** As commander gives them. */
export interface FakeAzureOptions {
  readonly address?: string;
  readonly state?: string;
  readonly profile?: string;
  readonly seed?: string;
  readonly dnsPort?: string;
  readonly privateDnsPort?: string;
  readonly directory?: string;
  readonly name?: string;
  readonly anyToken?: boolean;
  readonly listenAnywhere?: boolean;
}

/** Resolves when the fake has stopped; throws an Error of one line that says what to change. */
export async function fakeAzure(options: FakeAzureOptions): Promise<void> {
  const { state, seed = '1', dnsPort = '0', privateDnsPort = '0', ...rest } = options;
  if (!/^\d{1,9}$/.test(seed)) throw new Error(`--seed must be a whole number, not ${seed}`);
  const loaded = state === undefined ? {} : { state: await readState(state) };
  const ports = {
    dnsPort: portOf('--dns-port', dnsPort),
    privateDnsPort: portOf('--private-dns-port', privateDnsPort),
  };
  const running = await startFakeAzure({ ...rest, ...ports, seed: Number(seed), ...loaded });
  const { endpoint, directory, dns, privateDns } = running;
  process.stdout.write(`${JSON.stringify({ endpoint, directory, dns, privateDns })}\n`);
  process.stdout.write(`${digLine(dns)}\n`);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
  await running.stop();
}

function portOf(flag: string, text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new Error(`${flag} must be a number from 0 to 65535, not ${text}`);
}

async function readState(path: string): Promise<unknown> {
  const content = await readFile(path, 'utf8');
  try {
    return JSON.parse(content) as unknown;
  } catch {
    throw new Error(`${path} is not JSON; --state takes an array of ARM resources`);
  }
}
