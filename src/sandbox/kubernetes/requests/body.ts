// What did the client send? The body as an object of the kind that the path names, without what the kind doesn't know.
// https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation
import type { JsonObject } from '../../json.js';
import { isObject } from '../../json.js';
import { ApiError, badRequest, invalid } from '../api-error.js';
import { BUILTIN_KINDS } from '../builtin-kinds.js';
import { prune } from '../custom-resources/index.js';
import type { Kind } from '../kind.js';
import { apiVersionOf, groupVersionOf } from '../kind-registry.js';
import { MAX_BODY } from '../limits.js';
import type { WriteOptions } from './query.js';
import { decode, parseBody, WrongShape } from '../schemas/index.js';

export interface Understood {
  readonly value: JsonObject;
  readonly warnings: readonly string[];
}

/** Throws 400, 413 or 415. */
export function parsed(
  bytes: Uint8Array,
  contentType: string | undefined,
  kind?: Kind,
): { value: JsonObject; duplicates: readonly string[] } {
  if (bytes.length > MAX_BODY) {
    throw new ApiError(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${MAX_BODY}`);
  }
  return parseBody(bytes, contentType ?? 'application/json', kind?.kind);
}

/** Throws 400 where the object isn't of the kind, or is wrong in shape. */
export function understood(
  kind: Kind,
  value: JsonObject,
  duplicates: readonly string[],
  { fieldValidation }: WriteOptions,
): Understood {
  mustBeOfKind(kind, value);
  const read = kind.isCustom ? prune(kind.schema, value) : decode(kind.schema, value);
  return { value: asObject(read.value), warnings: told(kind, [...duplicates, ...read.unknown], fieldValidation) };
}

/** Of an applied object; fields that the kind doesn't have are refused when it is applied, whatever the validation. */
export function toldDuplicates(
  kind: Kind,
  value: JsonObject,
  duplicates: readonly string[],
  { fieldValidation }: WriteOptions,
): readonly string[] {
  mustBeOfKind(kind, value);
  return told(kind, duplicates, fieldValidation);
}

/** Returns warnings, or throws 400 where the client wants it strict. */
function told(
  kind: Kind,
  complaints: readonly string[],
  fieldValidation: WriteOptions['fieldValidation'],
): readonly string[] {
  if (complaints.length > 0 && fieldValidation === 'Strict') {
    throw badRequest(
      `${kind.kind} in version ${JSON.stringify(kind.version)} cannot be handled as a ${kind.kind}: strict decoding error: ${complaints.join(', ')}`,
    );
  }
  return fieldValidation === 'Warn' ? complaints : [];
}

/** The result of a patch, read again: what a client patched in is no more trusted than what it sends whole. */
export function understoodPatch(kind: Kind, value: JsonObject, { fieldValidation }: WriteOptions): Understood {
  const isOther = value['kind'] !== kind.kind || value['apiVersion'] !== apiVersionOf(kind);
  if (isOther && !kind.isCustom) throw badPatch(value, unconvertible(kind, value));
  const read = kind.isCustom ? prune(kind.schema, value) : decodePatched(kind, value);
  if (read.unknown.length > 0 && fieldValidation === 'Strict') {
    throw badPatch(value, `strict decoding error: ${read.unknown.join(', ')}`);
  }
  return { value: asObject(read.value), warnings: fieldValidation === 'Warn' ? read.unknown : [] };
}

function decodePatched(kind: Kind, value: JsonObject): ReturnType<typeof decode> {
  try {
    return decode(kind.schema, value);
  } catch (error) {
    throw error instanceof WrongShape ? badPatch(value, error.why) : error;
  }
}

function badPatch(value: JsonObject, why: string): ApiError {
  const message = `Invalid value: ${JSON.stringify(JSON.stringify(value))}: ${why}`;
  return invalid({ group: '', plural: '', kind: '' }, '', [{ reason: 'FieldValueInvalid', field: 'patch', message }]);
}

/** An object of a built-in kind may leave out what the path says already. */
function mustBeOfKind(kind: Kind, value: JsonObject): void {
  const known = kind.isCustom ? {} : { apiVersion: apiVersionOf(kind), kind: kind.kind };
  const { apiVersion, kind: name } = { ...known, ...value };
  if (typeof name !== 'string' || name === '') {
    throw badRequest(`Object 'Kind' is missing in '${JSON.stringify(value)}'`);
  }
  if (typeof apiVersion !== 'string' || apiVersion === '') {
    throw badRequest(`Object 'apiVersion' is missing in '${JSON.stringify(value)}'`);
  }
  if (name === kind.kind && apiVersion === apiVersionOf(kind)) return;
  const { group, version } = groupVersionOf(apiVersion);
  if (kind.isCustom && name === kind.kind && group === kind.group) {
    throw badRequest(
      `the API version in the data (${apiVersion}) does not match the expected API version (${apiVersionOf(kind)})`,
    );
  }
  throw badRequest(
    `${name} in version ${JSON.stringify(version)} cannot be handled as a ${kind.kind}: ${unconvertible(kind, { apiVersion, kind: name })}`,
  );
}

/** In the API server's own names: `core.ConfigMap` for what it keeps. */
function unconvertible(to: Kind, { apiVersion, kind }: JsonObject): string {
  const [name, from] = [kind, apiVersion].map((text) => (typeof text === 'string' ? text : '')) as [string, string];
  const { group, version } = groupVersionOf(from);
  const isKnown = BUILTIN_KINDS.some((one) => one.group === group && one.version === version && one.kind === name);
  if (!isKnown) return `no kind ${JSON.stringify(name)} is registered for version ${JSON.stringify(from)} in this API`;
  const internal = to.group === '' ? 'core' : to.group.split('.')[0]!;
  return `converting (${version}.${name}) to (${internal}.${to.kind}): unknown conversion`;
}

function asObject(value: unknown): JsonObject {
  if (!isObject(value)) throw badRequest('the object provided is unrecognized (must be an object)');
  return value;
}
