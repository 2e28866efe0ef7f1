// What does a JSON patch make of an object? The library does the operations; this file gives them the API server's
// leniency (`replace` of a missing field adds it) and its words.
// https://datatracker.ietf.org/doc/html/rfc6902
import { applyPatch, Pointer, type Operation } from 'rfc6902';
import { copy, isObject, textAt, type Json, type JsonObject } from '../../json.js';
import { ApiError, badRequest } from '../api-error.js';

/** More are refused. https://github.com/kubernetes/kubernetes/blob/v1.37.2/staging/src/k8s.io/apiserver/pkg/endpoints/handlers/patch.go */
const MOST_OPERATIONS = 10_000;
const KINDS: readonly string[] = ['add', 'remove', 'replace', 'move', 'copy', 'test'];

interface Place {
  readonly parent: unknown;
  readonly key: string;
  readonly value: unknown;
}

/** Throws 400 for what isn't a list of operations, 413 for too many, 422 where an operation can't be done. */
export function jsonPatch(object: JsonObject, patch: Json): JsonObject {
  if (!Array.isArray(patch) || !patch.every(isObject)) throw notOperations(patch);
  if (patch.length > MOST_OPERATIONS) throw tooMany(patch.length);
  const root = { document: copy(object) as Json };
  for (const operation of patch) apply(root, operation);
  if (!isObject(root.document)) throw refused('replace operation value must be object or array');
  return root.document;
}

/** Everything happens below `/document`, so that the whole can be replaced. */
function apply(root: { document: Json }, operation: JsonObject): void {
  const { op } = operation;
  if (typeof op !== 'string' || !KINDS.includes(op))
    throw refused(`Unexpected kind: ${textAt(operation, 'op') || 'unknown'}`);
  const paths = op === 'move' || op === 'copy' ? (['from', 'path'] as const) : (['path'] as const);
  for (const which of paths) {
    const path = operation[which];
    if (typeof path !== 'string') throw refused(missingMember(op, which));
    if (!hasPlace(root, path)) throw refused(missingPath(op, which, path));
  }
  const rooted = { ...operation, ...inDocument(operation, paths) };
  const [error] = applyPatch(root, [{ ...lenient(root, rooted) } as unknown as Operation]);
  if (error) throw refused(reason(root, op, operation));
}

function inDocument(operation: JsonObject, paths: readonly ('from' | 'path')[]): JsonObject {
  return Object.fromEntries(paths.map((which) => [which, `/document${textAt(operation, which)}`]));
}

/** The API server's library sets a member that isn't there, and takes a missing value for null. */
function lenient(root: { document: Json }, operation: JsonObject): JsonObject {
  const { op } = operation;
  const value = operation.value ?? null;
  const place: Place = Pointer.fromJSON(textAt(operation, 'path')).evaluate(root);
  if (op === 'replace' && isObject(place.parent)) return { ...operation, op: 'add', value };
  if (op === 'test' && place.value === undefined && value === null)
    return { op: 'test', path: '/document', value: root.document };
  return op === 'add' || op === 'replace' || op === 'test' ? { ...operation, value } : operation;
}

/** Is there an object or a list in which the last part of the path can stand? */
function hasPlace(root: { document: Json }, path: string): boolean {
  if (path !== '' && !path.startsWith('/')) return false;
  const { tokens } = Pointer.fromJSON(path);
  if (tokens.includes('__proto__')) return false;
  let at: unknown = root.document;
  for (const token of tokens.slice(1, -1)) {
    if (Array.isArray(at)) at = at[Number(token)];
    else at = isObject(at) && Object.hasOwn(at, token) ? at[token] : undefined;
  }
  return isObject(at) || Array.isArray(at);
}

function missingMember(op: string, which: 'from' | 'path'): string {
  return `${op} operation failed to decode ${which}: missing value`;
}

function missingPath(op: string, which: 'from' | 'path', path: string): string {
  if (which === 'from') return `${op} operation does not apply: doc is missing from path: ${path}: missing value`;
  switch (op) {
    case 'add':
    case 'remove':
      return `${op} operation does not apply: doc is missing path: "${path}": missing value`;
    case 'test':
      return `test operation does not apply: is missing path: ${path}: missing value`;
    case 'replace':
      return `replace operation does not apply: doc is missing path: ${path}: missing value`;
    default:
      return `${op} operation does not apply: doc is missing destination path: ${path}: missing value`;
  }
}

/** Why the library refused what has a place: the key isn't there, the index is out of range, or the test failed. */
function reason(root: { document: Json }, op: string, operation: JsonObject): string {
  const path = textAt(operation, op === 'move' || op === 'copy' ? 'from' : 'path');
  const place: Place = Pointer.fromJSON(`/document${path}`).evaluate(root);
  if (op === 'test') return `testing value ${path} failed: test failed`;
  if (op === 'replace') return `replace operation does not apply: doc is missing key: ${path}: missing value`;
  const what = Array.isArray(place.parent)
    ? `Unable to access invalid index: ${place.key}: invalid index referenced`
    : `Unable to remove nonexistent key: ${place.key}: missing value`;
  return `error in ${op} for path: '${op === 'move' ? place.key : path}': ${what}`;
}

function refused(message: string): ApiError {
  return new ApiError(422, 'Invalid', message, {});
}

function notOperations(patch: Json): ApiError {
  const [value, type] = Array.isArray(patch)
    ? [patch.find((one) => !isObject(one)), 'handlers.jsonPatchOp']
    : [patch, '[]handlers.jsonPatchOp'];
  return badRequest(`error decoding patch: json: cannot unmarshal ${goKind(value)} into Go value of type ${type}`);
}

function goKind(value: Json | undefined): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

function tooMany(count: number): ApiError {
  const message = `The allowed maximum operations in a JSON patch is ${MOST_OPERATIONS}, got ${count}`;
  return new ApiError(413, 'RequestEntityTooLarge', `Request entity is too large: ${message}`, {});
}
