// The fake behind its socket: a certificate that can be trusted, files for clients, a connection that breaks on purpose.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PeerCertificate } from 'node:tls';
import { checkServerIdentity, connect } from 'node:tls';
import { startFakeAzure } from '../../../src/sandbox/azure/index.js';
import type { RunningFake } from '../../../src/sandbox/azure/index.js';
import { ask as askForName } from '../../dns-client.js';

let running: RunningFake;
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'fake-azure-test-'));
  running = await startFakeAzure({ directory });
});

afterAll(async () => {
  await running.stop();
  await rm(directory, { recursive: true });
});

async function ask(
  method: string,
  path: string,
  body = '',
  host = '127.0.0.1',
): Promise<{ status: number; text: string }> {
  const ca = await readFile(join(directory, 'ca.crt'));
  const { port } = new URL(running.endpoint);
  return new Promise((resolve, reject) => {
    const sent = request({ host, port, method, path, ca, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.on('error', reject).end(body);
  });
}

describe('over HTTPS', () => {
  test.each(['127.0.0.1', 'localhost'])('it is trusted as %s by its own authority', async (host) => {
    expect((await ask('GET', '/metadata/endpoints?api-version=2022-09-01', '', host)).status).toBe(200);
  });

  test('azure.json names what is there', async () => {
    const config = JSON.parse(await readFile(join(directory, 'azure.json'), 'utf8')) as Record<string, string>;
    const ids = (JSON.parse((await ask('GET', '/_fake/state')).text) as { id: string }[]).map(({ id }) => id);
    const group = `/subscriptions/${config['subscriptionId']}/resourceGroups/${config['resourceGroup']}`;
    expect(ids).toEqual(
      expect.arrayContaining([
        group,
        `${group}/providers/Microsoft.Network/virtualNetworks/${config['vnetName']}`,
        `${group}/providers/Microsoft.Network/networkSecurityGroups/${config['securityGroupName']}`,
        `${group}/providers/Microsoft.Network/dnszones/example.com`,
      ]),
    );
    expect(config['resourceManagerEndpoint']).toBe(running.endpoint);
  });

  test('env is shell that names the files', async () => {
    const text = await readFile(join(directory, 'env'), 'utf8');
    expect(
      text
        .split('\n')
        .filter(Boolean)
        .every((line) => /^export \w+='[^']*'$/.test(line)),
    ).toBe(true);
    expect(text).toContain(`NODE_EXTRA_CA_CERTS='${join(directory, 'ca.crt')}'`);
  });

  test('a dropped connection is dropped, and the write is kept', async () => {
    const path = '/subscriptions/s/resourcegroups/late';
    await ask('PUT', '/_fake/faults', JSON.stringify([{ match: { times: 1 }, fault: { dropAfterCommit: true } }]));
    await expect(ask('PUT', `${path}?api-version=2021-04-01`, '{"location":"westeurope"}')).rejects.toThrow();
    expect((await ask('GET', '/_fake/journal')).text).toContain('"dropped":true');
  });

  test('a body beyond all measure is answered', async () => {
    expect((await ask('PUT', '/subscriptions/s/resourcegroups/x', 'x'.repeat(9 * 1024 * 1024))).status).toBe(413);
  });
});

describe('with a name of its own', () => {
  test('clients are told that name, and its certificate bears it', async () => {
    const named = await mkdtemp(join(tmpdir(), 'fake-azure-test-'));
    const fake = await startFakeAzure({ directory: named, name: 'fake-azure.somewhere.svc' });
    const { port } = new URL(fake.endpoint);
    const peer = await new Promise<PeerCertificate>((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port: Number(port), rejectUnauthorized: false }, () => {
        resolve(socket.getPeerCertificate());
        socket.destroy();
      }).once('error', reject);
    });
    expect(fake.endpoint).toBe(`https://fake-azure.somewhere.svc:${port}`);
    expect(await readFile(join(named, 'azure.json'), 'utf8')).toContain(fake.endpoint);
    expect(checkServerIdentity('fake-azure.somewhere.svc', peer)).toBeUndefined();
    await fake.stop();
    await rm(named, { recursive: true });
  });
});

describe('it does not start', () => {
  test.each([
    { because: 'everybody could write', options: { address: '0.0.0.0:0' }, says: '--listen-anywhere' },
    { because: 'no port', options: { address: 'localhost' }, says: 'HOST:PORT' },
    { because: 'no such profile', options: { profile: 'fast' }, says: 'instant, realistic' },
    { because: 'no name that a certificate could bear', options: { name: 'https://fake' }, says: 'DNS name' },
    { because: 'no state', options: { state: { a: 1 } }, says: 'array of ARM resources' },
  ])('$because', async ({ options, says }) => {
    await expect(startFakeAzure({ directory, ...options })).rejects.toThrow(says);
  });
});

describe('over DNS', () => {
  test('it answers for its zones at the ports that it names', async () => {
    const [open, closed] = [running.dns, running.privateDns].map((at) => Number(at.replace('127.0.0.1:', '')));
    expect((await askForName(open!, 'example.com', 'SOA')).rcode).toBe('NOERROR');
    expect((await askForName(open!, 'corp.example', 'SOA')).rcode).toBe('REFUSED');
    expect((await askForName(closed!, 'corp.example', 'SOA', { tcp: true })).rcode).toBe('NOERROR');
  });

  test('a port may be chosen, and one that is taken is told', async () => {
    const dnsPort = Number(running.dns.split(':')[1]);
    await expect(startFakeAzure({ directory, dnsPort })).rejects.toThrow('EADDRINUSE');
    await expect(startFakeAzure({ directory, dnsPort: 65_536 })).rejects.toThrow('65536');
  });
});
