// The door to Azure: the port `AzureApi`, over one pipeline. What it promises is in operator/ports.ts; how, in the files
// beside this one.
import type { TokenCredential } from '@azure/core-auth';
import type { ArmResource } from '../../core/network/arm-resource.js';
import { isRecordSet, TYPES } from '../../core/network/arm-resource.js';
import type { ArmId } from '../../core/values/arm-id.js';
import { isObject } from '../../core/values/json.js';
import {
  AzureError,
  type Admit,
  type AzureApi,
  type CallKind,
  type Correlated,
  type Observe,
} from '../../operator/ports.js';
import { apiVersionOf } from './api-versions.js';
import type { AzureCloud } from './cloud.js';
import { createConnection, type Connection } from './connection.js';
import { correlationOf, errorOfAnswer, readError, unexpected, type Answer } from './errors.js';
import { listAll } from './list.js';
import { followOperation, isAccepted, type Follow } from './operations.js';
import { createReadBack, type ReadBack } from './read-back.js';
import type { Transport } from './transport.js';

export { NO_AZURE_CONFIG, parseAzureConfig, readAzureConfig, type AzureConfig } from './azure-config.js';
export { readCloud, type AzureCloud } from './cloud.js';
export { createConnection, type Connection } from './connection.js';
export { chooseCredential, createCredential, type CredentialChoice } from './credentials.js';

export interface AzureApiOptions {
  readonly cloud: AzureCloud;
  readonly credential: TokenCredential;
  readonly admit: Admit;
  readonly observe: Observe;
  /** Seconds: one request (60), an operation from its first request to its end (600). */
  readonly timeouts?: { readonly request?: number; readonly operation?: number };
  /** Its own without it; the one that the credential uses will do. `close` ends it. */
  readonly connection?: Connection;
  readonly log?: (message: string, fields: Readonly<Record<string, unknown>>) => void;
}

export async function createAzureApi(options: AzureApiOptions): Promise<AzureApi> {
  // The SDK costs a third of a second: commands that never talk to Azure don't pay it.
  const { createTransport } = await import('./transport.js');
  const { cloud, credential, admit, observe, connection = createConnection() } = options;
  const timeout = options.timeouts?.request ?? 60;
  const limit = options.timeouts?.operation ?? 600;
  const transport = createTransport({ cloud, credential, connection, admit, observe, timeout });
  const readBack = createReadBack(transport);
  const begin = (kind: CallKind, id: ArmId): Follow => ({
    kind,
    id,
    limit,
    deadline: Date.now() + limit * 1000,
    ...(options.log ? { log: options.log } : {}),
  });
  return {
    get: (id, type) => get(transport, id, type),
    list: async (scope) => {
      if (scope.read === 'List') return listAll(transport, scope);
      const resource = await get(transport, scope.path, scope.type);
      return resource ? [resource] : [];
    },
    put: (request) => put(transport, readBack, begin('write', request.id), request),
    delete: (request) => remove(transport, begin('delete', request.id), request),
    close: () => Promise.resolve(transport.close()),
  };
}

async function get(transport: Transport, id: ArmId, type: string): Promise<ArmResource | undefined> {
  const answer = await transport.send({ kind: 'read', id, url: id, apiVersion: apiVersionOf(type) });
  if (isAbsent(answer)) return undefined;
  return resourceIn(answer, 'read', id);
}

async function put(
  transport: Transport,
  readBack: ReadBack,
  follow: Follow,
  { id, type, body, etag, create, correlated }: Parameters<AzureApi['put']>[0],
): Promise<ArmResource> {
  const apiVersion = apiVersionOf(type);
  if (create && TYPES.loadBalancer === type.toLowerCase()) await mustBeAbsent(transport, id, type);
  const headers = { ...ifMatch(etag), ...(create && isRecordSet({ type }) ? { 'If-None-Match': '*' } : {}) };
  const answer = await transport.send({ kind: 'write', id, url: id, apiVersion, headers, body });
  tell(correlated, answer);
  if (answer.status >= 400) throw errorOfAnswer('write', answer);
  const accepted = isAccepted(answer);
  if (accepted) await followOperation(transport, follow, answer);
  if (!accepted && answer.status !== 202 && isObject(answer.body)) return resourceIn(answer, 'write', id);
  // The first answer's etag is of a resource that was still to change.
  return readBack(follow, type, create);
}

// A load balancer bears a name of the settings, which others may make too, and a PUT would take their rules away. So
// the first one of ours is preceded by a look; public IPs bear a name that nobody else gives.
async function mustBeAbsent(transport: Transport, id: ArmId, type: string): Promise<void> {
  if ((await get(transport, id, type)) === undefined) return;
  throw new AzureError({
    status: 412,
    code: 'PreconditionFailed',
    message: `${id} has come into being since it was last looked for`,
    detailCodes: [],
    uncertain: true,
  });
}

async function remove(
  transport: Transport,
  follow: Follow,
  { id, type, etag, correlated }: Parameters<AzureApi['delete']>[0],
): Promise<void> {
  const apiVersion = apiVersionOf(type);
  const answer = await transport.send({ kind: 'delete', id, url: id, apiVersion, headers: ifMatch(etag) });
  tell(correlated, answer);
  if (isAbsent(answer) || isWithoutParent(answer)) return;
  if (answer.status >= 400) throw errorOfAnswer('delete', answer);
  if (isAccepted(answer)) await followOperation(transport, follow, answer);
}

function tell(correlated: Correlated | undefined, { headers }: Answer): void {
  const id = correlationOf(headers);
  if (id !== undefined) correlated?.(id);
}

// Load balancers, security groups and public IPs heed If-Match though no document says so (recorded traffic of
// cloud-provider-azure). Of If-None-Match there is neither document nor recording, and a header that is ignored would
// promise what isn't so: only record sets get it, whose API documents it
// (https://learn.microsoft.com/azure/dns/dns-zones-records#etags). For the others names carry our cluster's mark.
function ifMatch(etag: string | undefined): Readonly<Record<string, string>> {
  return etag === undefined ? {} : { 'If-Match': etag };
}

/** 404 of the resource itself: ARM's front door says ResourceNotFound, the providers NotFound. */
function isAbsent({ status, body }: Answer): boolean {
  return status === 404 && ['ResourceNotFound', 'NotFound'].includes(readError(body, '').code);
}

function isWithoutParent({ status, body }: Answer): boolean {
  return status === 404 && ['ResourceGroupNotFound', 'ParentResourceNotFound'].includes(readError(body, '').code);
}

function resourceIn(answer: Answer, kind: CallKind, id: ArmId): ArmResource {
  const { status, body } = answer;
  if (status >= 400) throw errorOfAnswer(kind, answer);
  if (!isObject(body) || typeof body['id'] !== 'string') {
    throw unexpected(`${id} was answered with ${status} and no resource`, kind !== 'read');
  }
  return body as ArmResource;
}
