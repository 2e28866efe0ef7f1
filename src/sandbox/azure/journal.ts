// What was asked? One entry for each request to ARM, the newest last; the oldest go when there are too many.
import type { JsonObject } from '../json.js';

export interface JournalEntry extends JsonObject {
  readonly sequence: number;
  readonly time: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Until the answer leaves, delays included. */
  readonly durationMs: number;
}

const MAX_ENTRIES = 200_000;

export class Journal {
  #entries: JournalEntry[] = [];
  #sequence = 0;

  add(entry: Omit<JournalEntry, 'sequence'>): void {
    this.#sequence += 1;
    this.#entries.push({ sequence: this.#sequence, ...entry } as JournalEntry);
    if (this.#entries.length > MAX_ENTRIES * 1.1) this.#entries = this.#entries.slice(-MAX_ENTRIES);
  }

  after(sequence: number): JournalEntry[] {
    return this.#entries.filter((entry) => entry.sequence > sequence);
  }

  /** Sequence numbers go on. */
  clear(): void {
    this.#entries = [];
  }
}
