// What went wrong? Turns an answer of ARM, the end of an operation or a failure on the way into an AzureError. ARM wraps
// its errors in `error`, Azure DNS doesn't, gateways answer in HTML.
import type { JsonObject } from '../../core/values/json.js';
import { isArray, isObject } from '../../core/values/json.js';
import { AzureError, type CallKind } from '../../operator/ports.js';

/** Names in lower case, as the SDK gives them. */
export type Headers = Readonly<Record<string, string | undefined>>;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

interface ErrorBody {
  readonly code: string;
  readonly message: string;
  readonly detailCodes: readonly string[];
}

export function correlationOf(headers: Headers): string | undefined {
  return headers['x-ms-correlation-request-id'] ?? headers['x-ms-request-id'];
}

export function errorOfAnswer(kind: CallKind, answer: Answer): AzureError {
  const { status, headers } = answer;
  const correlationId = correlationOf(headers);
  const wait = retryAfter(headers);
  return new AzureError({
    status,
    ...readError(answer.body, `Http${status}`),
    ...(wait === undefined ? {} : { retryAfter: wait }),
    ...(correlationId === undefined ? {} : { correlationId }),
    // After a 5xx of a gateway nobody knows what the provider behind it did.
    uncertain: kind !== 'read' && (status >= 500 || status === 408),
  });
}

/** An operation that was accepted and ended badly: part of it may have been done, and the etag has changed. */
export function errorOfOperation(status: string, body: unknown, headers: Headers): AzureError {
  const correlationId = headers['x-ms-correlation-request-id'];
  return new AzureError({
    status: 0,
    ...readError(body, status === 'Canceled' ? 'Canceled' : 'OperationFailed'),
    ...(correlationId === undefined ? {} : { correlationId }),
    uncertain: true,
  });
}

export function timedOut(kind: CallKind, seconds: number, what: string): AzureError {
  return noAnswer('TimedOut', `${what} did not end within ${seconds} s`, kind !== 'read');
}

export function connectionFailed(kind: CallKind, error: unknown): AzureError {
  const code = isCoded(error) ? error.code : undefined;
  // Nothing was sent where there was no connection.
  const unsent = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'NOT_LEADER'].includes(
    code ?? '',
  );
  return noAnswer('ConnectionFailed', firstLine(error), kind !== 'read' && !unsent);
}

export function authenticationFailed(error: unknown): AzureError {
  return noAnswer('AuthenticationFailed', firstLine(error), false);
}

/** An answer that isn't what ARM promises. */
export function unexpected(message: string, uncertain: boolean): AzureError {
  return noAnswer('UnexpectedAnswer', message, uncertain);
}

function noAnswer(code: string, message: string, uncertain: boolean): AzureError {
  return new AzureError({ status: 0, code, message, detailCodes: [], uncertain });
}

/** Seconds; undefined where no header says it. Retry-After is a number of seconds or a date. */
export function retryAfter(headers: Headers, now = Date.now()): number | undefined {
  for (const name of ['retry-after-ms', 'x-ms-retry-after-ms']) {
    const milliseconds = numeric(headers[name]);
    if (milliseconds !== undefined) return milliseconds / 1000;
  }
  const text = headers['retry-after'];
  const seconds = numeric(text);
  if (seconds !== undefined || text === undefined) return seconds;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, (date - now) / 1000);
}

export function readError(body: unknown, fallback: string): ErrorBody {
  if (!isObject(body)) {
    const text = typeof body === 'string' ? plain(body) : '';
    return { code: fallback, message: text || 'no reason given', detailCodes: [] };
  }
  const inner = isObject(body['error']) ? body['error'] : body;
  return {
    code: text(inner['code']) ?? fallback,
    message: messageOf(inner),
    detailCodes: detailsOf(inner).flatMap(codesOf),
  };
}

/** `Cannot parse the request.` says nothing without its details: what is wrong, and in which part. */
function messageOf(error: JsonObject): string {
  const whole = text(error['message']) ?? 'no reason given';
  const more = detailsOf(error).flatMap(reasonsOf);
  return [whole, ...new Set(more.filter((one) => !whole.includes(one)))].join(' ').slice(0, LONGEST_MESSAGE);
}

function reasonsOf(error: JsonObject): string[] {
  const message = text(error['message']);
  return [...(message === undefined ? [] : [message]), ...detailsOf(error).flatMap(reasonsOf)];
}

/** Characters; a request with many mistakes is answered with all of them. */
const LONGEST_MESSAGE = 1000;

function detailsOf(error: JsonObject): JsonObject[] {
  const details = error['details'];
  return isArray(details) ? details.filter(isObject) : [];
}

function codesOf(error: JsonObject): string[] {
  const code = text(error['code']);
  return [...(code === undefined ? [] : [code]), ...detailsOf(error).flatMap(codesOf)];
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function numeric(value: string | undefined): number | undefined {
  return value !== undefined && /^\s*\d+(\.\d+)?\s*$/.test(value) ? Number(value) : undefined;
}

// A page of a gateway: its words without the markup, and not many of them.
function plain(body: string): string {
  const words = body.replace(/<(style|script)[\s\S]*?<\/\1>/gi, ' ').replace(/<[^>]*>/g, ' ');
  return words.replace(/\s+/g, ' ').trim().slice(0, 300);
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n', 1)[0]!.trim() || (isCoded(error) ? error.code : 'no reason given');
}

function isCoded(error: unknown): error is { readonly code: string } {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string';
}
