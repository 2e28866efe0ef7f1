// How are the kinds described to clients? An index of documents, one for each group's version, each under a URL that
// holds its hash, so that clients keep it for ever. https://kubernetes.io/docs/concepts/overview/kubernetes-api/#openapi-v3
// Version 2 is an empty document: kubectl insists on one for what version 3 doesn't know, as lists of several kinds.
import { createHash } from 'node:crypto';
import type { JsonObject } from '../../json.js';
import type { ApiAnswer } from '../exchange.js';
import { groupsOf, type GroupVersion } from './group-versions.js';
import type { Kind } from '../kind.js';
import { openApiDocument } from './openapi/document.js';
import { printCustomSchema } from './openapi/print-schema.js';

const ROOT = '/openapi/v3';
const V2 = '/openapi/v2';
const V2_PROTOBUF = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';
/** A message whose field 1, the version, has three bytes. */
const EMPTY_V2_PROTOBUF = '\n\u00032.0';
const FINGERPRINTS = new WeakMap<Kind, string>();

/** `path` without its query, `hash` from it. */
export function openApiV3(kinds: readonly Kind[], path: string, hash?: string): ApiAnswer | undefined {
  if (path === V2) return { status: 200, headers: { 'content-type': V2_PROTOBUF }, body: EMPTY_V2_PROTOBUF };
  if (path !== ROOT && !path.startsWith(`${ROOT}/`)) return undefined;
  const versions = groupsOf(kinds).flatMap(({ versions }) => versions);
  if (path === ROOT) return answer(index(versions), 'no-cache, private');
  const found = versions.find((one) => path === `${ROOT}/${documentPath(one)}`);
  if (!found) return undefined;
  const current = hashOf(found);
  if (hash !== undefined && hash !== current) return moved(found, current);
  return answer(openApiDocument(found), hash === undefined ? 'no-cache, private' : 'public, immutable', current);
}

function index(versions: readonly GroupVersion[]): JsonObject {
  const paths = versions.map((one) => {
    const path = documentPath(one);
    return [path, { serverRelativeURL: urlOf(one, hashOf(one)) }] as const;
  });
  return { paths: Object.fromEntries(paths.sort(([a], [b]) => (a < b ? -1 : 1))) };
}

/** `api/v1`, `apis/apps/v1`. */
function documentPath({ groupVersion }: GroupVersion): string {
  return groupVersion.includes('/') ? `apis/${groupVersion}` : `api/${groupVersion}`;
}

function urlOf(one: GroupVersion, hash: string): string {
  return `${ROOT}/${documentPath(one)}?hash=${hash}`;
}

function hashOf({ kinds }: GroupVersion): string {
  const text = kinds.map(fingerprint).join('\n');
  return createHash('sha512').update(text).digest('hex').toUpperCase();
}

/** What a kind's part of a document depends on; of built-in kinds the shape never changes while we run. */
function fingerprint(kind: Kind): string {
  const known = FINGERPRINTS.get(kind);
  if (known !== undefined) return known;
  const { group, version, plural, namespaced, subresources } = kind;
  const shape = kind.isCustom ? printCustomSchema(kind.schema) : kind.kind;
  const made = JSON.stringify([group, version, kind.kind, plural, namespaced, subresources, shape]);
  FINGERPRINTS.set(kind, made);
  return made;
}

function answer(body: JsonObject, caching: string, etag?: string): ApiAnswer {
  const tag = etag === undefined ? {} : { etag: `"${etag}"` };
  return { status: 200, headers: { 'content-type': 'application/json', 'cache-control': caching, ...tag }, body };
}

function moved(one: GroupVersion, hash: string): ApiAnswer {
  return { status: 301, headers: { location: urlOf(one, hash), 'cache-control': 'no-cache, private' }, body: '' };
}
