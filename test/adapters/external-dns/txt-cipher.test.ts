// Are texts that external-dns sealed opened, and those that we seal the same each time?
import { createCipheriv, randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { txtCipher } from '../../../src/adapters/external-dns/txt-cipher.js';

const KEY = randomBytes(32);
const TEXT = 'heritage=external-dns,external-dns/owner=blue,external-dns/resource=ingress/default/web';

/** As external-dns does, which takes a nonce by chance. */
function sealed(text: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', KEY, nonce);
  return Buffer.concat([
    nonce,
    cipher.update(gzipSync(text, { level: 9 })),
    cipher.final(),
    cipher.getAuthTag(),
  ]).toString('base64');
}

test.each([KEY, Buffer.from(KEY.toString('base64')), Buffer.from(`${KEY.toString('base64')}\n`)])(
  'a key is 32 octets, or their base64',
  (key) => {
    expect(txtCipher(key)!.open(sealed(TEXT))).toBe(TEXT);
  },
);

test('another key opens nothing, and is none of another length', () => {
  expect(txtCipher(randomBytes(32))!.open(sealed(TEXT))).toBeUndefined();
  expect(txtCipher(randomBytes(16))).toBeUndefined();
});

test('what was sealed is opened again, and sealed the same way each time', () => {
  const cipher = txtCipher(KEY)!;
  expect(cipher.open(cipher.seal(TEXT))).toBe(TEXT);
  expect(cipher.seal(TEXT)).toBe(cipher.seal(TEXT));
  expect(cipher.seal(`${TEXT}2`).slice(0, 16)).not.toBe(cipher.seal(TEXT).slice(0, 16));
});

test.each(['', 'v=spf1 -all', TEXT, 'A'.repeat(100)])('%j is nothing sealed', (text) => {
  expect(txtCipher(KEY)!.open(text)).toBeUndefined();
});
