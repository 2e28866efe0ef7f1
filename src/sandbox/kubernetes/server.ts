// How does the function get a socket? HTTPS in, `handle`, and the answer after its delay; a watch is written line by line.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certificates } from '../certificates.js';
import type { ApiAnswer, ApiRequest } from './exchange.js';
import { MAX_BODY } from './limits.js';

export interface Listening {
  readonly port: number;
  readonly close: () => Promise<void>;
}

type Handle = (request: ApiRequest) => Promise<ApiAnswer>;

/** Rejects where the port is taken. `port` 0: a free one. */
export async function listen(handle: Handle, { certificate, key }: Certificates, port: number): Promise<Listening> {
  const server = createServer({ cert: certificate, key }, (request, response) => {
    void serve(handle, request, response).catch(() => response.destroy());
  });
  // A watch lives as long as its client likes.
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(handle: Handle, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(request);
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  const answer = await handle({ method: request.method ?? 'GET', url: request.url ?? '/', headers, body });
  if (answer.delayMs) await new Promise((resolve) => setTimeout(resolve, answer.delayMs));
  if (answer.drop) return void response.destroy();
  if (answer.stream) return writeStream(answer, answer.stream, response);
  const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? null);
  response.writeHead(answer.status, { ...answer.headers, 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

async function writeStream(
  answer: ApiAnswer,
  stream: AsyncIterableIterator<string>,
  response: ServerResponse,
): Promise<void> {
  // Of the response: the request closes as soon as its body has been read.
  response.on('close', () => void stream.return?.());
  response.writeHead(answer.status, answer.headers);
  response.flushHeaders();
  for await (const line of stream) {
    if (!response.write(line)) await new Promise((resolve) => response.once('drain', resolve).once('close', resolve));
  }
  response.end();
}

/** What is too large is read to its end and cut: the client wants its answer, and the memory its peace. */
async function readBody(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_BODY + 1) chunks.push(chunk);
    else if (chunks.length > 0 && size - chunk.length <= MAX_BODY + 1)
      chunks.push(chunk.subarray(0, MAX_BODY + 1 - (size - chunk.length)));
  }
  return Buffer.concat(chunks);
}
