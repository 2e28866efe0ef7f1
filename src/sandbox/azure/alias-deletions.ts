// Is Azure still busy with the end of an alias record set? It undoes the tie to the target after the answer, and until
// then refuses another write at that place: https://github.com/DNSControl/dnscontrol/issues/4363
import { dnsRefusal } from './refusal.js';

export class AliasDeletions {
  /** Milliseconds since the epoch by id in lower case. */
  readonly #until = new Map<string, number>();

  begin(id: string, until: number): void {
    this.#until.set(id.toLowerCase(), until);
  }

  /** Throws a Refusal while one is at work. */
  check(id: string, now: number): void {
    const key = id.toLowerCase();
    const until = this.#until.get(key);
    if (until === undefined) return;
    if (until <= now) return void this.#until.delete(key);
    const message = `Another operation is pending for requested object. '${id}' has an operation of type 'DeleteAliasRecordSet' queued.`;
    throw dnsRefusal(409, 'Conflict', message);
  }
}
