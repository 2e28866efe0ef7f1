// An HTTPS server that answers what a test says: `Azure` as the adapter sees it, without any knowledge of its own.
// @peculiar/x509 finds its parts through tsyringe, which needs this first.
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { webcrypto } from 'node:crypto';
import { createServer, type Server } from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Scripted {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text goes out as it is. */
  readonly body?: unknown;
  /** Cuts the connection in place of an answer, or never answers. */
  readonly instead?: 'drop' | 'hang';
}

export interface ScriptedAzure {
  readonly endpoint: string;
  readonly ca: string;
  readonly seen: Seen[];
  /** Answers in turn for one method and path (without its query); the last one stays. */
  script(method: string, path: string, ...answers: Scripted[]): void;
  close(): Promise<void>;
}

export async function startScriptedAzure(): Promise<ScriptedAzure> {
  const { key, ca } = await certificate();
  const seen: Seen[] = [];
  const scripts = new Map<string, Scripted[]>();
  const server: Server = createServer({ key, cert: ca }, (request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      seen.push({ method, url, headers, body });
      const answers = scripts.get(`${method} ${url.split('?')[0]!}`) ?? [];
      const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? { status: 418 };
      if (answer.instead === 'drop') return request.socket.destroy();
      if (answer.instead === 'hang') return undefined;
      const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
      response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers });
      return response.end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ca,
    seen,
    script: (method, path, ...answers) => scripts.set(`${method} ${path}`, answers),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function certificate(): Promise<{ readonly key: string; readonly ca: string }> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const now = Date.now();
  const made = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=scripted-azure',
    notBefore: new Date(now - 60_000),
    notAfter: new Date(now + 3_600_000),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true),
      new x509.SubjectAlternativeNameExtension([
        { type: 'ip', value: '127.0.0.1' },
        { type: 'dns', value: 'azure.test' },
      ]),
    ],
  });
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return {
    key: `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`,
    ca: made.toString('pem'),
  };
}
