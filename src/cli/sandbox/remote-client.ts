// How are objects read and written in a cluster that isn't in this process? As in one that is: the same few calls,
// over HTTPS.
import type { Transport } from '../../adapters/kubernetes/index.js';
import { readLines } from '../../adapters/kubernetes/index.js';
import type { LocalClient, LocalEvent, ObjectPath } from '../../sandbox/kubernetes/client.js';
import type { JsonObject } from '../../sandbox/json.js';
import { objectsAt, stringAt, objectAt, isObject } from '../../sandbox/json.js';

const RETRY_AFTER = 1000;

/** Throws StatusError where the API server refuses. */
export function remoteClient(transport: Transport): LocalClient {
  const ask = async (
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
  ): Promise<JsonObject> => {
    const answer = await transport.json({ method, path, ...(body !== undefined && { body }) });
    return isObject(answer) ? answer : {};
  };
  return {
    get: (path) => ask('GET', urlOf(path)),
    list: async (path) => itemsOf(await ask('GET', urlOf(path))),
    create: (path, object) => ask('POST', urlOf(path), object),
    patch: (path, patch) => ask('PATCH', urlOf(path), patch),
    delete: async (path, options) => {
      await ask('DELETE', urlOf(path), options);
    },
    watch: (path, seen) => {
      const stopping = new AbortController();
      void follow(transport, urlOf(path), seen, stopping.signal);
      return { stop: () => stopping.abort() };
    },
  };
}

function urlOf({ apiVersion, plural, namespace, name, subresource }: ObjectPath): string {
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const parts = [...(namespace ? ['namespaces', namespace] : []), plural, name, subresource];
  return [root, ...parts.filter((part) => part !== undefined).map(encodeURIComponent)].join('/');
}

/** The API server leaves kind and version out of a list's items. */
function itemsOf(list: JsonObject): JsonObject[] {
  const apiVersion = stringAt(list, 'apiVersion') ?? '';
  const kind = (stringAt(list, 'kind') ?? '').replace(/List$/, '');
  return objectsAt(list, 'items').map((item) => ({ apiVersion, kind, ...item }));
}

/** A list, then what changes; a new list whenever the watch has ended. */
async function follow(
  transport: Transport,
  url: string,
  seen: (event: LocalEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  let known = new Map<string, JsonObject>();
  while (!signal.aborted) {
    try {
      const list = (await transport.json({ method: 'GET', path: url, signal })) as JsonObject;
      const items = new Map(itemsOf(list).map((object) => [uidOf(object), object]));
      for (const [uid, object] of known) if (!items.has(uid)) seen({ type: 'DELETED', object });
      for (const object of items.values()) seen({ type: 'ADDED', object });
      known = items;
      const version = stringAt(objectAt(list, 'metadata'), 'resourceVersion') ?? '';
      const query = `watch=true&allowWatchBookmarks=true&resourceVersion=${version}`;
      for await (const line of readLines(await transport.stream(`${url}?${query}`, signal))) {
        const { type, object } = JSON.parse(line) as { readonly type: string; readonly object: JsonObject };
        if (type === 'ERROR') break;
        if (type !== 'ADDED' && type !== 'MODIFIED' && type !== 'DELETED') continue;
        if (type === 'DELETED') known.delete(uidOf(object));
        else known.set(uidOf(object), object);
        seen({ type, object });
      }
    } catch {
      // Whatever it was: it shows again in the next list, or it is over.
    }
    if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER).unref());
  }
}

function uidOf(object: JsonObject): string {
  return stringAt(objectAt(object, 'metadata'), 'uid') ?? '';
}
