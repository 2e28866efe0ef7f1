// Who asks? The administrator, whose token the kubeconfig holds, or nobody. Everything is granted to the one, and to
// the other what the API server grants to strangers. https://kubernetes.io/docs/reference/access-authn-authz/rbac/#discovery-roles
import { timingSafeEqual } from 'node:crypto';
import { ApiError } from './api-error.js';
import type { ApiRequest } from './exchange.js';

export const ADMINISTRATOR = { username: 'sandbox-admin', groups: ['system:masters', 'system:authenticated'] };

const PUBLIC = /^\/(version|healthz|livez|readyz)(\/|$)/;

/** Throws 401 for a wrong token, 403 for none. */
export function authenticate(request: ApiRequest, path: string, token: string): void {
  const given = /^Bearer\s+(.+)$/i.exec(request.headers['authorization'] ?? '')?.[1]?.trim();
  if (given === undefined) {
    if (PUBLIC.test(path)) return;
    const verb = request.method.toLowerCase();
    throw new ApiError(
      403,
      'Forbidden',
      `forbidden: User "system:anonymous" cannot ${verb} path ${JSON.stringify(path)}`,
      {},
    );
  }
  if (!isSame(given, token)) throw new ApiError(401, 'Unauthorized', 'Unauthorized');
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
