// How do the suites build the image and run it? With buildah and podman, on a stand-in base, for nothing can be pulled.
// Where they aren't, or no container can run, the suites are skipped aloud.
import { describe, test } from '@jest/globals';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describeOnControlPlane } from '../contract/describe-on-control-plane.js';
import type { ControlPlane } from '../../src/sandbox/control-plane/start-control-plane.js';
import type { Program } from '../e2e/program.js';

const ROOT = resolve(import.meta.dirname, '../..');
export const BASE = 'localhost/node-stand-in:24';
export const IMAGE = 'localhost/azure-network-operator:under-test';

const RUNTIME = ['--runtime', 'runc'];
// Hosts that are containers themselves may not raise podman's usual limits.
const LIMITS = ['--ulimit', 'nofile=1024:4096', '--ulimit', 'nproc=1024:1024'];
/** As the Deployment has it: nothing may be written, no capability, no way to more rights. */
const RESTRICTED = ['--read-only', '--cap-drop', 'all', '--security-opt', 'no-new-privileges', '--network', 'host'];

/** As podman shows it in `image inspect`. */
export interface ImageFacts {
  readonly Id: string;
  readonly Size: number;
  readonly Config: {
    readonly User: string;
    readonly StopSignal: string;
    readonly Labels: Readonly<Record<string, string>>;
  };
}

export function describeInContainers(name: string, fn: (controlPlane: () => ControlPlane) => void): void {
  const why = whyNot();
  if (why === undefined) return describeOnControlPlane(name, fn);
  process.stderr.write(`SKIPPED ${name}: ${why}\n`);
  describe(name, () => test.skip(why, () => undefined));
}

function whyNot(): string | undefined {
  try {
    oneAtATime(`test/image/stand-in-base ${BASE}`);
    podman(...['run', '--rm', ...LIMITS, ...RESTRICTED, BASE, '--version']);
    return undefined;
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    return `buildah and podman don't run containers here: ${(stderr || message).trim().split('\n').at(-1)}`;
  }
}

export function buildImage(): void {
  const settings = `IMAGE=${IMAGE} BASE=${BASE} ENGINE=buildah`;
  oneAtATime(`'${process.execPath}' scripts/bundle.mjs && ${settings} scripts/image`);
}

export function inspectImage(image: string): ImageFacts {
  return (JSON.parse(podman('image', 'inspect', image)) as [ImageFacts])[0];
}

/** Runs to its end. */
export function runInImage(args: readonly string[], input = ''): { readonly stdout: string; readonly code: number } {
  const options = ['run', '--rm', '--interactive', ...LIMITS, ...RESTRICTED, IMAGE];
  const { stdout, stderr, status } = spawnSync('podman', [...RUNTIME, ...options, ...args], {
    input,
    encoding: 'utf8',
  });
  if (stderr) process.stderr.write(stderr);
  return { stdout, code: status ?? -1 };
}

export interface Container extends Program {
  /** Of its first process, as this machine sees it. */
  pid(): number;
}

/** What a process would get: files that arguments or environment name are there, at the same paths. */
export function startContainer(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Container {
  const name = `operator-under-test-${process.pid}-${(serial += 1)}`;
  const files = [...args, ...Object.values(environment)].filter((value) => value.startsWith('/'));
  // Test files of ours, made for their owner alone; in the container there is another user.
  for (const file of files) chmodSync(file, 0o444);
  const mounts = [...new Set(files)].flatMap((file) => ['--volume', `${file}:${file}:ro`]);
  const variables = Object.entries(environment).flatMap(([key, value]) => ['--env', `${key}=${value}`]);
  const options = ['run', '--rm', '--name', name, ...LIMITS, ...RESTRICTED, ...mounts, ...variables, IMAGE];
  const child = spawn('podman', [...RUNTIME, ...options, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const keep = (chunk: Buffer): void => void (output += chunk.toString());
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = once(child, 'exit').then(([code, signal]: unknown[]) => (code ?? signal) as number | string);
  return {
    process: child,
    output: () => output,
    ended,
    kill: async (signal = 'SIGTERM') => {
      if (child.exitCode === null) podman('kill', '--signal', signal, name);
      return ended;
    },
    pid: () => Number(podman('container', 'inspect', '--format', '{{.State.Pid}}', name)),
  };
}

let serial = 0;

function podman(...args: readonly string[]): string {
  return execute('podman', ...RUNTIME, ...args);
}

/** Suites run side by side, and dist/bundle is one. */
function oneAtATime(script: string): void {
  execute('flock', join(tmpdir(), 'azure-network-operator-image.lock'), 'bash', '-c', script);
}

function execute(command: string, ...args: readonly string[]): string {
  return execFileSync(command, args, { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' });
}
