// Does each reason of the table exist, and each that exists stand in the table? The docs page is made of it.
import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { REASONS } from '../../../src/core/report/reasons.js';

const SOURCES = resolve(import.meta.dirname, '../../../src');
const TABLE = join('core', 'report', 'reasons.ts');
const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter(
  (file) =>
    file.endsWith('.ts') && file !== TABLE && !file.startsWith('sandbox') && !file.endsWith('values/problem.ts'),
);
const texts = files.map((file) => readFileSync(join(SOURCES, file), 'utf8'));

describe('the table of reasons', () => {
  test.each(Object.keys(REASONS))('%s is given somewhere', (reason) => {
    expect(texts.some((text) => text.includes(`'${reason}'`))).toBe(true);
  });
});
