// Does the image do its work, with no more rights than the Deployment gives it? The operator in a container, a real
// control plane and the fake Azure beside it.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { eventually } from '../contract/eventually.js';
import type { World } from '../e2e/world.js';
import { addressOf, startWorld } from '../e2e/world.js';
import type { Container } from './containers.js';
import {
  BASE,
  buildImage,
  describeInContainers,
  IMAGE,
  inspectImage,
  runInImage,
  startContainer,
} from './containers.js';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const MB = 1024 * 1024;

describeInContainers('the container image', (controlPlane) => {
  let world: World;
  let operator: Container;

  beforeAll(async () => {
    buildImage();
    world = await startWorld(controlPlane(), {
      start: (...args) => {
        operator = startContainer(...args);
        return operator;
      },
    });
  }, 120_000);
  afterAll(async () => world?.stop(), 60_000);

  const probe = async (path: string): Promise<number> => {
    const { health } = JSON.parse(
      operator
        .output()
        .split('\n')
        .find((line) => line.includes('"msg":"started"'))!,
    ) as { health: number };
    return (await fetch(`http://127.0.0.1:${health}${path}`)).status;
  };

  test('says who it is, and who its user and its signal are', () => {
    const { Config } = inspectImage(IMAGE);
    expect(Config).toMatchObject({ User: '65532:65532', StopSignal: 'SIGTERM' });
    expect(Config.Labels).toMatchObject({
      'org.opencontainers.image.title': 'azure-network-operator',
      'org.opencontainers.image.version': version,
      'org.opencontainers.image.licenses': 'Apache-2.0',
    });
    expect(runInImage(['--version'])).toEqual({ stdout: `${version}\n`, code: 0 });
  });

  test('adds less than 16 MB to its base', () => {
    expect(inspectImage(IMAGE).Size - inspectImage(BASE).Size).toBeLessThan(16 * MB);
  });

  test('is the same, byte for byte, when it is built again', () => {
    // Twice here, so that no commit of somebody who works meanwhile comes between.
    buildImage();
    const before = inspectImage(IMAGE).Id;
    buildImage();
    expect(inspectImage(IMAGE).Id).toBe(before);
  }, 60_000);

  test('plans what it is given', () => {
    const { stdout, code } = runInImage(['plan', '--filename', '-', '--output', 'json'], SERVICE);
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'Plan', problems: [] });
    // There are changes.
    expect(code).toBe(2);
  });

  test('answers its probes', async () => {
    await eventually(async () => expect(await probe('/healthz')).toBe(200));
    await eventually(async () => expect(await probe('/readyz')).toBe(200));
  });

  test('gives a Service its address', async () => {
    await world.apply(SERVICE);
    const ip = await addressOf(world, 'in-a-container');
    const publicIPs = await world.azure.ofType('publicIPAddresses');
    expect(publicIPs.map(({ properties }) => properties.ipAddress)).toEqual([ip]);
  }, 60_000);

  test('has no rights and needs less than 150 MB', () => {
    const status = readFileSync(`/proc/${operator.pid()}/status`, 'utf8');
    const field = (name: string): string => new RegExp(`^${name}:\\s+(.*)$`, 'm').exec(status)![1]!;
    expect(field('Uid').split('\t')).toEqual(['65532', '65532', '65532', '65532']);
    expect(BigInt(`0x${field('CapEff')}`)).toBe(0n);
    expect(field('NoNewPrivs')).toBe('1');
    expect(Number.parseInt(field('VmRSS')) * 1024).toBeLessThan(150 * MB);
  });

  test('stops when it is asked to, well within its time', async () => {
    const asked = performance.now();
    expect(await operator.kill('SIGTERM')).toBe(0);
    expect(performance.now() - asked).toBeLessThan(10_000);
    expect(operator.output()).toContain('"msg":"stopped"');
  }, 20_000);

  test('writes its log for people when asked to, and starts again where it left off', async () => {
    world.startOperator('--log-format', 'text');
    await eventually(() => expect(operator.output()).toMatch(/INFO.*: started/));
    await world.kubectl('delete', 'service', 'in-a-container', '--timeout=30s');
    expect(await world.azure.ofType('publicIPAddresses')).toEqual([]);
  }, 60_000);
});

const SERVICE = `
apiVersion: v1
kind: Service
metadata: { name: in-a-container, namespace: default }
spec:
  type: LoadBalancer
  loadBalancerClass: azurenetwork.dev/azure
  selector: { app: web }
  ports: [{ port: 80 }]
`;
