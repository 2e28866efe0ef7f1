// What does a JSON patch make of an object? The library does the operations; here stand the API server's leniency
// (`replace` sets what isn't there, a missing value is null) and its answers.
// https://datatracker.ietf.org/doc/html/rfc6902
import { applyPatch, Pointer, type Operation } from 'rfc6902';
import { copy, isObject, type Json, type JsonObject } from '../../json.js';
import { ApiError, badRequest } from '../api-error.js';
import { goKind } from './go-text.js';

/** More are refused. https://github.com/kubernetes/kubernetes/blob/v1.37.2/staging/src/k8s.io/apiserver/pkg/endpoints/handlers/patch.go */
const MOST_OPERATIONS = 10_000;
const MEMBERS = ['op', 'path', 'from'] as const;
/** The library walks past these instead of into them. */
const UNSAFE = ['__proto__', 'constructor', 'prototype'];

/** All below one key, so that the whole can be replaced too. */
interface Root {
  readonly document: Json;
}

/** Throws 400 for what isn't a list of operations, 413 for too many, 422 where one can't be done or a test fails. */
export function jsonPatch(object: JsonObject, patch: Json): JsonObject {
  const operations = operationsIn(patch);
  if (operations.length > MOST_OPERATIONS) throw tooMany(operations.length);
  const root: Root = { document: copy(object) };
  for (const operation of operations) apply(root, operation);
  if (!isObject(root.document)) throw refused();
  return root.document;
}

function operationsIn(patch: Json): JsonObject[] {
  if (patch === null) return [];
  if (!Array.isArray(patch)) throw cannotDecode(patch, 'value of type []handlers.jsonPatchOp');
  return patch.map((one) => {
    if (one === null) throw refused();
    if (!isObject(one)) throw cannotDecode(one, 'value of type handlers.jsonPatchOp');
    for (const member of MEMBERS) {
      const value = one[member];
      if (value === undefined || value === null || typeof value === 'string') continue;
      throw cannotDecode(value, `struct field jsonPatchOp.${member} of type string`);
    }
    return one;
  });
}

function apply(root: Root, operation: JsonObject): void {
  const rooted: JsonObject = { ...operation, value: operation.value ?? null };
  for (const which of ['path', 'from'] as const) {
    const path = operation[which];
    if (typeof path !== 'string') continue;
    if (!isReachable(root, path, operation.op)) throw refused();
    rooted[which] = `/document${path}`;
  }
  const [error] = applyPatch(root, [leniently(root, rooted) as unknown as Operation]);
  if (error) throw refused();
}

/** Is there an object or a list in which the last part of the path can stand? */
function isReachable({ document }: Root, path: string, op: Json | undefined): boolean {
  if (path === '') return op === 'replace' || op === 'test' || op === 'copy';
  if (!path.startsWith('/')) return false;
  const { tokens } = Pointer.fromJSON(path);
  if (tokens.some((token) => UNSAFE.includes(token))) return false;
  const place: unknown = new Pointer(tokens.slice(0, -1)).get(document);
  return isObject(place) || Array.isArray(place);
}

function leniently(root: Root, operation: JsonObject): JsonObject {
  const [place, from] = [placeOf(root, operation.path), placeOf(root, operation.from)];
  switch (operation.op) {
    case 'replace':
      return isObject(place?.parent) ? { ...operation, op: 'add' } : operation;
    case 'test':
      return place && place.value === undefined && operation.value === null
        ? { op: 'copy', from: '/document', path: '/document' }
        : operation;
    case 'copy':
      return isObject(from?.parent) && from.value === undefined
        ? { op: 'add', path: operation.path, value: null }
        : operation;
    default:
      return operation;
  }
}

interface Place {
  readonly parent: unknown;
  readonly value: unknown;
}

function placeOf(root: Root, path: Json | undefined): Place | undefined {
  return typeof path === 'string' ? Pointer.fromJSON(path).evaluate(root) : undefined;
}

/** Whatever the reason, the API server keeps it to itself. */
function refused(): ApiError {
  return new ApiError(422, 'Invalid', 'the server rejected our request due to an error in our request', {});
}

function cannotDecode(value: Json, into: string): ApiError {
  return badRequest(`error decoding patch: json: cannot unmarshal ${goKind(value)} into Go ${into}`);
}

function tooMany(count: number): ApiError {
  const message = `The allowed maximum operations in a JSON patch is ${MOST_OPERATIONS}, got ${count}`;
  return new ApiError(413, 'RequestEntityTooLarge', `Request entity too large: ${message}`, {});
}
