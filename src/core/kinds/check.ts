// Is a spec of ours as its kind asks? The operator's own check, for objects that no API server has seen (`plan -f`) and
// for those that were stored under an older schema. It says what the API server says, in plainer words.
import { countOf } from '../values/count-of.js';
import type { ErrorObject, ValidateFunction } from 'ajv';
import { Ajv } from 'ajv';
import type { Static, TSchema } from 'typebox';
import type { Origin, Parsed, Problem } from '../values/problem.js';
import { problem, warning } from '../values/problem.js';
import type { SourceRef } from '../values/source-ref.js';
import { parseSourceRef } from '../values/source-ref.js';
import { fillIn } from './defaults.js';
import type { Kind } from './kind.js';
import { brokenOf, brokenRules } from './rules.js';
import type { Schema } from './schema.js';

const ajv = new Ajv({ allErrors: true, strict: false, verbose: true });
const compiled = new WeakMap<object, ValidateFunction>();

/** Defaults are in the value; it is undefined as soon as one problem is an Error. The given spec isn't touched. */
export function check<S extends TSchema>(kind: Kind<S>, spec: unknown, object: SourceRef): Parsed<Static<S>> {
  const origin = (key: string): Origin => ({
    object,
    key,
    reason: kind.kind === 'AzureNetwork' ? 'InvalidSettings' : 'InvalidField',
  });
  const schema = kind.spec as unknown as Schema;
  const filled = fillIn(schema, spec, 'spec');
  const unknown = filled.unknown.map(({ path, value, known }) =>
    warning(
      origin(path),
      shown(value),
      `${path} isn't a field of ${kind.kind} and is ignored; known: ${known.join(', ')}.`,
    ),
  );
  const errors = faults(kind, filled.value, object).map(({ path, value, message }) =>
    problem(origin(path), shown(value), `${path}${value === undefined ? '' : ` is ${shown(value)}; it`} ${message}.`),
  );
  const problems: readonly Problem[] = [...errors, ...unknown];
  return { value: errors.length > 0 ? undefined : (filled.value as Static<S>), problems };
}

interface Fault {
  readonly path: string;
  readonly value: unknown;
  readonly message: string;
}

// Rules are asked only of values that have the right shape: they would only repeat what is wrong.
function faults(kind: Kind, spec: unknown, object: SourceRef): readonly Fault[] {
  const root = brokenOf(kind.rules, { metadata: { name: parseSourceRef(object)?.name }, spec }, '').map((one) => ({
    ...one,
    path: one.path.replace(/^\./, ''),
  }));
  const validate = compiled.get(kind) ?? ajv.compile(kind.spec);
  compiled.set(kind, validate);
  if (validate(spec)) return [...root, ...brokenRules(kind.spec as unknown as Schema, spec, 'spec')];
  return [...root, ...(validate.errors ?? []).map(fault)];
}

function fault(error: ErrorObject): Fault {
  const path = fieldPath(error.instancePath);
  const { params } = error as { params: Readonly<Record<string, unknown>> };
  if (error.keyword === 'required') {
    return { path: `${path}.${String(params.missingProperty)}`, value: undefined, message: 'is missing' };
  }
  return { path, value: error.data, message: wanted(error.keyword, params) };
}

function wanted(keyword: string, params: Readonly<Record<string, unknown>>): string {
  const limit = Number(params.limit);
  switch (keyword) {
    case 'type':
      return `must be ${TYPES[String(params.type)] ?? String(params.type)}`;
    case 'enum':
      return `must be one of ${(params.allowedValues as readonly string[]).join(', ')}`;
    case 'minimum':
      return `must be ${limit} or more`;
    case 'maximum':
      return `must be ${limit} or less`;
    case 'minLength':
      return `must have at least ${countOf(limit, 'character')}`;
    case 'maxLength':
      return `must have at most ${limit} characters`;
    case 'minItems':
      return `must have at least ${limit} ${limit === 1 ? 'entry' : 'entries'}`;
    case 'maxItems':
    case 'maxProperties':
      return `must have at most ${limit} entries`;
    default:
      return `breaks the rule ${keyword}`;
  }
}

const TYPES: Readonly<Record<string, string>> = {
  object: 'an object',
  array: 'a list',
  string: 'a text',
  integer: 'a whole number',
  boolean: 'true or false',
};

/** `/ports/0/protocol` → `spec.ports[0].protocol`. */
function fieldPath(pointer: string): string {
  const keys = pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  return `spec${keys.map((key) => (/^\d+$/.test(key) ? `[${key}]` : `.${key}`)).join('')}`;
}

const MOST_SHOWN = 80;

function shown(value: unknown): string {
  const text = typeof value === 'string' ? (value === '' ? '""' : value) : (JSON.stringify(value) ?? '');
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}
