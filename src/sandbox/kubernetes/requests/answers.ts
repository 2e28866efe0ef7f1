// How is an answer written? JSON with its warnings, and a refusal as the Status that it is.
import { stringify } from 'yaml';
import { isObject, type Json } from '../../json.js';
import { ApiError } from '../api-error.js';
import type { ApiAnswer } from '../exchange.js';

export function json(status: number, body: Json, warnings: readonly string[] = []): ApiAnswer {
  const quoted = warnings.map((text) => `299 - ${JSON.stringify(text)}`);
  return {
    status,
    headers: { 'content-type': 'application/json', ...(quoted.length > 0 && { warning: quoted.join(', ') }) },
    body,
  };
}

export function refused(error: unknown): ApiAnswer {
  const known = error instanceof ApiError ? error : unforeseen(error);
  const seconds = known.details?.retryAfterSeconds;
  return {
    status: known.code,
    headers: { 'content-type': 'application/json', ...(seconds !== undefined && { 'retry-after': String(seconds) }) },
    body: known.status,
  };
}

function unforeseen(error: unknown): ApiError {
  return new ApiError(
    500,
    'InternalError',
    `Internal error occurred: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );
}

/** As it is, where there is nothing to write in YAML. */
export function inYaml(answer: ApiAnswer): ApiAnswer {
  if (!isObject(answer.body)) return answer;
  const body = stringify(answer.body, { sortMapEntries: true });
  return { ...answer, headers: { ...answer.headers, 'content-type': 'application/yaml' }, body };
}
