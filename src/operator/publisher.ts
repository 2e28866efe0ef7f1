// How does what is said reach Kubernetes? For each object one request at a time and only the newest of each kind; what
// a newer pass no longer says is not sent any more. What fails is tried again, until it is replaced. An event is
// sent once, however many passes repeat it.
import PQueue from 'p-queue';
import type { EventPublication, Publication } from '../core/report/publication.js';
import type { SourceRef } from '../core/values/source-ref.js';
import { backoffDelay } from './backoff.js';
import type { Cancel, Clock } from './clock.js';
import { within } from './clock.js';
import type { Log } from './log.js';
import type { KubernetesApi } from './ports.js';

export interface PublisherOptions {
  readonly kubernetes: Pick<KubernetesApi, 'publish'>;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly log: Log;
  /** Ask for another pass: what was sent should have been seen by now. */
  readonly changed: () => void;
  readonly published: (kind: Publication['kind'], result: 'ok' | 'gone' | 'error') => void;
  readonly mayWrite: () => boolean;
}

interface Sent {
  readonly text: string;
  readonly at: number;
}

interface Outbox {
  /** By kind; events by what they say. */
  readonly pending: Map<string, Publication>;
  /** What was sent last of each kind, until the watch must have shown it. */
  readonly sent: Map<string, Sent>;
  /** What the newest pass says, by kind. */
  said: ReadonlySet<string>;
  sending: { readonly slot: string; readonly text: string } | undefined;
  attempts: number;
  cancelRetry: Cancel | undefined;
}

/** An event is worth a few tries, not a queue: what it says stands in the status too. */
const EVENT_RETRIES = 3;
const RETRY = { first: 200, longest: 60_000 };
const REQUESTS_AT_ONCE = 16;
/** After so many milliseconds without an echo, what a pass still says is sent anew. */
const ECHO = 5000;
/** Milliseconds that an event isn't repeated after it was last said. */
const EVENT_MEMORY = 600_000;

export class Publisher {
  private readonly outboxes = new Map<SourceRef, Outbox>();
  private readonly events = new Map<string, number>();
  private readonly queue = new PQueue({ concurrency: REQUESTS_AT_ONCE });
  private cancelEcho: Cancel | undefined;
  private isStopped = false;

  constructor(private readonly options: PublisherOptions) {}

  /** All that the newest pass says. */
  publish(publications: readonly Publication[]): void {
    if (this.isStopped) return;
    const wanted = new Map<SourceRef, Publication[]>();
    for (const publication of publications) {
      if (publication.kind === 'Event' && !this.isNews(publication)) continue;
      const list = wanted.get(publication.object);
      if (list) list.push(publication);
      else wanted.set(publication.object, [publication]);
    }
    for (const [object, outbox] of this.outboxes) this.dropUnsaid(object, outbox, wanted.get(object) ?? []);
    for (const [object, list] of wanted) {
      const outbox = this.outbox(object);
      outbox.said = new Set(list.map(slotOf));
      for (const publication of list) this.post(outbox, publication);
      this.send(object);
    }
  }

  get waiting(): number {
    return [...this.outboxes.values()].reduce((sum, { pending, sending }) => sum + pending.size + (sending ? 1 : 0), 0);
  }

  /** Sends what is there; true when it is done, false when the time is up. */
  async stop(milliseconds: number): Promise<boolean> {
    this.isStopped = true;
    this.cancelEcho?.();
    const isDone = await within(this.options.clock, milliseconds, this.queue.onIdle());
    for (const { cancelRetry } of this.outboxes.values()) cancelRetry?.();
    this.queue.clear();
    return isDone;
  }

  private outbox(object: SourceRef): Outbox {
    const existing = this.outboxes.get(object);
    if (existing) return existing;
    const outbox: Outbox = {
      pending: new Map(),
      sent: new Map(),
      said: new Set(),
      sending: undefined,
      attempts: 0,
      cancelRetry: undefined,
    };
    this.outboxes.set(object, outbox);
    return outbox;
  }

  private isNews({ object, uid, reason, message }: EventPublication): boolean {
    const now = this.options.clock.now();
    const key = JSON.stringify([object, uid, reason, message]);
    const last = this.events.get(key);
    // Oldest first, so that what has been quiet for long is found at the front.
    this.events.delete(key);
    this.events.set(key, now);
    for (const [other, at] of this.events) {
      if (now - at <= EVENT_MEMORY) break;
      this.events.delete(other);
    }
    return last === undefined || now - last > EVENT_MEMORY;
  }

  private dropUnsaid(object: SourceRef, outbox: Outbox, said: readonly Publication[]): void {
    const slots = new Set(said.map(slotOf));
    outbox.said = slots;
    for (const [slot, { kind }] of outbox.pending)
      if (kind !== 'Event' && !slots.has(slot)) outbox.pending.delete(slot);
    for (const slot of outbox.sent.keys()) if (!slots.has(slot)) outbox.sent.delete(slot);
    this.tidy(object, outbox);
  }

  private post(outbox: Outbox, publication: Publication): void {
    const slot = slotOf(publication);
    const text = textOf(publication);
    outbox.pending.delete(slot);
    if (outbox.sending?.slot === slot && outbox.sending.text === text) return;
    const last = outbox.sent.get(slot);
    if (last?.text === text && this.options.clock.now() - last.at < ECHO) return this.expectEcho();
    outbox.pending.set(slot, publication);
  }

  private expectEcho(): void {
    this.cancelEcho ??= this.options.clock.after(ECHO, () => {
      this.cancelEcho = undefined;
      this.options.changed();
    });
  }

  private send(object: SourceRef): void {
    const outbox = this.outboxes.get(object);
    if (!outbox || outbox.sending || outbox.cancelRetry) return;
    const next = outbox.pending.entries().next();
    if (next.done) return this.tidy(object, outbox);
    const [slot, publication] = next.value;
    outbox.sending = { slot, text: textOf(publication) };
    void this.queue.add(() => this.sendOne(object, outbox, slot));
  }

  private async sendOne(object: SourceRef, outbox: Outbox, slot: string): Promise<void> {
    // The newest of its kind, which may have come since it was queued.
    const publication = outbox.pending.get(slot);
    outbox.pending.delete(slot);
    if (publication) {
      const text = textOf(publication);
      outbox.sending = { slot, text };
      try {
        if (!this.options.mayWrite()) throw new Error('not the leader');
        const isThere = await this.options.kubernetes.publish(publication);
        this.options.published(publication.kind, isThere ? 'ok' : 'gone');
        this.options.log.debug({ object, kind: publication.kind, isThere }, 'published');
        outbox.attempts = 0;
        if (!isThere) outbox.pending.clear();
        else if (publication.kind !== 'Event') outbox.sent.set(slot, { text, at: this.options.clock.now() });
      } catch (error) {
        this.retry(object, outbox, publication, error);
      }
    }
    outbox.sending = undefined;
    this.send(object);
  }

  private retry(object: SourceRef, outbox: Outbox, publication: Publication, error: unknown): void {
    const slot = slotOf(publication);
    this.options.published(publication.kind, 'error');
    this.options.log.warn({ object, kind: publication.kind, error: String(error) }, 'could not be published');
    if (this.isStopped) return outbox.pending.clear();
    const isStillSaid = publication.kind === 'Event' ? outbox.attempts < EVENT_RETRIES : outbox.said.has(slot);
    if (isStillSaid && !outbox.pending.has(slot)) outbox.pending.set(slot, publication);
    outbox.attempts++;
    outbox.cancelRetry = this.options.clock.after(backoffDelay(RETRY, outbox.attempts, this.options.random), () => {
      outbox.cancelRetry = undefined;
      // What is said may have changed with what the cluster answered: a conflict is mended by the next pass.
      this.options.changed();
      this.send(object);
    });
  }

  private tidy(object: SourceRef, outbox: Outbox): void {
    const isEmpty = outbox.pending.size === 0 && outbox.sent.size === 0;
    if (isEmpty && !outbox.sending && !outbox.cancelRetry) this.outboxes.delete(object);
  }
}

function slotOf(publication: Publication): string {
  return publication.kind === 'Event'
    ? `Event ${publication.uid} ${publication.reason} ${publication.message}`
    : publication.kind;
}

/** Times left out: a pass a moment later says the same of itself. */
function textOf(publication: Publication): string {
  return JSON.stringify(publication, (name, value: unknown) => (name === 'lastTransitionTime' ? undefined : value));
}
