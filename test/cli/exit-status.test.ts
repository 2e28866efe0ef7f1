// How do the commands end? As scripts see it: the built program, its exit status and the one line that it leaves.
import { expect, test } from '@jest/globals';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startProgram } from '../e2e/program.js';

const EXAMPLES = resolve('manifests/examples');

const IDENTITY = { AZURE_TENANT_ID: 't', AZURE_CLIENT_ID: 'c', AZURE_CLIENT_SECRET: 's' };

async function inFolder<T>(files: Readonly<Record<string, string>>, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'cli-'));
  try {
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const FILES = {
  'broken.yaml': 'a: [1\n',
  'nothing.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: { name: n }\n',
  'settings.yaml':
    'apiVersion: azurenetwork.dev/v1alpha1\nkind: AzureNetwork\nmetadata: { name: default }\nspec: { clusterId: x }\n',
  'state.json': '{"value": 3}',
  'empty.yaml': '',
};

test.each([
  { because: 'there is nothing to do', args: ['-f', 'nothing.yaml'], status: 0, says: 'Nothing to do; no problems.' },
  {
    because: 'there are changes',
    args: ['-f', join(EXAMPLES, 'game-server.yaml')],
    status: 2,
    says: '3 writes in 2 steps',
  },
  {
    because: 'there are problems and they count',
    args: ['-f', join(EXAMPLES, 'what-bad-looks-like.yaml'), '--strict'],
    status: 3,
    says: '2 problems',
  },
  { because: 'the YAML is broken', args: ['-f', 'broken.yaml'], status: 1, says: /broken\.yaml: .* at line/ },
  {
    because: 'there is no such file',
    args: ['-f', 'absent.yaml'],
    status: 1,
    says: 'absent.yaml: there is no such file or folder',
  },
  { because: 'nothing is in the file', args: ['-f', 'empty.yaml'], status: 1, says: 'there are no manifests in it' },
  {
    because: 'the settings lack something',
    args: ['-f', 'settings.yaml'],
    status: 1,
    says: 'spec.subscriptionId is missing',
  },
  {
    because: 'the saved state is none',
    args: ['-f', 'nothing.yaml', '--azure-state', 'state.json'],
    status: 1,
    says: 'it must be a JSON array',
  },
  { because: 'a flag is unknown', args: ['--nonsense'], status: 1, says: "unknown option '--nonsense'" },
])('plan ends with $status when $because', async ({ args, status, says }) => {
  await inFolder(FILES, async (folder) => {
    const here = args.map((arg) => (arg in FILES || arg === 'absent.yaml' ? join(folder, arg) : arg));
    const program = startProgram(['plan', ...here]);
    expect(await program.ended).toBe(status);
    expect(program.output()).toMatch(says);
  });
});

test('run ends with 1 when its port is taken', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const kubeconfig = JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'c',
    contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
    clusters: [{ name: 'c', cluster: { server: 'https://127.0.0.1:1' } }],
    users: [{ name: 'u', user: { token: 't' } }],
  });
  try {
    await inFolder({ kubeconfig }, async (folder) => {
      const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
      const program = startProgram(
        ['run', '--kubeconfig', join(folder, 'kubeconfig'), '--health-address', address],
        IDENTITY,
      );
      expect(await program.ended).toBe(1);
      expect(program.output()).toContain(`--health-address ${address}: can't listen there`);
    });
  } finally {
    server.close();
  }
}, 60_000);
