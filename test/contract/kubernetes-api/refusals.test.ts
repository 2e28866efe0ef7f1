// What does an API server say to bad input? Each row is a request; code, reason, message, details and warnings that a
// real control plane gave stand in refusals.txt, which `npm run transcripts` records anew.
import { afterAll, beforeAll, expect, test as jestTest } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describeOnBoth } from '../describe-on-both.js';
import { createClient, type Answer } from './client.js';
import { normalise } from './normalise.js';
import { NAMESPACE, REQUESTS, WORLD } from './refused-requests.js';

const FILE = resolve(import.meta.dirname, 'refusals.txt');
const RENEWS = process.env.RENEW_GOLDEN === '1';
const RECORDED = blocksOf(readFileSync(FILE, 'utf8'));

describeOnBoth('bad input', (server, test, isReal) => {
  if (RENEWS && !isReal) return jestTest.skip('not recorded here', () => undefined);
  const { request, close } = createClient(server);
  const said = new Map<string, string>();

  beforeAll(async () => {
    for (const { path, object } of WORLD) {
      const { status, body } = await request('POST', path, { body: object });
      if (status !== 201) throw new Error(JSON.stringify(body));
    }
    // A control plane puts a ConfigMap of its own into each namespace; nothing here looks at it.
    await request('DELETE', `/api/v1/namespaces/${NAMESPACE}/configmaps/none`);
  });
  afterAll(async () => {
    await close();
    if (RENEWS) writeFileSync(FILE, textOf(said));
  });

  for (const { because, method, path, ...question } of REQUESTS) {
    test(because, async () => {
      const answer = show(await request(method, path, question));
      said.set(because, answer);
      if (!RENEWS) expect(answer).toBe(RECORDED.get(because));
    });
  }
});

function show({ status, headers, body }: Answer): string {
  const { reason = '', message = '', details } = (body?.kind === 'Status' ? body : {}) as Record<string, unknown>;
  const lines = [
    `${status} ${String(reason)}`.trim(),
    ...(headers.warning === undefined ? [] : [`Warning: ${String(headers.warning)}`]),
    ...(message === '' ? [] : [String(message)]),
    ...(details === undefined ? [] : [JSON.stringify(details)]),
    ...(typeof body === 'string' && body !== '' ? [body.trim()] : []),
  ];
  return normalise(lines.map(shorter).join('\n'), '')
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}

/** Long names, and whole objects that stand in a message: their keys may come in any order. */
function shorter(line: string): string {
  return line
    .replace(/x{50,}/g, 'xxx…')
    .replace(/"\{\\"apiVersion.*?\}(?=": )/g, '"<object>')
    .replace(/\\"\{\\\\\\"apiVersion.*?\}(?=\\": )/g, '\\"<object>')
    .replace(/ in (?:scheme \\?"[^"]*"|this API)/g, '');
}

const textOf = (said: ReadonlyMap<string, string>): string =>
  [...said].map(([because, answer]) => `${because}\n${answer}\n`).join('\n');

function blocksOf(text: string): Map<string, string> {
  const blocks = text.split(/\n\n(?! )/).map((block) => block.trimEnd());
  return new Map(blocks.map((block) => [block.split('\n')[0]!, block.split('\n').slice(1).join('\n')]));
}
