// Which rules do all parts together make? A layout is put together part by part, and knows at every moment who is
// behind each destination and how much of the group's room is used.
import type { SourceRef } from '../../values/source-ref.js';
import type { Child } from '../overlay.js';
import { addressKey, destinationsOf, sourcesOf } from './arm.js';
import type { Demand } from './demand.js';

export type Content = Pick<Demand, 'protocol' | 'sources' | 'ports'>;

/** A share in one rule. */
export interface Part {
  /** The rule's. */
  readonly name: string;
  /** Undefined where nobody knows whose it is: it stays because it can't be told to be nobody's. */
  readonly owner?: SourceRef;
  readonly since: string;
  /** Undefined: whatever the rule says now. */
  readonly content?: Content;
  readonly destinations: readonly string[];
  /** The rule stays exactly as it is. */
  readonly isUntouched?: boolean;
}

export interface Slot {
  readonly name: string;
  content: Content | undefined;
  isUntouched: boolean;
  /** By address key. */
  readonly destinations: Map<string, Destination>;
}

interface Destination {
  readonly text: string;
  readonly parts: Set<Part>;
}

export interface Usage {
  rules: number;
  sources: number;
  destinations: number;
  /** Numbers in the band of priorities. */
  priorities: number;
}

export interface Layout {
  readonly slots: Map<string, Slot>;
  readonly usage: Usage;
  readonly frame: Frame;
}

/** What there is before anything of ours is laid out. */
export interface Frame {
  /** Rules of ours as they are, by name. */
  readonly ours: ReadonlyMap<string, Child>;
  /** What foreign rules use. */
  readonly foreign: Usage;
  /** Does the rule of this name take a number of the band? */
  readonly takesPriority: (name: string) => boolean;
}

export function emptyLayout(frame: Frame): Layout {
  return { slots: new Map(), usage: { ...frame.foreign }, frame };
}

export function add(layout: Layout, part: Part): void {
  const slot = layout.slots.get(part.name) ?? open(layout, part);
  if (part.isUntouched) slot.isUntouched = true;
  if (part.content) setContent(layout, slot, part.content);
  for (const text of part.destinations) {
    const key = addressKey(text);
    const known = slot.destinations.get(key);
    if (known) known.parts.add(part);
    else {
      slot.destinations.set(key, { text, parts: new Set([part]) });
      layout.usage.destinations++;
    }
  }
}

/** Takes back what `add` did; a rule without destinations is none. */
export function remove(layout: Layout, part: Part): void {
  const slot = layout.slots.get(part.name);
  if (!slot) return;
  for (const text of part.destinations) {
    const key = addressKey(text);
    const known = slot.destinations.get(key);
    known?.parts.delete(part);
    if (known?.parts.size === 0) {
      slot.destinations.delete(key);
      layout.usage.destinations--;
    }
  }
  if (slot.destinations.size === 0) close(layout, slot);
}

export function ownersOf(slot: Slot, keys: Iterable<string> = slot.destinations.keys()): readonly SourceRef[] {
  const parts = [...keys].flatMap((key) => [...(slot.destinations.get(key)?.parts ?? [])]);
  return parts.flatMap(({ owner }) => owner ?? []);
}

/** When the oldest of those behind the rule came to be. */
export function sinceOf(slot: Slot): string {
  let oldest = '~';
  for (const { parts } of slot.destinations.values()) {
    for (const { since } of parts) if (since < oldest) oldest = since;
  }
  return oldest;
}

function open(layout: Layout, { name }: Part): Slot {
  const slot: Slot = { name, content: undefined, isUntouched: false, destinations: new Map() };
  layout.slots.set(name, slot);
  layout.usage.rules++;
  layout.usage.sources += sourceCount(layout, slot);
  if (layout.frame.takesPriority(name)) layout.usage.priorities++;
  return slot;
}

function close(layout: Layout, slot: Slot): void {
  layout.slots.delete(slot.name);
  layout.usage.rules--;
  layout.usage.sources -= sourceCount(layout, slot);
  if (layout.frame.takesPriority(slot.name)) layout.usage.priorities--;
}

function setContent(layout: Layout, slot: Slot, content: Content): void {
  layout.usage.sources -= sourceCount(layout, slot);
  slot.content = content;
  layout.usage.sources += sourceCount(layout, slot);
}

function sourceCount({ frame }: Layout, { name, content }: Slot): number {
  if (content) return content.sources.length;
  const observed = frame.ours.get(name);
  return observed ? sourcesOf(observed).length : 0;
}

/** Are these the destinations that the rule has now? */
export function hasDestinations(slot: Slot, observed: Child): boolean {
  const now = new Set(destinationsOf(observed).map(addressKey));
  return now.size === slot.destinations.size && [...slot.destinations.keys()].every((key) => now.has(key));
}
