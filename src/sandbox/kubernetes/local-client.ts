// How do this process's own controllers reach the API? Straight to the errands, past sockets, faults and JSON text.
import type { JsonObject } from '../json.js';
import { copy } from '../json.js';
import { noSuchPath, notFound } from './api-error.js';
import type { LocalClient, LocalEvent, ObjectPath } from './client.js';
import type { Cluster } from './cluster.js';
import { remove } from './objects/delete.js';
import { groupVersionOf } from './kind-registry.js';
import { selectsOf } from './objects/list.js';
import { mergePatch } from './patches/index.js';
import type { Route } from './requests/route.js';
import { fromStored } from './objects/stored.js';
import { create, update } from './objects/write.js';

const MANAGER = 'simulated-cluster';

/** What a call throws is a rejection. */
function promised<Arguments extends unknown[], Result>(
  errand: (...given: Arguments) => Result,
): (...given: Arguments) => Promise<Result> {
  return (...given) => new Promise((resolve) => resolve(errand(...given)));
}

export function localClient(cluster: Cluster): LocalClient {
  const { store } = cluster;
  const routeOf = ({ apiVersion, plural, namespace = '', name, subresource }: ObjectPath): Route => {
    const { group, version } = groupVersionOf(apiVersion);
    const kind = cluster.registry.find(group, version, plural);
    if (!kind) throw noSuchPath();
    return { kind, namespace, ...(name !== undefined && { name }), ...(subresource !== undefined && { subresource }) };
  };
  const one = (path: ObjectPath): Route & { readonly name: string } => {
    const route = routeOf(path);
    if (route.name === undefined) throw noSuchPath();
    return { ...route, name: route.name };
  };
  const itemsOf = (route: Route): readonly JsonObject[] =>
    store
      .list(route.kind.storage)
      .filter(selectsOf(route, new URLSearchParams()))
      .map((object) => fromStored(route.kind, object));

  return {
    get: promised((path) => {
      const { kind, namespace, name } = one(path);
      const found = store.get(kind.storage, namespace, name);
      if (!found) throw notFound(kind, name);
      return fromStored(kind, found);
    }),
    list: promised((path) => itemsOf(routeOf(path))),
    create: promised((path, object) => {
      const { kind, namespace } = routeOf(path);
      return create(cluster, { kind, namespace, manager: MANAGER, dryRun: false }, copy(object));
    }),
    patch: promised((path, patch) =>
      update(cluster, { ...one(path), manager: MANAGER, dryRun: false }, (before) => mergePatch(before, patch)),
    ),
    delete: promised((path, options = {}) => {
      remove(cluster, one(path), { ...options, dryRun: false });
    }),
    watch: (path, seen) => {
      const route = routeOf(path);
      const selects = selectsOf(route, new URLSearchParams());
      const waiting: LocalEvent[] = itemsOf(route).map((object) => ({ type: 'ADDED', object }));
      let scheduled: NodeJS.Immediate | undefined;
      const flush = (): void => {
        scheduled = undefined;
        for (const event of waiting.splice(0)) seen(event);
      };
      const unsubscribe = store.subscribe(({ storage, type, object }) => {
        if (storage !== route.kind.storage || !selects(object)) return;
        waiting.push({ type, object: fromStored(route.kind, object) });
        scheduled ??= setImmediate(flush);
      });
      scheduled = setImmediate(flush);
      return {
        stop: () => {
          unsubscribe();
          if (scheduled) clearImmediate(scheduled);
        },
      };
    },
  };
}
