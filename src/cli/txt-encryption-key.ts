// With which key are external-dns' TXT records sealed? A file, as a Secret is mounted: so no right to read Secrets is needed.
import { readFileSync } from 'node:fs';
import { txtCipher } from '../adapters/external-dns/index.js';
import type { TxtCipher } from '../core/network/dns-zones/index.js';
import { UsageError } from './failure.js';

/** Undefined where no file is named. Throws where it holds no key: nothing may be written in plain that is to be sealed. */
export function readTxtCipher(file: string | undefined): { readonly txtCipher?: TxtCipher } {
  if (file === undefined) return {};
  const cipher = txtCipher(contentOf(file));
  if (!cipher)
    throw new UsageError(
      `--txt-encryption-key ${file}: it holds no AES-256 key. Allowed are 32 bytes, or their base64, as external-dns takes them`,
    );
  return { txtCipher: cipher };
}

function contentOf(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new UsageError(`--txt-encryption-key ${file}: can't be read (${(error as Error).message})`);
  }
}
