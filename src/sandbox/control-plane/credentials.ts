// Who may speak to the control plane, and how does it prove itself? A CA and a server certificate of its own, a key
// that signs service accounts' tokens, and one administrator's token; all made anew for each start.
// @peculiar/x509 finds its parts through tsyringe, which needs this first.
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { generateKeyPairSync, randomBytes, webcrypto } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

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

const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const VALID_MILLISECONDS = 30 * 24 * 3600 * 1000;
/** The first address of the service range is the one pods reach the API server by. */
const NAMES: x509.JsonGeneralNames = [
  { type: 'dns', value: 'localhost' },
  { type: 'dns', value: 'kubernetes.default.svc' },
  { type: 'ip', value: '127.0.0.1' },
  { type: 'ip', value: '10.0.0.1' },
];

export async function makeCredentials(directory: string): Promise<Credentials> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const files = {
    certificate: join(directory, 'apiserver.crt'),
    key: join(directory, 'apiserver.key'),
    serviceAccountKey: join(directory, 'service-account.key'),
    tokens: join(directory, 'tokens.csv'),
  };
  const { ca, certificate, key } = await makeCertificates();
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const token = randomBytes(24).toString('hex');
  const write = (file: string, text: string): Promise<void> => writeFile(file, text, { mode: 0o600 });
  await write(files.certificate, certificate);
  await write(files.key, key);
  await write(files.serviceAccountKey, privateKey.export({ type: 'pkcs1', format: 'pem' }).toString());
  await write(files.tokens, `${token},sandbox-admin,sandbox-admin,"system:masters"\n`);
  return { ca, token, files };
}

async function makeCertificates(): Promise<{ ca: string; certificate: string; key: string }> {
  const caKeys = await generateKeys();
  const serverKeys = await generateKeys();
  const dates = { notBefore: new Date(Date.now() - 3600_000), notAfter: new Date(Date.now() + VALID_MILLISECONDS) };
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    ...dates,
    serialNumber: '01',
    name: 'CN=sandbox control plane',
    keys: caKeys,
    signingAlgorithm: EC,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    ],
  });
  const server = await x509.X509CertificateGenerator.create({
    ...dates,
    serialNumber: '02',
    subject: 'CN=kube-apiserver',
    issuer: ca.subject,
    publicKey: serverKeys.publicKey,
    signingKey: caKeys.privateKey,
    signingAlgorithm: EC,
    extensions: [
      new x509.SubjectAlternativeNameExtension(NAMES),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
    ],
  });
  const key = await webcrypto.subtle.exportKey('pkcs8', serverKeys.privateKey);
  return {
    ca: ca.toString('pem'),
    certificate: server.toString('pem'),
    key: x509.PemConverter.encode(key, 'PRIVATE KEY'),
  };
}

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(EC, true, ['sign', 'verify']);
}

/** A kubeconfig of the administrator, as text. */
export function kubeconfigOf(server: string, { ca, token }: Credentials): string {
  const authority = Buffer.from(ca).toString('base64');
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'sandbox', cluster: { server, 'certificate-authority-data': authority } }],
    users: [{ name: 'sandbox', user: { token } }],
    contexts: [{ name: 'sandbox', context: { cluster: 'sandbox', user: 'sandbox' } }],
    'current-context': 'sandbox',
  });
}
