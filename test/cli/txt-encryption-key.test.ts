// Are external-dns' sealed TXT records opened with the key of a file, and is what is no key refused?
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTxtCipher } from '../../src/cli/txt-encryption-key.js';
import { planOffline } from '../../src/cli/plan/plan-offline.js';
import type { ArmResource } from '../../src/core/network/arm-resource.js';
import type { ArmId } from '../../src/core/values/arm-id.js';

const ZONE = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/dnsZones/example.com';
const KEY = Buffer.alloc(32, 7);

describe('the key of sealed TXT records', () => {
  let folder: string;
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'key-'))));
  afterAll(() => rm(folder, { recursive: true }));
  const file = async (content: Uint8Array | string): Promise<string> => {
    const path = join(folder, 'key');
    await writeFile(path, content);
    return path;
  };

  test.each([
    { because: '32 bytes', content: KEY },
    { because: 'their base64, with a line end', content: `${KEY.toString('base64')}\n` },
  ])('is read as $because, and takes over what the owner’s sealed text tells of', async ({ content }) => {
    const sealed = readTxtCipher(await file(content));
    const text = sealed.txtCipher!.seal(
      '"heritage=external-dns,external-dns/owner=old,external-dns/resource=ingress/default/web"',
    );
    const withKey = operations(text, sealed);
    expect(withKey.filter(({ id }) => id.endsWith('/A/www'))).toMatchObject([{ action: 'Update' }]);
    expect(operations(text, {}).filter(({ id }) => id.endsWith('/A/www'))).toEqual([]);
  });

  test('is refused where it is none, with what is allowed', async () => {
    const path = await file('too short');
    expect(() => readTxtCipher(path)).toThrow(
      `--txt-encryption-key ${path}: it holds no AES-256 key. Allowed are 32 bytes`,
    );
    expect(() => readTxtCipher(join(folder, 'absent'))).toThrow("can't be read");
    expect(readTxtCipher(undefined)).toEqual({});
  });
});

function operations(text: string, sealed: ReturnType<typeof readTxtCipher>) {
  const set = (type: string, name: string, properties: object): ArmResource =>
    ({
      id: `${ZONE}/${type}/${name}` as ArmId,
      name,
      type: `Microsoft.Network/dnszones/${type}`,
      properties,
    }) as ArmResource;
  const azure = [
    set('A', 'www', { TTL: 300, ARecords: [{ ipv4Address: '192.0.2.1' }] }),
    set('TXT', 'a-www', { TTL: 300, TXTRecords: [{ value: [text] }] }),
  ];
  const spec = {
    ...{
      clusterId: 'c',
      subscriptionId: '12345678-90ab-cdef-1234-567890abcdef',
      resourceGroup: 'g',
      location: 'westeurope',
    },
    virtualNetworkId: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v',
    dns: { zones: [{ id: ZONE }], adopt: { externalDNSOwners: ['old'] } },
  };
  const objects = [
    { kind: 'AzureNetwork' as const, raw: { metadata: { name: 'default' }, spec } },
    {
      kind: 'Ingress' as const,
      raw: {
        metadata: { name: 'web', annotations: { 'azurenetwork.dev/target': '192.0.2.1' } },
        spec: { rules: [{ host: 'www.example.com' }] },
      },
    },
  ];
  const { foreseen } = planOffline({ objects, skipped: new Map(), problems: [] }, azure, {}, sealed);
  return foreseen.steps.flat().map(({ action, id }) => ({ action, id: id }));
}
