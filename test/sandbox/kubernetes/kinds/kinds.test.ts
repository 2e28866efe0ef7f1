// Do built-in kinds become what a real API server makes of them, in every field, refusal, warning and column? The
// answers were recorded from one: the second half asks it again, and RENEW_GOLDEN=1 writes them anew.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeOnControlPlane } from '../../../contract/describe-on-control-plane.js';
import type { Ask } from './ask.js';
import { embedded, real } from './ask.js';
import type { Case } from './attempt.js';
import { attempt, prepare, writeTwice } from './attempt.js';
import { OTHER_CASES } from './cases-of-others.js';
import { SERVICE_CASES } from './cases-of-services.js';

/** One answer a line. */
const FILE = join(import.meta.dirname, 'answers.jsonl');
const CASES: readonly Case[] = [...SERVICE_CASES, ...OTHER_CASES];
const isRenewed = process.env.RENEW_GOLDEN === '1';

interface Recorded {
  readonly name: string;
  readonly answer: any;
}

const readAnswers = (): ReadonlyMap<string, any> =>
  new Map(
    readFileSync(FILE, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Recorded)
      .map(({ name, answer }) => [name, answer]),
  );
const ANSWERS = isRenewed ? new Map<string, any>() : readAnswers();
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

function describeEmbedded(): void {
  let ask: Ask;
  let stop: () => void;
  beforeAll(async () => {
    ({ ask, stop } = embedded());
    await prepare(ask);
  });
  afterAll(() => stop());

  test.each(CASES)('$name', async (one) => {
    expect(plain(await attempt(ask, one))).toEqual(ANSWERS.get(one.name));
  });

  const made = CASES.filter(({ name, before }) => !before && ANSWERS.get(name)?.status === 201);
  test.each(made)('and writing it a second time changes nothing: $name', async ({ manifest }) => {
    const [first, second] = await writeTwice(ask, manifest);
    expect(second).toEqual(first);
  });
}

// While answers are renewed there is nothing to hold it against.
if (!isRenewed) describe('the embedded API answers as a real one did', describeEmbedded);

describeOnControlPlane('a real API answers as it did', (controlPlane) => {
  let ask: Ask;
  const found: Recorded[] = [];
  beforeAll(async () => {
    ask = await real(controlPlane());
    await prepare(ask);
  });

  test.each(CASES)('$name', async (one) => {
    const answer = plain(await attempt(ask, one));
    found.push({ name: one.name, answer });
    if (!isRenewed) expect(answer).toEqual(ANSWERS.get(one.name));
  });

  test('and each answer belongs to a case', () => {
    if (isRenewed) writeFileSync(FILE, found.map((one) => `${JSON.stringify(one)}\n`).join(''));
    expect([...readAnswers().keys()]).toEqual(CASES.map(({ name }) => name));
  });
});
