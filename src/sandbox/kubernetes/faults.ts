// What goes wrong on purpose? Tests say which requests are refused, slowed or cut off, and end watches at will.
import type { JsonObject } from '../json.js';
import { ApiError, expired } from './api-error.js';

export interface Fault {
  /** Upper case. */
  readonly method?: string;
  /** Of path and query. */
  readonly path?: RegExp;
  /** 0 to 1; 1 by default. */
  readonly share?: number;
  /** How many requests it strikes; all by default. */
  readonly times?: number;
  readonly effect:
    | { readonly status: 429; readonly retryAfterSeconds: number }
    | { readonly status: 500 | 503 }
    | { readonly status: 410 }
    | { readonly delayMs: number }
    | { readonly drop: 'before' | 'after-commit' };
}

export interface Struck {
  readonly delayMs: number;
  readonly drop?: 'before' | 'after-commit';
}

interface Armed extends Fault {
  struck: number;
}

export class Faults {
  #armed: Armed[] = [];
  #watches = new AbortController();

  /** `chance`: 0 to 1, for shares. */
  constructor(readonly chance: () => number = Math.random) {}

  set(faults: readonly Fault[]): void {
    this.#armed = faults.map((fault) => ({ ...fault, struck: 0 }));
  }

  clear(): void {
    this.#armed = [];
  }

  /** For each watch: aborted when it is to end. */
  get watchesEnd(): AbortSignal {
    return this.#watches.signal;
  }

  /** Every watch ends, as when the API server goes away; with `gone` each is told first that its version is too old. */
  dropWatches({ gone = false }: { readonly gone?: boolean } = {}): void {
    const object: JsonObject = expired('too old resource version: the history was compacted').status;
    const last = gone ? `${JSON.stringify({ type: 'ERROR', object })}\n` : undefined;
    const watches = this.#watches;
    this.#watches = new AbortController();
    watches.abort(last);
  }

  /** Throws the refusal that befalls this request. */
  strike(method: string, url: string): Struck {
    let delayMs = 0;
    for (const fault of this.#armed) {
      if (!this.#strikes(fault, method, url)) continue;
      const { effect } = fault;
      if ('delayMs' in effect) delayMs += effect.delayMs;
      else if ('drop' in effect) return { delayMs, drop: effect.drop };
      else throw refusal(effect);
    }
    return { delayMs };
  }

  #strikes(fault: Armed, method: string, url: string): boolean {
    if (fault.method !== undefined && fault.method !== method) return false;
    if (fault.path !== undefined && !fault.path.test(url)) return false;
    if (fault.struck >= (fault.times ?? Infinity) || this.chance() >= (fault.share ?? 1)) return false;
    fault.struck += 1;
    return true;
  }
}

function refusal(effect: { readonly status: number; readonly retryAfterSeconds?: number }): ApiError {
  switch (effect.status) {
    case 429:
      return new ApiError(429, 'TooManyRequests', 'too many requests, please try again later', {
        retryAfterSeconds: effect.retryAfterSeconds ?? 1,
      });
    case 410:
      return expired('The resourceVersion for the provided request is too old.');
    case 503:
      return new ApiError(503, 'ServiceUnavailable', 'the server is currently unable to handle the request');
    default:
      return new ApiError(500, 'InternalError', 'Internal error occurred: a fault was asked for');
  }
}
