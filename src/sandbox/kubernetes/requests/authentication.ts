// Who asks? The administrator, whose token the kubeconfig holds, or nobody. Everything is granted to the one, and to
// the other what the API server grants to strangers. https://kubernetes.io/docs/reference/access-authn-authz/rbac/#discovery-roles
import { timingSafeEqual } from 'node:crypto';
import { ApiError } from '../api-error.js';
import type { ApiRequest } from '../exchange.js';

export const ADMINISTRATOR = {
  username: 'sandbox-admin',
  uid: 'sandbox-admin',
  groups: ['system:masters', 'system:authenticated'],
};

const PUBLIC = /^\/(version|healthz|livez|readyz)(\/|$)/;

/** Throws 401 for a wrong token, 403 for none. */
export function authenticate(request: ApiRequest, path: string, token: string): void {
  const given = /^Bearer\s+(.+)$/i.exec(request.headers['authorization'] ?? '')?.[1]?.trim();
  if (given === undefined) {
    if (PUBLIC.test(path)) return;
    throw strangerRefused(request, path);
  }
  if (!isSame(given, token)) throw new ApiError(401, 'Unauthorized', 'Unauthorized');
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

const OBJECTS = /^\/(?:api|apis\/([^/]+))\/[^/]+\/(?:namespaces\/([^/]+)\/)?([^/]+)(?:\/([^/]+))?(?:\/([^/]+))?$/;
const VERBS: Readonly<Record<string, string>> = { POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' };

function strangerRefused({ method, url }: ApiRequest, path: string): ApiError {
  const who = 'User "system:anonymous" cannot';
  const [, group = '', namespace, plural, name, subresource] = OBJECTS.exec(path) ?? [];
  if (plural === undefined) {
    return new ApiError(403, 'Forbidden', `forbidden: ${who} ${method.toLowerCase()} path ${JSON.stringify(path)}`, {});
  }
  const many = /[?&]watch=(true|1)/.test(url) ? 'watch' : 'list';
  const verb = method === 'GET' ? (name === undefined ? many : 'get') : (VERBS[method] ?? method.toLowerCase());
  const resource = subresource === undefined ? plural : `${plural}/${subresource}`;
  const full = group === '' ? resource : `${resource}.${group}`;
  const scope = namespace === undefined ? 'at the cluster scope' : `in the namespace ${JSON.stringify(namespace)}`;
  const what = `${who} ${verb} resource ${JSON.stringify(resource)} in API group ${JSON.stringify(group)} ${scope}`;
  const named = name === undefined ? full : `${full} ${JSON.stringify(name)}`;
  return new ApiError(403, 'Forbidden', `${named} is forbidden: ${what}`, {
    ...(name !== undefined && { name }),
    ...(group !== '' && { group }),
    kind: plural,
  });
}
