// How does a client learn that an operation has ended? Poll URLs in three spellings, each with its own idea of "done".
import type { Answer, Exchange } from './exchange.js';
import { notAllowed, ok } from './exchange.js';
import type { FakeAzure } from './fake-azure.js';
import type { JsonObject } from '../json.js';
import type { Operation } from './operations.js';
import { Refusal } from './refusal.js';

const STATUS = /\/providers\/[^/]+\/(?:locations\/[^/]+\/operations|privateDnsOperationStatuses)\/([^/]+)$/i;
const RESULT = /\/providers\/[^/]+\/(?:locations\/[^/]+\/operationResults|privateDnsOperationResults)\/([^/]+)$/i;
const GROUP_RESULT = /^\/subscriptions\/[^/]+\/operationresults\/([^/]+)$/i;

export function pollRequest(fake: FakeAzure, exchange: Exchange): Answer | undefined {
  const status = STATUS.exec(exchange.path)?.[1];
  const result = RESULT.exec(exchange.path)?.[1];
  const group = GROUP_RESULT.exec(exchange.path)?.[1];
  const id = status ?? result ?? (group === undefined ? undefined : Buffer.from(group, 'base64url').toString());
  if (id === undefined) return undefined;
  if (exchange.method !== 'GET') throw notAllowed(exchange.method);
  const operation = fake.operations.get(id);
  exchange.operationId = id;
  const faulty = exchange.pollStatus ?? operation?.pollStatus;
  if (typeof faulty === 'number') throw new Refusal(faulty, 'OperationPollFault', `Fault: poll answered ${faulty}.`);
  if (operation === undefined) {
    throw new Refusal(404, 'OperationNotFound', `Operation ${id} was not found.`, { details: [] });
  }
  return status === undefined ? resultAnswer(operation, exchange) : statusAnswer(operation, faulty);
}

function statusAnswer({ status, error, retryAfter }: Operation, faulty: string | undefined): Answer {
  const shown = faulty ?? status;
  const body: JsonObject = { status: shown };
  if (error !== undefined && shown === status) body['error'] = error;
  return ok(body, 200, shown === 'InProgress' ? { 'retry-after': String(retryAfter) } : {});
}

function resultAnswer({ status, error, retryAfter }: Operation, { request, base }: Exchange): Answer {
  switch (status) {
    case 'InProgress':
      return { status: 202, headers: { location: `${base}${request.url}`, 'retry-after': String(retryAfter) } };
    case 'Succeeded':
      return { status: 200, headers: {} };
    case 'Failed':
    case 'Canceled':
      return ok({ error: error ?? { code: status, message: `The operation ended ${status}.` } }, 409);
  }
}

/** Poll headers of an accepted write; private DNS has URLs of its own, below the group. */
export function pollHeaders(
  operation: Operation,
  exchange: Exchange,
  location: string,
  withLocation: boolean,
  isPrivateDns: boolean,
): Record<string, string> {
  const { base, query, path } = exchange;
  const [, , subscription, , group] = path.split('/');
  const version = query.get('api-version') ?? '';
  const signed = `?api-version=${version}&t=${operation.endsAt.toFixed(0)}&c=c&s=s&h=h`;
  const url = (word: string, privateWord: string): string =>
    isPrivateDns
      ? `${base}/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Network/${privateWord}/${operation.id}${signed}`
      : `${base}/subscriptions/${subscription}/providers/Microsoft.Network/locations/${location}/${word}/${operation.id}${signed}`;
  return {
    'azure-asyncoperation': url('operations', 'privateDnsOperationStatuses'),
    ...(withLocation ? { location: url('operationResults', 'privateDnsOperationResults') } : {}),
    'azure-asyncnotification': 'Enabled',
    'retry-after': String(operation.retryAfter),
  };
}
