// What is in these manifests? Files, folders and standard input become objects of the kinds that we watch; the rest is
// counted. One that can't be meant (no name, twice the same) is a problem of its own, not the end.
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseAllDocuments } from 'yaml';
import { KINDS } from '../../adapters/kubernetes/index.js';
import type { WatchedKind } from '../../core/cluster/cluster-state.js';
import type { JsonObject } from '../../core/values/json.js';
import { isArray, isObject } from '../../core/values/json.js';
import type { Problem } from '../../core/values/problem.js';
import { problem } from '../../core/values/problem.js';
import type { SourceRef } from '../../core/values/source-ref.js';
import { sourceRef } from '../../core/values/source-ref.js';
import { UsageError } from '../failure.js';

export interface Manifests {
  readonly objects: readonly { readonly kind: WatchedKind; readonly raw: JsonObject }[];
  /** How many of each kind that we don't watch. */
  readonly skipped: ReadonlyMap<string, number>;
  readonly problems: readonly Problem[];
}

/** `paths`: files, folders (their .yaml, .yml and .json, sorted, folders within too) and `-`. */
export async function readManifests(paths: readonly string[]): Promise<Manifests> {
  const documents: { file: string; value: unknown }[] = [];
  for (const path of paths) {
    for (const file of await filesIn(path)) documents.push(...(await documentsIn(file)));
  }
  const manifests = sortOut(documents);
  if (manifests.objects.length + manifests.skipped.size + manifests.problems.length === 0) {
    throw new UsageError(`${paths.join(', ')}: there are no manifests in it`);
  }
  return manifests;
}

async function filesIn(path: string): Promise<readonly string[]> {
  if (path === '-') return [path];
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new UsageError(`${path}: there is no such file or folder`);
  if (!found.isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true });
  return entries
    .filter((entry) => /\.(ya?ml|json)$/.test(entry))
    .sort()
    .map((entry) => join(path, entry));
}

async function documentsIn(file: string): Promise<{ file: string; value: unknown }[]> {
  const content = file === '-' ? await text(process.stdin) : await readFile(file, 'utf8');
  return parseAllDocuments(content, { prettyErrors: true }).map((document) => {
    const error = document.errors[0];
    if (error)
      throw new UsageError(
        `${file === '-' ? 'standard input' : file}: ${error.message.split('\n')[0]!.replace(/:$/, '')}`,
      );
    return { file, value: document.toJS() as unknown };
  });
}

function sortOut(documents: readonly { file: string; value: unknown }[]): Manifests {
  const objects: { kind: WatchedKind; raw: JsonObject }[] = [];
  const skipped = new Map<string, number>();
  const problems: Problem[] = [];
  const seen = new Map<SourceRef, string>();
  for (const { file, value } of documents.flatMap(unpack)) {
    if (!isObject(value) || typeof value['kind'] !== 'string') {
      if (value !== null && value !== undefined)
        throw new UsageError(`${file}: a document that is no Kubernetes object (it has no kind)`);
      continue;
    }
    const kind = value['kind'];
    if (!isWatched(kind, value)) {
      skipped.set(kind, (skipped.get(kind) ?? 0) + 1);
      continue;
    }
    const object = refOf(kind, value);
    const origin = { object, key: 'metadata.name', reason: 'InvalidField' } as const;
    if (nameOf(value) === undefined)
      problems.push(problem(origin, '', `A ${kind} in ${file} has no metadata.name; it is left out.`));
    else if (seen.has(object))
      problems.push(
        problem(origin, nameOf(value)!, `${object} is in ${file} again, after ${seen.get(object)}; the first counts.`),
      );
    else objects.push({ kind, raw: value });
    if (!seen.has(object)) seen.set(object, file);
  }
  return { objects, skipped, problems };
}

// `kubectl get -o yaml` gives a List.
function unpack({ file, value }: { file: string; value: unknown }): { file: string; value: unknown }[] {
  if (
    isObject(value) &&
    typeof value['kind'] === 'string' &&
    value['kind'].endsWith('List') &&
    isArray(value['items'])
  ) {
    const kind = value['kind'].slice(0, -'List'.length);
    return value['items'].flatMap((item) =>
      unpack({ file, value: isObject(item) && kind ? { kind, apiVersion: value['apiVersion'], ...item } : item }),
    );
  }
  return [{ file, value }];
}

function isWatched(kind: string, { apiVersion }: JsonObject): kind is WatchedKind {
  if (!Object.hasOwn(KINDS, kind)) return false;
  // Another version is read as the same kind; another kind of the same name, in another group, isn't ours.
  return groupOf(typeof apiVersion === 'string' ? apiVersion : '') === groupOf(KINDS[kind as WatchedKind].apiVersion);
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.split('/')[0]! : '';
}

function nameOf({ metadata }: JsonObject): string | undefined {
  const name = isObject(metadata) ? metadata['name'] : undefined;
  return typeof name === 'string' && name !== '' ? name : undefined;
}

function refOf(kind: WatchedKind, raw: JsonObject): SourceRef {
  const metadata = isObject(raw['metadata']) ? raw['metadata'] : {};
  const namespace = typeof metadata['namespace'] === 'string' ? metadata['namespace'] : 'default';
  return sourceRef(kind, KINDS[kind].isNamespaced ? namespace : undefined, nameOf(raw) ?? '?');
}
