// Does an object keep the CEL rules of its schema? Each rule is asked of the value that it stands at; one about a change
// only where there was something before. https://kubernetes.io/docs/reference/using-api/cel/
import { Environment } from '@marcbachmann/cel-js';
import type { Json, JsonObject } from '../../json.js';
import { isObject } from '../../json.js';
import type { FieldError } from '../api-error.js';
import { duplicate, forbiddenField, invalidValue, required } from '../kinds/field-errors.js';
import type { Schema } from '../schema.js';
import { earlierItem } from './earlier-value.js';
import { evaluate } from './rule-engine.js';
import { ruleValue } from './rule-values.js';
import { sortedJson } from './sorted-json.js';

export interface Rule {
  readonly rule: string;
  readonly message?: string;
  readonly messageExpression?: string;
  readonly reason?: FieldError['reason'];
  readonly fieldPath?: string;
  readonly optionalOldSelf?: boolean;
}

/** What a value was before; `isUpdate` alone where nothing was there, or nobody can say which it was. */
interface Before {
  readonly value: Json | undefined;
  readonly isUpdate: boolean;
}

export function checkRules(schema: Schema, object: JsonObject, before: JsonObject | undefined): FieldError[] {
  return rulesBelow(schema, object, { value: before, isUpdate: before !== undefined }, '');
}

export function rulesOf(schema: Schema): readonly Rule[] {
  return (schema['x-kubernetes-validations'] as readonly Rule[] | undefined) ?? [];
}

function rulesBelow(schema: Schema, value: Json | undefined, before: Before, path: string): FieldError[] {
  if (value === undefined || value === null) return [];
  return [...brokenRules(schema, value, before, path), ...children(schema, value, before, path)];
}

function children(schema: Schema, value: Json, before: Before, path: string): FieldError[] {
  const { items, properties = {}, additionalProperties } = schema;
  const was = (inner: Json | undefined): Before => ({ ...before, value: inner });
  if (Array.isArray(value)) {
    if (!items) return [];
    return value.flatMap((item, index) =>
      rulesBelow(items, item, was(earlierItem(schema, before.value, item)), `${path}[${index}]`),
    );
  }
  if (!isObject(value)) return [];
  const earlier = isObject(before.value) ? before.value : {};
  return Object.keys(value).flatMap((key) => {
    const isNamed = properties[key] !== undefined;
    const inner = properties[key] ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined);
    if (!inner) return [];
    const at = isNamed ? (path === '' ? key : `${path}.${key}`) : `${path}[${key}]`;
    return rulesBelow(inner, value[key], was(earlier[key]), at);
  });
}

function brokenRules(schema: Schema, value: Json, before: Before, path: string): FieldError[] {
  const rules = rulesOf(schema);
  if (rules.length === 0) return [];
  const self = ruleValue(schema, value);
  const isUnchanged = before.value !== undefined && sortedJson(before.value) === sortedJson(value);
  const oldSelf = before.value === undefined ? undefined : ruleValue(schema, before.value);
  return rules.flatMap((rule) => {
    const isAboutChange = /\boldSelf\b/.test(rule.rule);
    if (isAboutChange ? oldSelf === undefined && !rule.optionalOldSelf : isUnchanged) return [];
    const input = isAboutChange ? { self, oldSelf: rule.optionalOldSelf ? optional(oldSelf) : oldSelf } : { self };
    return broken(schema, rule, value, input, path);
  });
}

function broken(
  schema: Schema,
  rule: Rule,
  value: Json,
  input: { readonly self: unknown; readonly oldSelf?: unknown },
  path: string,
): FieldError[] {
  const result = evaluate(rule.rule, input);
  const named = (rule.message ?? rule.rule).trim();
  if ('error' in result) {
    if (result.isOurs) return [];
    return [invalidValue(path || '<nil>', schema.type ?? '', `${result.error} evaluating rule: ${named}`)];
  }
  if (result.value === true) return [];
  const field = `${path}${rule.fieldPath ?? ''}`.replace(/^\./, '') || '<nil>';
  return [complaint(rule, field, schema.type, value, messageOf(rule, input))];
}

function messageOf({ rule, message, messageExpression }: Rule, input: { readonly self: unknown }): string {
  const told = messageExpression === undefined ? undefined : evaluate(messageExpression, input);
  if (told && 'value' in told && typeof told.value === 'string' && told.value.trim() !== '') return told.value;
  return message?.trim() ?? `failed rule: ${rule.trim()}`;
}

/** Of objects and lists the value isn't shown. */
function complaint({ reason }: Rule, field: string, type: Schema['type'], value: Json, detail: string): FieldError {
  switch (reason) {
    case 'FieldValueForbidden':
      return forbiddenField(field, detail);
    case 'FieldValueRequired':
      return required(field, detail);
    case 'FieldValueDuplicate':
      return duplicate(field, value);
    default:
      if (type === 'object' || type === 'array') {
        return { reason: 'FieldValueInvalid', field, message: `Invalid value: ${detail}` };
      }
      return invalidValue(field, value, detail);
  }
}

const OPTIONALS = new Environment({ enableOptionalTypes: true }).registerVariable('value', 'dyn');
const SOME = OPTIONALS.parse('optional.of(value)');

function optional(value: unknown): unknown {
  return value === undefined ? OPTIONALS.evaluate('optional.none()') : SOME({ value });
}
