// What did the API server say no with? Its Status object, as an error that can be asked.
import { isObject } from '../../core/values/json.js';

export class StatusError extends Error {
  override readonly name = 'StatusError';
  constructor(
    /** The HTTP status, or the code of an ERROR event in a watch. */
    readonly code: number,
    /** `Conflict`, `Expired`, `NotFound`…; empty where the answer was no Status. */
    readonly reason: string,
    message: string,
    /** Seconds. */
    readonly retryAfter?: number,
  ) {
    super(message);
  }
}

const LONGEST_TEXT = 300;

/** From a body that should be a Status (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/), but may be any text. */
export function parseStatus(code: number, body: string, retryAfter?: string): StatusError {
  const status = tryJson(body);
  const details = isObject(status) && isObject(status.details) ? status.details : {};
  const seconds = Number(retryAfter ?? details.retryAfterSeconds ?? NaN);
  const message =
    isObject(status) && typeof status.message === 'string' ? status.message : body.trim().slice(0, LONGEST_TEXT);
  const reason = isObject(status) && typeof status.reason === 'string' ? status.reason : '';
  return new StatusError(code, reason, message || `HTTP ${code}`, Number.isFinite(seconds) ? seconds : undefined);
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
