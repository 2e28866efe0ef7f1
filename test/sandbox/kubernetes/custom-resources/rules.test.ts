// Are the CEL rules of a schema kept? What a rule sees, when it is asked, and how its breach is told.
import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { checkRules, rulesOf } from '../../../../src/sandbox/kubernetes/custom-resources/check-rules.js';
import { isReadable } from '../../../../src/sandbox/kubernetes/custom-resources/rule-engine.js';
import type { Schema } from '../../../../src/sandbox/kubernetes/schema.js';

const OURS = resolve(import.meta.dirname, '../../../../crds');
const OTHERS = process.env['CRDS_FOLDER'];

/** Every rule anywhere below. */
function rulesBelow(schema: Schema): string[] {
  const { items, additionalProperties, properties } = schema;
  const inner = [...(items ? [items] : []), ...Object.values(properties ?? {})];
  if (typeof additionalProperties === 'object') inner.push(additionalProperties);
  return [...rulesOf(schema).map(({ rule }) => rule), ...inner.flatMap(rulesBelow)];
}

const rules = [OURS, ...(OTHERS ? [OTHERS] : [])]
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => readFileSync(join(folder, file), 'utf8')),
  )
  .flatMap((text) => parseAllDocuments(text).map((one): any => one.toJS()))
  .filter((one) => one?.kind === 'CustomResourceDefinition')
  .flatMap(({ spec }) => spec.versions.flatMap((version: any) => rulesBelow(version.schema.openAPIV3Schema)));

test('every rule of the kinds that we know can be read', () => {
  expect(rules.length).toBeGreaterThan(20);
  expect([...new Set(rules)].filter((rule) => !isReadable(rule))).toEqual([]);
});

const ruled = (schema: Schema, ...rules: object[]): Schema => ({ ...schema, 'x-kubernetes-validations': rules });
const whole: Schema = { type: 'integer' };
const text: Schema = { type: 'string' };
const spec = (properties: Record<string, Schema>, ...rules: object[]): Schema => ({
  type: 'object',
  properties: { spec: ruled({ type: 'object', properties }, ...rules) },
});

describe('a rule', () => {
  test.each<{ because: string; schema: Schema; now: any; before?: any; told: object[] }>([
    {
      because: 'compares whole numbers as integers',
      schema: spec({ a: whole, b: whole }, { rule: 'self.a + 1 <= self.b', message: 'a before b' }),
      now: { a: 3, b: 3 },
      told: [{ reason: 'FieldValueInvalid', field: 'spec', message: 'Invalid value: a before b' }],
    },
    {
      because: 'sees maps as maps',
      schema: spec(
        { m: { type: 'object', additionalProperties: text } },
        { rule: 'self.m.all(k, self.m[k] != "")', message: 'no empty ones' },
      ),
      now: { m: { a: 'x', b: '' } },
      told: [{ reason: 'FieldValueInvalid', field: 'spec', message: 'Invalid value: no empty ones' }],
    },
    {
      because: 'sees names that CEL could not spell',
      schema: spec({ 'a-b': text, namespace: text }, { rule: 'self.a__dash__b == self.__namespace__' }),
      now: { 'a-b': 'x', namespace: 'y' },
      told: [
        {
          reason: 'FieldValueInvalid',
          field: 'spec',
          message: 'Invalid value: failed rule: self.a__dash__b == self.__namespace__',
        },
      ],
    },
    {
      because: 'shows a plain value, with the reason and the message that the rule works out',
      schema: spec({ a: ruled(text, { rule: 'self.startsWith("x")', messageExpression: '"not " + self' }) }),
      now: { a: 'y' },
      told: [{ reason: 'FieldValueInvalid', field: 'spec.a', message: 'Invalid value: "y": not y' }],
    },
    {
      because: 'points where its fieldPath says',
      schema: spec(
        { a: text },
        { rule: 'has(self.a)', fieldPath: '.a', reason: 'FieldValueRequired', message: 'say a' },
      ),
      now: {},
      told: [{ reason: 'FieldValueRequired', field: 'spec.a', message: 'Required value: say a' }],
    },
    {
      because: 'about a change is asked at a change alone',
      schema: spec({ a: ruled(text, { rule: 'self == oldSelf', message: 'for ever' }) }),
      now: { a: 'y' },
      told: [],
    },
    {
      because: 'about a change holds at a change',
      schema: spec({ a: ruled(text, { rule: 'self == oldSelf', message: 'for ever' }) }),
      before: { a: 'x' },
      now: { a: 'y' },
      told: [{ reason: 'FieldValueInvalid', field: 'spec.a', message: 'Invalid value: "y": for ever' }],
    },
    {
      because: 'may look at what was before, where there was anything',
      schema: spec({
        a: ruled(whole, { rule: 'oldSelf.orValue(0) <= self', optionalOldSelf: true, message: 'only up' }),
      }),
      before: { a: 5 },
      now: { a: 4 },
      told: [{ reason: 'FieldValueInvalid', field: 'spec.a', message: 'Invalid value: 4: only up' }],
    },
    {
      because: 'finds the earlier item of a list that is a map',
      schema: spec({
        l: {
          type: 'array',
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['name'],
          items: {
            type: 'object',
            properties: { name: text, v: ruled(whole, { rule: 'self >= oldSelf', message: 'only up' }) },
          },
        },
      }),
      before: {
        l: [
          { name: 'a', v: 1 },
          { name: 'b', v: 5 },
        ],
      },
      now: {
        l: [
          { name: 'b', v: 4 },
          { name: 'a', v: 1 },
        ],
      },
      told: [{ reason: 'FieldValueInvalid', field: 'spec.l[0].v', message: 'Invalid value: 4: only up' }],
    },
    {
      because: 'that was broken before is no reason to refuse another change',
      schema: spec({ a: ruled(text, { rule: 'self.startsWith("x")' }), b: text }),
      before: { a: 'y', b: '1' },
      now: { a: 'y', b: '2' },
      told: [],
    },
    {
      because: 'that asks for what is not there tells so',
      schema: spec({ a: text }, { rule: 'self.a == "x"', message: 'x' }),
      now: {},
      told: [
        {
          reason: 'FieldValueInvalid',
          field: 'spec',
          message: 'Invalid value: "object": no such key: a evaluating rule: x',
        },
      ],
    },
    {
      because: 'with a function that the library lacks refuses nothing',
      schema: spec({ a: text }, { rule: 'quantity(self.a).isGreaterThan(quantity("1"))' }),
      now: { a: '0' },
      told: [],
    },
  ])('$because', ({ schema, now, before, told }) => {
    expect(checkRules(schema, { spec: now }, before === undefined ? undefined : { spec: before })).toEqual(told);
  });
});
