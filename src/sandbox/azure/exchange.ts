// What goes in and what comes out? One request and one answer, without a socket.
import type { Json, JsonObject } from '../json.js';
import { isObject } from '../json.js';
import type { Outcome } from './operations.js';
import { Refusal } from './refusal.js';

export interface FakeRequest {
  readonly method: string;
  /** Path and query as they came. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  /** How long it took to arrive, from its first line to the end of its body; milliseconds. */
  readonly arrivalMs?: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** undefined: an empty body without a content type. */
  readonly body?: Json | undefined;
  /** Milliseconds to wait before it is sent. */
  readonly delayMs?: number;
  /** Close the connection in place of an answer. */
  readonly drop?: true;
}

export interface Exchange {
  readonly request: FakeRequest;
  readonly method: string;
  /** Decoded, without a slash at its end. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** `https://host:port` as the client spelled it: poll URLs and issuers must say the same. */
  readonly base: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  doom?: { readonly outcome: Outcome; readonly error: JsonObject };
  pollStatus?: number | string;
  /** Of the operation that this request began or polled. */
  operationId?: string;
}

export function exchangeOf(request: FakeRequest, now: number): Exchange {
  const mark = request.url.indexOf('?');
  const path = mark < 0 ? request.url : request.url.slice(0, mark);
  return {
    request,
    method: request.method.toUpperCase(),
    path: decode(path).replace(/(?<=.)\/+$/, ''),
    query: new URLSearchParams(mark < 0 ? '' : request.url.slice(mark + 1)),
    base: `https://${request.headers['host'] ?? 'localhost'}`,
    now,
  };
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new Refusal(400, 'BadRequest', 'The path is not a valid URL path.');
  }
}

export function ok(body: Json | undefined, status = 200, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers, body };
}

/** Throws the Refusal that ARM gives for a body that is no JSON object. */
export function bodyOf({ request }: Exchange): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(request.body);
  } catch {
    throw new Refusal(400, 'InvalidRequestContent', 'The request content was invalid and could not be deserialized.');
  }
  if (!isObject(value)) throw new Refusal(400, 'InvalidRequestContent', 'The request content is not a JSON object.');
  return value;
}

export function notAllowed(method: string): Refusal {
  return new Refusal(405, 'MethodNotAllowed', `The requested resource does not support http method '${method}'.`);
}
