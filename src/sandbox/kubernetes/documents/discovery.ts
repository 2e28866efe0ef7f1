// What does the API say that it serves? Groups, versions and resources, one by one or in one document for each root.
// https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api
import type { Json, JsonObject } from '../../json.js';
import type { ApiAnswer } from '../exchange.js';
import type { Kind, Subresource } from '../kind.js';
import { groupsOf, type Group, type GroupVersion } from './group-versions.js';

const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
const READ_WRITE = ['get', 'patch', 'update'];

/** 1.37 to clients that compare, and marked for people. */
const VERSION: JsonObject = {
  major: '1',
  minor: '37',
  gitVersion: 'v1.37.2+sandbox',
  gitCommit: '',
  gitTreeState: '',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: 'none',
  compiler: 'none',
  platform: 'sandbox',
};

interface SubresourceKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly verbs: readonly string[];
}

/** `path` without its query; undefined where nothing is discovered there. */
export function discovery(kinds: readonly Kind[], path: string, accept = ''): ApiAnswer | undefined {
  const [root, name, version, ...rest] = path.split('/').slice(1);
  if (path === '/version') return { ...plain(VERSION), body: JSON.stringify(VERSION, null, 2) };
  if (rest.length > 0 || (root !== 'api' && root !== 'apis')) return undefined;
  const groups = groupsOf(kinds).filter(({ group }) => (group === '') === (root === 'api'));
  if (name === undefined) return isAggregated(accept) ? aggregated(groups) : plain(rootOf(root, groups));
  return root === 'api' ? coreVersion(groups, name, version) : groupOrVersion(groups, name, version);
}

function rootOf(root: string, groups: readonly Group[]): Json {
  if (root === 'apis') return { kind: 'APIGroupList', apiVersion: 'v1', groups: groups.map(apiGroup) };
  const versions = groups.flatMap((group) => group.versions.map(({ version }) => version));
  const serverAddressByClientCIDRs = [{ clientCIDR: '0.0.0.0/0', serverAddress: '127.0.0.1' }];
  return { kind: 'APIVersions', versions, serverAddressByClientCIDRs };
}

function coreVersion(groups: readonly Group[], version: string, rest: string | undefined): ApiAnswer | undefined {
  return rest === undefined ? resources(groups[0]?.versions.find((one) => one.version === version)) : undefined;
}

function groupOrVersion(groups: readonly Group[], name: string, version: string | undefined): ApiAnswer | undefined {
  const found = groups.find(({ group }) => group === name);
  if (!found) return undefined;
  if (version !== undefined) return resources(found.versions.find((one) => one.version === version));
  return plain({ kind: 'APIGroup', apiVersion: 'v1', ...apiGroup(found) });
}

function apiGroup({ group, versions }: Group): JsonObject {
  const named = versions.map(({ groupVersion, version }): JsonObject => ({ groupVersion, version }));
  return { name: group, versions: named, preferredVersion: named[0] };
}

function resources(found: GroupVersion | undefined): ApiAnswer | undefined {
  if (!found) return undefined;
  const list = found.kinds.flatMap((kind) => [
    resource(kind),
    ...kind.subresources.map((sub) => subresource(kind, sub)),
  ]);
  list.sort((a, b) => compare(a['name'], b['name']));
  return plain({ kind: 'APIResourceList', apiVersion: 'v1', groupVersion: found.groupVersion, resources: list });
}

function resource(kind: Kind): JsonObject {
  const { plural, singular, namespaced, verbs, shortNames, categories } = kind;
  return {
    name: plural,
    singularName: singular,
    namespaced,
    kind: kind.kind,
    verbs: [...verbs],
    ...(shortNames.length > 0 && { shortNames: [...shortNames] }),
    ...(categories.length > 0 && { categories: [...categories] }),
  };
}

function subresource(owner: Kind, sub: Subresource): JsonObject {
  const { group, version, kind, verbs } = kindOf(owner, sub);
  const foreign = group !== owner.group && { group, version };
  return {
    name: `${owner.plural}/${sub}`,
    singularName: '',
    namespaced: owner.namespaced,
    ...foreign,
    kind,
    verbs: [...verbs],
  };
}

function aggregated(groups: readonly Group[]): ApiAnswer {
  const items = groups.map(({ group, versions }) => ({
    metadata: group === '' ? {} : { name: group },
    versions: versions.map(({ version, kinds }) => ({
      version,
      resources: kinds.map(aggregatedResource),
      freshness: 'Current',
    })),
  }));
  const body = { kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {}, items };
  return { status: 200, headers: { 'content-type': AGGREGATED, 'cache-control': 'public', vary: 'Accept' }, body };
}

function aggregatedResource(kind: Kind): JsonObject {
  const { group, version, plural, singular, namespaced, verbs, shortNames, categories, subresources } = kind;
  const subs = [...subresources].sort(compare).map((sub): JsonObject => {
    const { verbs: subVerbs, ...responseKind } = kindOf(kind, sub);
    return { subresource: sub, responseKind, verbs: [...subVerbs] };
  });
  return {
    resource: plural,
    responseKind: { group, version, kind: kind.kind },
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: singular,
    verbs: [...verbs],
    ...(shortNames.length > 0 && { shortNames: [...shortNames] }),
    ...(categories.length > 0 && { categories: [...categories] }),
    ...(subs.length > 0 && { subresources: subs }),
  };
}

function kindOf({ group, version, kind }: Kind, sub: Subresource): SubresourceKind {
  switch (sub) {
    case 'status':
    case 'approval':
      return { group, version, kind, verbs: READ_WRITE };
    case 'scale':
      return { group: 'autoscaling', version: 'v1', kind: 'Scale', verbs: READ_WRITE };
    case 'finalize':
      return { group, version, kind, verbs: ['update'] };
    case 'binding':
      return { group, version, kind: 'Binding', verbs: ['create'] };
    case 'token':
      return { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest', verbs: ['create'] };
  }
}

function isAggregated(accept: string): boolean {
  return accept.split(',').some((one) => one.replace(/\s/g, '').startsWith(AGGREGATED));
}

function plain(body: Json): ApiAnswer {
  return { status: 200, headers: { 'content-type': 'application/json', 'cache-control': 'no-cache, private' }, body };
}

function compare(a: unknown, b: unknown): number {
  return String(a) < String(b) ? -1 : 1;
}
