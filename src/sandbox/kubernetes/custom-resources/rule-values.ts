// How does a rule see an object? Whole numbers as CEL's integers, maps as maps, keys that CEL couldn't spell escaped;
// what the schema doesn't name can't be seen. https://kubernetes.io/docs/reference/using-api/cel/#escaping
import type { Json } from '../../json.js';
import { isObject } from '../../json.js';
import type { Schema } from '../schema.js';

const RESERVED: ReadonlySet<string> = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
);
const SPELT: readonly (readonly [RegExp, string])[] = [
  [/__/g, '__underscores__'],
  [/\./g, '__dot__'],
  [/-/g, '__dash__'],
  [/\//g, '__slash__'],
];

export function ruleValue(schema: Schema | undefined, value: Json | undefined): unknown {
  if (typeof value === 'number') return Number.isInteger(value) && schema?.type !== 'number' ? BigInt(value) : value;
  if (Array.isArray(value)) return Array.from(value, (item) => ruleValue(schema?.items, item));
  if (!isObject(value)) return value;
  const { properties, additionalProperties } = schema ?? {};
  if (typeof additionalProperties === 'object') {
    return new Map(Object.entries(value).map(([key, inner]) => [key, ruleValue(additionalProperties, inner)]));
  }
  const seen =
    schema?.['x-kubernetes-preserve-unknown-fields'] && !properties
      ? Object.keys(value)
      : Object.keys(properties ?? {});
  return Object.fromEntries(
    seen
      .filter((key) => value[key] !== undefined)
      .map((key) => [escaped(key), ruleValue(properties?.[key], value[key])]),
  );
}

function escaped(key: string): string {
  if (RESERVED.has(key)) return `__${key}__`;
  return SPELT.reduce((text, [pattern, word]) => text.replace(pattern, word), key);
}
