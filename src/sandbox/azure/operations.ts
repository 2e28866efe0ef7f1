// What is still running? Each asynchronous write ends later than its answer; a second write to the same resource cancels
// the first one's operation (CanceledAndSupersededDueToAnotherOperation, terraform-provider-azurerm#10178).
import type { JsonObject } from '../json.js';

export type Outcome = 'Succeeded' | 'Failed' | 'Canceled';

export interface Begin {
  /** The top-level resource that it locks. */
  readonly resourceId: string;
  readonly kind: 'write' | 'delete';
  readonly endsAt: number;
  readonly retryAfter: number;
  /** Ids that the write lets go of, held until it ends. */
  readonly releases: readonly string[];
  readonly doom?: { readonly outcome: Outcome; readonly error: JsonObject };
  /** What polls answer in place of the truth: an HTTP status, or the text of `status`. */
  readonly pollStatus?: number | string;
  readonly end: (outcome: Outcome) => void;
}

export interface Operation extends Begin {
  readonly id: string;
  status: 'InProgress' | Outcome;
  error?: JsonObject;
  releases: readonly string[];
}

const MAX_REMEMBERED = 20_000;

export class Operations {
  readonly #all = new Map<string, Operation>();
  readonly #running = new Map<string, Operation>();

  start(id: string, begin: Begin): Operation {
    const key = begin.resourceId.toLowerCase();
    const older = this.#running.get(key);
    const operation: Operation = {
      ...begin,
      id,
      status: 'InProgress',
      releases: [...begin.releases, ...(older?.releases ?? [])].map((one) => one.toLowerCase()),
    };
    if (older !== undefined) this.#supersede(older, operation);
    this.#all.set(id, operation);
    if (this.#all.size > MAX_REMEMBERED) this.#forgetOldest();
    this.#running.set(key, operation);
    return operation;
  }

  /** Ends what is due, the earliest first. */
  settle(now: number): void {
    const due = [...this.#running.values()].filter(({ endsAt }) => endsAt <= now).sort((a, b) => a.endsAt - b.endsAt);
    for (const operation of due) {
      this.#running.delete(operation.resourceId.toLowerCase());
      operation.status = operation.doom?.outcome ?? 'Succeeded';
      if (operation.doom !== undefined) operation.error = operation.doom.error;
      operation.end(operation.status);
    }
  }

  get(id: string): Operation | undefined {
    return this.#all.get(id);
  }

  running(resourceId: string): Operation | undefined {
    return this.#running.get(resourceId.toLowerCase());
  }

  holder(id: string): string | undefined {
    const key = id.toLowerCase();
    for (const { releases, resourceId } of this.#running.values()) if (releases.includes(key)) return resourceId;
    return undefined;
  }

  clear(): void {
    this.#running.clear();
    this.#all.clear();
  }

  #forgetOldest(): void {
    for (const [id, { status }] of this.#all) {
      if (this.#all.size <= MAX_REMEMBERED / 2) return;
      if (status !== 'InProgress') this.#all.delete(id);
    }
  }

  #supersede(older: Operation, newer: Operation): void {
    older.status = 'Canceled';
    const message = `Operation ${older.id} was canceled and superseded by operation ${newer.id}.`;
    older.error = superseded(older.id, message);
  }
}

export function superseded(id: string, message: string): JsonObject {
  return {
    code: 'Canceled',
    message: `Operation ${id} was canceled.`,
    details: [{ code: 'CanceledAndSupersededDueToAnotherOperation', message }],
  };
}
