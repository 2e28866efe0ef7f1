// Does the sandbox show the whole product, and does it leave nothing behind, however it ends? As its users see it: the
// built program, its output, its exit status and its folders.
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startKubernetesApi, type StartedKubernetesApi } from '../../src/sandbox/kubernetes/index.js';
import { eventually } from '../contract/eventually.js';
import { ask } from '../dns-client.js';
import { type Program, startProgram } from '../e2e/program.js';

jest.setTimeout(90_000);

let scratch: string;
let programs: Program[] = [];

beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'sandbox-test-'));
  await mkdir(join(scratch, 'tmp'));
});

afterEach(async () => {
  await Promise.all(programs.map((program) => program.kill('SIGKILL')));
  programs = [];
  await rm(scratch, { recursive: true, force: true });
});

function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): Program {
  const program = startProgram(['sandbox', ...args], { TMPDIR: join(scratch, 'tmp'), KUBECONFIG: '', ...env });
  programs.push(program);
  return program;
}

async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const program = start(args, env);
  return { status: await program.ended, output: program.output() };
}

function says(program: Program, text: string | RegExp): Promise<void> {
  return eventually(() => expect(program.output()).toMatch(text), 60_000);
}

const leftOvers = (): Promise<string[]> => readdir(join(scratch, 'tmp'));

/** What stands under the last heading of this name. */
function lastSection(output: string, title: string): string[] {
  const [section = ''] = output.slice(output.lastIndexOf(`\n${title}\n`) + title.length + 2).split('\n\n');
  return section.split('\n').map((line) => line.trim());
}

describe('--once', () => {
  test('shows the whole chain and ends: Service, address, Ingress status, DNS record', async () => {
    const { status, output } = await run(['--once']);
    expect(status).toBe(0);
    expect(output.split('\n')[0]).toMatch(/simulated cluster.*fake Azure/);
    const controller = lastSection(output, 'Addresses').find((line) => line.endsWith('Service/ingress/controller'));
    const [address] = controller!.split(' ');
    expect(lastSection(output, 'DNS records')).toEqual([
      expect.stringMatching(new RegExp(`^A shop\\.example\\.com +→ ${address} .*Ingress/default/shop$`)),
      expect.stringMatching(new RegExp(`^A www\\.shop\\.example\\.com +→ ${address} .*Ingress/default/shop$`)),
    ]);
    expect(lastSection(output, 'Security rules').join('\n')).toMatch(
      /Udp 7000 .*10\.224\.0\.\d.*PortExposure\/default\/relay/,
    );
    expect(output).toMatch(/Service\/default\/typo: .*"3" is out of range/);
    expect(await leftOvers()).toEqual([]);
  });

  test('prints lines to paste, for files in the folder that was named', async () => {
    const directory = join(scratch, 'files');
    const { status, output } = await run(['--once', '--no-examples', '--directory', directory]);
    expect(status).toBe(0);
    expect(output).toContain(`export KUBECONFIG=${directory}/kubeconfig\n  kubectl get `);
    expect(lastSection(output, 'Addresses')).toEqual(['none']);
    expect(await readFile(join(directory, 'env'), 'utf8')).toContain('AZURE_AUTHORITY_HOST');
    expect(existsSync(join(directory, 'sandbox.pid'))).toBe(false);
  });

  test('gives up when its time is over, and says what it waited for', async () => {
    const { status, output } = await run(['--once', '--timeout', '0.001']);
    expect(status).toBe(1);
    expect(output).toMatch(/azure-network-operator: not in step after 0\.001 s \(--timeout\): /);
    expect(await leftOvers()).toEqual([]);
  });
});

describe('the dig line', () => {
  test('asks a server that knows the examples’ hosts, and through the Ingress the address of its controller', async () => {
    const program = start([]);
    await says(program, 'Ctrl-C stops all of it');
    const [, port, host] = /dig @127\.0\.0\.1 -p (\d+) (\S+)/.exec(program.output()) ?? [];
    await eventually(async () => {
      const { rcode, answers } = await ask(Number(port), host!);
      expect([rcode, answers]).toEqual(['NOERROR', [expect.stringMatching(/^198\.1[89]\./)]]);
      expect((await ask(Number(port), `www.${host!}`)).answers).toEqual(answers);
    }, 60_000);
    expect((await ask(Number(port), `nobody.${host!}`)).rcode).toBe('NXDOMAIN');
  });
});

describe('a folder is for one sandbox', () => {
  test('a second one is refused; when the first is gone, even by a crash, the folder is free', async () => {
    const directory = join(scratch, 'files');
    const first = start(['--no-examples', '--directory', directory]);
    await says(first, 'Ctrl-C');
    const second = await run(['--once', '--no-examples', '--directory', directory]);
    expect(second.status).toBe(1);
    expect(second.output).toMatch(
      `--directory ${directory}: another sandbox runs there, as process ${first.process.pid}; stop it, or choose another folder`,
    );
    await first.kill('SIGKILL');
    expect((await run(['--once', '--no-examples', '--directory', directory])).status).toBe(0);
  });
});

describe('Ctrl-C', () => {
  test.each([
    { because: 'while it starts', when: 'Starting', args: [] },
    { because: 'while the examples are at work', when: 'Kubernetes  https', args: [] },
    { because: 'when it runs', when: 'Ctrl-C stops all of it', args: [] },
    { because: 'while --once waits', when: 'Kubernetes  https', args: ['--once'] },
  ])('$because: all ends, and nothing is left', async ({ when, args }) => {
    const program = start(args);
    await says(program, when);
    expect(await program.kill('SIGINT')).toBe(args.includes('--once') ? 1 : 0);
    expect(await leftOvers()).toEqual([]);
    expect(program.output()).not.toMatch(/at .*\.js:\d+/);
  });
});

describe('bad input: one line, and nothing left behind', () => {
  test.each([
    [['--timeout', 'soon'], '--timeout soon: it must be a number of seconds, from more than 0 to 86400'],
    [['--timeout', '-1'], '--timeout -1: it must be a number of seconds, from more than 0 to 86400'],
    [['--port', '70000'], '--port 70000: it must be a whole number from 1 to 65535'],
    [['--port', '80', '--kubernetes', 'control-plane'], '--port 80: only the embedded API takes a port'],
    [
      ['--directory', '/dev/null/files'],
      /--directory \/dev\/null\/files: can't write there \(.*\); choose another folder/,
    ],
    [['--directory', '/proc/files'], /--directory \/proc\/files: can't write there \(.*\); choose another folder/],
    [['--kubernetes', ''], '--kubernetes: it is empty; embedded, control-plane or the name of a context is allowed'],
  ])('%j', async (args, message) => {
    const { status, output } = await run(['--once', ...args]);
    expect(status).toBe(1);
    expect(output.trim().split('\n')).toHaveLength(1);
    expect(output).toMatch(message);
    expect(await leftOvers()).toEqual([]);
  });

  test('a port that another program has', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const { status, output } = await run(['--once', '--port', String(port)]);
    await new Promise((resolve) => other.close(resolve));
    expect(status).toBe(1);
    expect(output).toContain(`--port ${port}: another program has that port; choose another`);
    expect(await leftOvers()).toEqual([]);
  });

  test.each([
    {
      because: 'the folder of programs lacks them',
      args: ['--kubernetes', 'control-plane'],
      env: { KUBEBUILDER_ASSETS: '/dev/null' },
      message: 'KUBEBUILDER_ASSETS=/dev/null lacks etcd, kube-apiserver',
    },
    {
      because: 'there is no kubeconfig',
      args: ['--kubernetes', 'nowhere'],
      env: { HOME: '/dev/null' },
      message: '--kubernetes nowhere: it is neither embedded nor control-plane, and as a context: no kubeconfig',
    },
  ])('$because', async ({ args, env, message }) => {
    const { status, output } = await run(['--once', ...args], env);
    expect(status).toBe(1);
    expect(output).toContain(message);
    expect(await leftOvers()).toEqual([]);
  });

  test('a kubeconfig that is none', async () => {
    const file = join(scratch, 'broken');
    await writeFile(file, '{ "contexts": [');
    const { status, output } = await run(['--once', '--kubernetes', 'mine'], { KUBECONFIG: file });
    expect(status).toBe(1);
    expect(output).toContain(`the kubeconfig ${file} can't be read`);
  });
});

describe("a cluster of the user's", () => {
  let users: StartedKubernetesApi;
  const names = async (apiVersion: string, plural: string): Promise<unknown[]> =>
    (await users.api.client.list({ apiVersion, plural })).map(({ metadata }) => (metadata as any).name);
  const sandbox = (...args: string[]) =>
    run(['--kubernetes', 'sandbox', '--once', ...args], { KUBECONFIG: users.kubeconfig });

  beforeEach(async () => {
    users = await startKubernetesApi({ directory: join(scratch, 'users') });
  });
  afterEach(() => users.stop());

  test('an unknown context is named, with those that there are', async () => {
    const { status, output } = await run(['--kubernetes', 'other', '--once'], { KUBECONFIG: users.kubeconfig });
    expect(status).toBe(1);
    expect(output).toContain('there is no context "other" in the kubeconfig: choose one of sandbox');
  });

  test('nothing is written where nobody can be asked', async () => {
    const { status, output } = await sandbox();
    expect(status).toBe(1);
    expect(output).toMatch(/--kubernetes sandbox: .* there is no terminal to ask on; --yes says that it may/);
    expect(await names('apiextensions.k8s.io/v1', 'customresourcedefinitions')).toEqual([]);
  });

  test('with leave it works there, and takes away again what it has added', async () => {
    const before = await names('v1', 'services');
    const { status, output } = await sandbox('--yes');
    expect(output).toMatch(/Service\/default\/web/);
    expect(status).toBe(0);
    expect(await names('v1', 'services')).toEqual(before);
    expect(await names('apps/v1', 'deployments')).toEqual([]);
    expect(await names('apiextensions.k8s.io/v1', 'customresourcedefinitions')).toEqual([]);
  });

  test("an object with an example's name is left alone", async () => {
    const path = { apiVersion: 'v1', plural: 'services', namespace: 'default' };
    const mine = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { ports: [{ port: 1 }] } };
    await users.api.client.create(path, mine);
    const { status, output } = await sandbox('--yes');
    expect(status).toBe(1);
    expect(output).toContain('this cluster has a Service default/web already');
    expect(await users.api.client.get({ ...path, name: 'web' })).toMatchObject({ spec: { ports: [{ port: 1 }] } });
  });
});
