// How does the function get a socket? HTTPS in, `handle`, and the answer after its delay.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certificates } from '../certificates.js';
import type { Answer } from './exchange.js';
import type { FakeAzure } from './fake-azure.js';

// Azure takes 4 MB; a body beyond it gets an answer and not an empty memory.
const MAX_BODY = 8 * 1024 * 1024;

export interface Listening {
  readonly server: Server;
  readonly port: number;
  readonly close: () => Promise<void>;
}

export async function listen(
  fake: FakeAzure,
  { certificate, key }: Certificates,
  host: string,
  port: number,
): Promise<Listening> {
  const timers = new Set<NodeJS.Timeout>();
  const server = createServer({ cert: certificate, key }, (request, response) => {
    void serve(fake, request, response, timers);
  });
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const close = async (): Promise<void> => {
    for (const timer of timers) clearTimeout(timer);
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  };
  return { server, port: (server.address() as AddressInfo).port, close };
}

async function serve(
  fake: FakeAzure,
  request: IncomingMessage,
  response: ServerResponse,
  timers: Set<NodeJS.Timeout>,
): Promise<void> {
  const began = performance.now();
  const body = await readBody(request).catch(() => undefined);
  if (body === undefined) return void request.destroy();
  if (body === 'too large') {
    const error = { code: 'RequestEntityTooLarge', message: `The request is larger than ${MAX_BODY} bytes.` };
    return send(response, { status: 413, headers: { connection: 'close' }, body: { error } }, false);
  }
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
  );
  const method = request.method ?? 'GET';
  const answer = fake.handle({
    method,
    url: request.url ?? '/',
    headers,
    body: body.text,
    arrivalMs: performance.now() - began,
  });
  const act = (): void => send(response, answer, method === 'HEAD');
  if ((answer.delayMs ?? 0) <= 0) return act();
  const timer = setTimeout(() => {
    timers.delete(timer);
    act();
  }, answer.delayMs);
  timers.add(timer);
}

async function readBody(request: IncomingMessage): Promise<{ readonly text: string } | 'too large'> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_BODY) chunks.push(chunk);
  }
  return size > MAX_BODY ? 'too large' : { text: Buffer.concat(chunks).toString('utf8') };
}

function send(response: ServerResponse, answer: Answer, isHead: boolean): void {
  if (answer.drop) return void response.socket?.destroy();
  const text = answer.body === undefined || isHead ? '' : JSON.stringify(answer.body);
  const type = text === '' ? {} : { 'content-type': 'application/json; charset=utf-8' };
  const length = answer.status === 204 ? {} : { 'content-length': Buffer.byteLength(text) };
  response.writeHead(answer.status, { ...answer.headers, ...type, ...length });
  response.end(text);
}
