// How does the API say no? One throwable, and the Status object that clients read.
// https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/
import type { JsonObject } from '../json.js';

export interface StatusCause {
  readonly reason: string;
  readonly message: string;
  readonly field?: string;
}

/** One wrong field, in the words of the API server: the message doesn't repeat the field. */
export interface FieldError {
  readonly reason:
    | 'FieldValueRequired'
    | 'FieldValueInvalid'
    | 'FieldValueNotSupported'
    | 'FieldValueDuplicate'
    | 'FieldValueForbidden'
    | 'FieldValueTooLong'
    | 'FieldValueTooMany'
    | 'FieldValueTypeInvalid'
    | 'FieldValueNotFound'
    | 'InternalError';
  /** `spec.ports[0].port` */
  readonly field: string;
  /** `Invalid value: 0: must be between 1 and 65535, inclusive` */
  readonly message: string;
}

export interface ErrorDetails {
  readonly name?: string;
  readonly group?: string;
  /** The plural, but the kind for 422. */
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly StatusCause[];
  readonly retryAfterSeconds?: number;
}

export class ApiError extends Error {
  constructor(
    readonly code: number,
    readonly reason: string,
    message: string,
    readonly details?: ErrorDetails,
    /** Of the Status itself: a way on for a list. */
    readonly metadata: JsonObject = {},
  ) {
    super(message);
  }

  get status(): JsonObject {
    const { code, reason, message, details, metadata } = this;
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata,
      status: 'Failure',
      message,
      ...(reason !== '' && { reason }),
      ...(details && { details: { ...details } as unknown as JsonObject }),
      code,
    };
  }
}

interface Named {
  readonly group: string;
  readonly plural: string;
  readonly kind: string;
}

const groupOf = (group: string): { group?: string } => (group === '' ? {} : { group });
const resource = ({ group, plural }: Named): string => (group === '' ? plural : `${plural}.${group}`);

export function badRequest(message: string): ApiError {
  return new ApiError(400, 'BadRequest', message);
}

/** Unknown path or kind. */
export function noSuchPath(): ApiError {
  return new ApiError(404, 'NotFound', 'the server could not find the requested resource', {});
}

export function notFound(kind: Named, name: string): ApiError {
  return new ApiError(404, 'NotFound', `${resource(kind)} "${name}" not found`, {
    name,
    ...groupOf(kind.group),
    kind: kind.plural,
  });
}

export function alreadyExists(kind: Named, name: string): ApiError {
  return new ApiError(409, 'AlreadyExists', `${resource(kind)} "${name}" already exists`, {
    name,
    ...groupOf(kind.group),
    kind: kind.plural,
  });
}

export function conflict(kind: Named, name: string, why: string): ApiError {
  return new ApiError(409, 'Conflict', `Operation cannot be fulfilled on ${resource(kind)} "${name}": ${why}`, {
    name,
    ...groupOf(kind.group),
    kind: kind.plural,
  });
}

export function forbidden(kind: Named, name: string, why: string): ApiError {
  return new ApiError(403, 'Forbidden', `${resource(kind)} "${name}" is forbidden: ${why}`, {
    name,
    ...groupOf(kind.group),
    kind: kind.plural,
  });
}

export function methodNotAllowed(): ApiError {
  return new ApiError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {});
}

export function unsupportedMediaType(message: string): ApiError {
  return new ApiError(415, 'UnsupportedMediaType', message);
}

/** 410: the resource version is gone from the history. */
export function expired(message: string): ApiError {
  return new ApiError(410, 'Expired', message);
}

/** 422 with its causes; several are joined as the API server joins them. */
export function invalid(kind: Named, name: string, errors: readonly FieldError[]): ApiError {
  const texts = errors.map(({ field, message }) => `${field}: ${message}`);
  const all = texts.length === 1 ? texts[0] : `[${[...new Set(texts)].join(', ')}]`;
  const full = kind.group === '' ? kind.kind : `${kind.kind}.${kind.group}`;
  return new ApiError(422, 'Invalid', `${full} "${name}" is invalid: ${all}`, {
    ...(name !== '' && { name }),
    ...groupOf(kind.group),
    ...(kind.kind !== '' && { kind: kind.kind }),
    causes: errors.map(({ reason, field, message }) => ({ reason, message, field })),
  });
}
