// How does Azure say no? The error catalogue's envelope: nested for ARM and the network provider, flat for Azure DNS.
// Shapes: recorded traffic and external-dns#5358.
import type { Json, JsonObject } from '../json.js';

export interface RefusalOptions {
  readonly details?: readonly JsonObject[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Azure DNS answers without the `error` wrapper. */
  readonly flat?: boolean;
  /** Said by ARM's front door, not by the provider. */
  readonly gateway?: boolean;
}

export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly options: RefusalOptions = {},
  ) {
    super(message);
  }

  get headers(): Record<string, string> {
    return { ...(this.options.gateway ? { 'x-ms-failure-cause': 'gateway' } : {}), ...this.options.headers };
  }

  get body(): Json {
    const error: JsonObject = { code: this.code, message: this.message };
    if (this.options.details !== undefined) error['details'] = [...this.options.details];
    return this.options.flat ? error : { error };
  }
}

/** 400 of the network provider; such answers carry an empty `details`. */
export function invalid(code: string, message: string, details: readonly JsonObject[] = []): Refusal {
  return new Refusal(400, code, message, { details });
}

export function dnsRefusal(status: number, code: string, message: string): Refusal {
  return new Refusal(status, code, message, { flat: true });
}

export function groupNotFound(group: string): Refusal {
  return new Refusal(404, 'ResourceGroupNotFound', `Resource group '${group}' could not be found.`, { gateway: true });
}

export function resourceNotFound(type: string, names: string, group: string): Refusal {
  const message =
    `The Resource '${type}/${names}' under resource group '${group}' was not found. ` +
    'For more details please go to https://aka.ms/ARMResourceNotFoundFix';
  return new Refusal(404, 'ResourceNotFound', message, { gateway: true });
}

export function childNotFound(id: string): Refusal {
  return new Refusal(404, 'NotFound', `Resource ${id} not found.`, { details: [] });
}

/** 429 that means a lock, not a quota: wait for that resource only. */
export function locked(detail: string, message: string, seconds: number): Refusal {
  return new Refusal(429, 'RetryableError', 'A retryable error occurred.', {
    details: [{ code: detail, message }],
    headers: { 'retry-after': String(seconds) },
  });
}

export function noSuchReference(target: string, from: string): Refusal {
  return invalid(
    'InvalidResourceReference',
    `Resource ${target} referenced by resource ${from} was not found. Please make sure that the referenced resource ` +
      'exists, and that both resources are in the same region.',
  );
}
