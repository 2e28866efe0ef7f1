// Who may speak to the control plane, and how does it prove itself? A CA and a server certificate of its own, a key
// that signs service accounts' tokens, and one administrator's token; all made anew for each start.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeCertificates } from '../certificates.js';

export interface Credentials {
  /** PEM. */
  readonly ca: string;
  /** A bearer token of the group system:masters. */
  readonly token: string;
  readonly files: {
    readonly certificate: string;
    readonly key: string;
    readonly serviceAccountKey: string;
    readonly tokens: string;
  };
}

/** The first address of the service range is the one pods reach the API server by. */
const NAMES = ['kubernetes.default.svc', '10.0.0.1'];

export async function makeCredentials(directory: string): Promise<Credentials> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const files = {
    certificate: join(directory, 'apiserver.crt'),
    key: join(directory, 'apiserver.key'),
    serviceAccountKey: join(directory, 'service-account.key'),
    tokens: join(directory, 'tokens.csv'),
  };
  const { authority: ca, certificate, key } = await makeCertificates('sandbox control plane', NAMES);
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const token = randomBytes(24).toString('hex');
  const write = (file: string, text: string): Promise<void> => writeFile(file, text, { mode: 0o600 });
  await write(files.certificate, certificate);
  await write(files.key, key);
  await write(files.serviceAccountKey, privateKey.export({ type: 'pkcs1', format: 'pem' }).toString());
  await write(files.tokens, `${token},sandbox-admin,sandbox-admin,"system:masters"\n`);
  return { ca, token, files };
}
