// When is a write done? Many are accepted first and carried out later: this follows such an operation to its end. Once it
// is accepted Azure goes on with it whatever happens to us, so a poll that fails is repeated, on its own.
// https://learn.microsoft.com/azure/azure-resource-manager/management/async-operations
import { setTimeout as sleep } from 'node:timers/promises';
import type { ArmId } from '../../core/values/arm-id.js';
import { isObject } from '../../core/values/json.js';
import { AzureError, type CallKind } from '../../operator/ports.js';
import { errorOfAnswer, errorOfOperation, retryAfter, timedOut, unexpected, type Answer } from './errors.js';
import type { Request, Transport } from './transport.js';

export interface Follow {
  readonly kind: CallKind;
  readonly id: ArmId;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
  /** Seconds, the same said to people. */
  readonly limit: number;
  readonly log?: (message: string, fields: Readonly<Record<string, unknown>>) => void;
}

/** Seconds. The first look comes soon, for operations that are done when they are accepted. */
const PACE = { first: 0.1, next: 2, growth: 1.25, most: 10 };

/** Does the answer say that work goes on? `Azure-AsyncOperation` does even beside `provisioningState: Succeeded`. */
export function isAccepted({ status, headers }: Answer): boolean {
  return headers['azure-asyncoperation'] !== undefined || (status === 202 && headers['location'] !== undefined);
}

/** Resolves when the operation has ended well. Throws AzureError with its code and details where it hasn't. */
export async function followOperation(transport: Transport, follow: Follow, accepted: Answer): Promise<void> {
  const { kind, id } = follow;
  let url = addressOf(transport, accepted);
  let wait = retryAfter(accepted.headers) ?? PACE.first;
  for (let pace = PACE.next; ; pace = Math.min(pace * PACE.growth, PACE.most)) {
    await rest(transport, follow, wait);
    const answer = await readPatiently(transport, follow, { kind: 'read', id, url });
    if (answer.status >= 400) throw uncertain(errorOfAnswer(kind, answer));
    if (hasEnded(answer)) return;
    url = isAccepted(answer) ? addressOf(transport, answer) : url;
    wait = retryAfter(answer.headers) ?? pace;
  }
}

/** A read after an accepted write: throttling, failures of the server and of the way are waited out until the deadline. */
export async function readPatiently(transport: Transport, follow: Follow, request: Request): Promise<Answer> {
  for (let pace = 0.5; ; pace = Math.min(pace * 2, PACE.most)) {
    let wait: number;
    try {
      const answer = await transport.send(request);
      if (answer.status !== 429 && answer.status !== 408 && answer.status < 500) return answer;
      wait = retryAfter(answer.headers) ?? pace;
      follow.log?.('a poll failed, the operation goes on', { id: follow.id, status: answer.status, wait });
    } catch (error) {
      if (!(error instanceof AzureError) || transport.closing.aborted) throw uncertain(error);
      wait = pace;
      follow.log?.('a poll failed, the operation goes on', { id: follow.id, code: error.info.code, wait });
    }
    await rest(transport, follow, wait);
  }
}

// Three dialects: a body with `status`; none, where the HTTP status tells; a resource, where its state does.
function hasEnded({ status, headers, body }: Answer): boolean {
  const said = isObject(body) && typeof body['status'] === 'string' ? body['status'] : undefined;
  switch (said?.toLowerCase()) {
    case undefined:
      return status !== 202;
    case 'succeeded':
      return true;
    case 'failed':
      throw errorOfOperation('Failed', withoutStatus(body), headers);
    case 'canceled':
    case 'cancelled':
      throw errorOfOperation('Canceled', withoutStatus(body), headers);
    default:
      return false;
  }
}

function withoutStatus(body: unknown): unknown {
  return isObject(body) ? body['error'] : undefined;
}

function addressOf(transport: Transport, { headers }: Answer): string {
  const given = headers['azure-asyncoperation'] ?? headers['location'] ?? '';
  const url = transport.own(given);
  if (url === undefined) throw unexpected(`the operation is to be followed at ${given}, which is not ARM`, true);
  return url;
}

async function rest(transport: Transport, { kind, id, deadline, limit }: Follow, seconds: number): Promise<void> {
  const left = deadline - Date.now();
  // No use in waiting for a time that has no more polls behind it.
  if (seconds * 1000 >= left) throw timedOut(kind, limit, `the operation on ${id}`);
  await sleep(seconds * 1000, undefined, { signal: transport.closing }).catch(() => {
    throw unexpected('closed while an operation was under way', true);
  });
}

function uncertain(error: unknown): unknown {
  return error instanceof AzureError ? new AzureError({ ...error.info, uncertain: true }) : error;
}
