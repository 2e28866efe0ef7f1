// How does external-dns seal the texts that say whose a record set is? base64 of nonce, AES-256-GCM of the gzipped text,
// and tag. The nonce is made from the text here, so that the same text is sealed the same way each time.
// https://kubernetes-sigs.github.io/external-dns/latest/docs/registry/txt/#encryption
import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { TxtCipher } from '../../core/network/dns-zones/index.js';

const ALGORITHM = 'aes-256-gcm';
const KEY_OCTETS = 32;
const NONCE_OCTETS = 12;
const TAG_OCTETS = 16;
/** No ownership is as long as this: what unpacks to more is none. */
const LONGEST = 64 * 1024;

/** Undefined where the key is neither 32 octets nor the base64 of 32. */
export function txtCipher(secret: Uint8Array): TxtCipher | undefined {
  const key = keyIn(secret);
  return key && { open: (sealed) => open(sealed, key), seal: (text) => seal(text, key) };
}

function keyIn(secret: Uint8Array): Buffer | undefined {
  const raw = Buffer.from(secret);
  if (raw.length === KEY_OCTETS) return raw;
  const decoded = Buffer.from(raw.toString('latin1').trim(), 'base64');
  return decoded.length === KEY_OCTETS ? decoded : undefined;
}

function open(sealed: string, key: Buffer): string | undefined {
  const octets = Buffer.from(sealed, 'base64');
  if (octets.length <= NONCE_OCTETS + TAG_OCTETS) return undefined;
  try {
    const decipher = createDecipheriv(ALGORITHM, key, octets.subarray(0, NONCE_OCTETS), { authTagLength: TAG_OCTETS });
    decipher.setAuthTag(octets.subarray(-TAG_OCTETS));
    const packed = Buffer.concat([decipher.update(octets.subarray(NONCE_OCTETS, -TAG_OCTETS)), decipher.final()]);
    return gunzipSync(packed, { maxOutputLength: LONGEST }).toString('utf8');
  } catch {
    return undefined;
  }
}

// Two texts under one nonce would betray each other, so it is as good as unique to the text, and known to who has the key.
function seal(text: string, key: Buffer): string {
  const nonce = createHmac('sha256', key).update(text).digest().subarray(0, NONCE_OCTETS);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_OCTETS });
  const packed = Buffer.concat([cipher.update(gzipSync(text)), cipher.final()]);
  return Buffer.concat([nonce, packed, cipher.getAuthTag()]).toString('base64');
}
