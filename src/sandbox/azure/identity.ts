// Who asks before ARM is asked? Logins of every client: discovery, tokens in both spellings, managed identity, and the
// description of the cloud in both shapes.
import { parse as parseForm } from 'node:querystring';
import type { FakeAzure } from './fake-azure.js';
import type { Answer, Exchange } from './exchange.js';
import { ok } from './exchange.js';
import type { Json, JsonObject } from '../json.js';
import { Refusal } from './refusal.js';

export const TENANT = '00000000-0000-0000-0000-00000000000a';
export const CLOUD = 'AzureStackCloud';
const LIFETIME_S = 86_399;

/** undefined: not a path of identity. */
export function identityRequest(fake: FakeAzure, exchange: Exchange): Answer | undefined {
  const { path, method } = exchange;
  if (/^\/common\/discovery\/instance$/i.test(path)) return ok(discovery(exchange));
  const openid = /^\/([^/]+)(?:\/v2\.0)?\/\.well-known\/openid-configuration$/i.exec(path);
  if (openid !== null) return ok(openidConfiguration(exchange, openid[1]!));
  if (/^\/[^/]+\/oauth2(\/v2\.0)?\/token$/i.test(path)) {
    if (method !== 'POST') throw new Refusal(405, 'MethodNotAllowed', 'Tokens are given for POST.');
    return ok(tokenForForm(fake, exchange));
  }
  if (path === '/metadata/identity/oauth2/token') return ok(managedIdentity(fake, exchange));
  if (path === '/metadata/endpoints') return ok(endpoints(exchange));
  return undefined;
}

function discovery({ base, query }: Exchange): Json {
  const asked = query.get('authorization_endpoint') ?? '';
  const tenant = URL.canParse(asked) ? (new URL(asked).pathname.split('/')[1] ?? TENANT) : TENANT;
  const host = new URL(base).host;
  return {
    tenant_discovery_endpoint: `${base}/${tenant}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  };
}

function openidConfiguration({ base }: Exchange, tenant: string): Json {
  const isAdfs = tenant.toLowerCase() === 'adfs';
  const v2 = isAdfs ? '' : '/v2.0';
  return {
    issuer: `${base}/${tenant}${v2}`,
    authorization_endpoint: `${base}/${tenant}/oauth2${v2}/authorize`,
    token_endpoint: `${base}/${tenant}/oauth2${v2}/token`,
    device_authorization_endpoint: `${base}/${tenant}/oauth2${v2}/devicecode`,
    jwks_uri: `${base}/${tenant}/discovery${v2}/keys`,
    response_types_supported: ['code', 'id_token', 'token'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    tenant_region_scope: null,
  };
}

function tokenForForm(fake: FakeAzure, exchange: Exchange): Json {
  const form = parseForm(exchange.request.body);
  const first = (key: string): string => [form[key] ?? ''].flat()[0] ?? '';
  const audience = (first('scope').split(' ')[0] ?? '').replace(/\/\.default$/, '') || first('resource');
  const token = issue(fake, exchange, audience, first('client_id'));
  return { token_type: 'Bearer', expires_in: LIFETIME_S, ext_expires_in: LIFETIME_S, access_token: token };
}

function managedIdentity(fake: FakeAzure, exchange: Exchange): JsonObject {
  const { query, request, now } = exchange;
  const hasHeader = request.headers['x-identity-header'] !== undefined || request.headers['metadata'] !== undefined;
  if (!hasHeader)
    throw new Refusal(400, 'invalid_request', 'Required X-IDENTITY-HEADER or Metadata header is missing.');
  const resource = query.get('resource') ?? '';
  return {
    access_token: issue(fake, exchange, resource, query.get('client_id') ?? 'managed-identity'),
    expires_in: String(LIFETIME_S),
    expires_on: String(Math.floor(now / 1000) + LIFETIME_S),
    resource,
    token_type: 'Bearer',
    client_id: query.get('client_id') ?? 'managed-identity',
  };
}

// Three parts as a JWT has them, for clients that look inside; nobody can check the signature.
function issue(fake: FakeAzure, { now, base }: Exchange, audience: string, clientId: string): string {
  const part = (value: Json): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const seconds = Math.floor(now / 1000);
  const claims = {
    aud: audience,
    iss: `${base}/${TENANT}`,
    tid: TENANT,
    oid: clientId,
    appid: clientId,
    iat: seconds,
    nbf: seconds,
    exp: seconds + LIFETIME_S,
    jti: fake.chance.guid(),
  };
  const token = `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.${part('fake')}`;
  fake.tokens.add(token);
  return token;
}

function endpoints({ base, query }: Exchange): Json {
  const cloud = {
    name: CLOUD,
    portal: base,
    authentication: { loginEndpoint: base, audiences: [base], tenant: 'common', identityProvider: 'AAD' },
    resourceManager: base,
    graph: base,
    graphAudience: base,
    gallery: base,
    suffixes: {},
  };
  const version = query.get('api-version') ?? '';
  return version >= '2022' ? cloud : [cloud];
}

export function checkToken(fake: FakeAzure, { request, base }: Exchange): void {
  const header = request.headers['authorization'];
  const authenticate = { 'www-authenticate': `Bearer authorization_uri="${base}/${TENANT}", error="invalid_token"` };
  if (header === undefined) {
    const message = "Authentication failed. The 'Authorization' header is missing.";
    throw new Refusal(401, 'AuthenticationFailed', message, { headers: authenticate, gateway: true });
  }
  const token = /^bearer (.+)$/i.exec(header)?.[1];
  if (token !== undefined && (fake.anyToken || fake.tokens.has(token))) return;
  throw new Refusal(401, 'InvalidAuthenticationToken', 'The access token is invalid.', {
    headers: authenticate,
    gateway: true,
  });
}
