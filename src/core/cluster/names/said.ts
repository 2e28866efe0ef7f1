// What does an object say of all of its names at once? Annotations that every kind of source understands.
import type { NameSource, Settings } from '../../settings.js';
import type { Parsed, Problem } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import { ANNOTATIONS, readAnnotation } from '../annotations/index.js';
import type { Meta } from '../cluster-state.js';

export interface Said {
  /** Seconds. */
  readonly ttl: number;
  /** Undefined: it doesn't say. */
  readonly zones: 'public' | 'private' | 'both' | undefined;
  readonly alias: boolean | undefined;
  readonly metadata: Readonly<Record<string, string>> | undefined;
  /** An Error among them holds the whole object. */
  readonly problems: readonly Problem[];
}

export function readSaid(meta: Meta, object: SourceRef, source: NameSource, { dns }: Settings): Said {
  const ttl = readAnnotation(ANNOTATIONS.ttl, meta, object);
  const zones = readAnnotation(ANNOTATIONS.zones, meta, object);
  const alias = readAnnotation(ANNOTATIONS.alias, meta, object);
  const tags = readAnnotation(ANNOTATIONS.azureTags, meta, object);
  const weights = readAnnotation(ANNOTATIONS.setIdentifier, meta, object);
  const all: readonly Parsed<unknown>[] = [ttl, zones, alias, tags, weights];
  return {
    ttl: raised(ttl.value ?? dns.ttl, source, dns),
    zones: zones.value,
    alias: alias.value,
    metadata: tags.value && tags.value.length > 0 ? Object.fromEntries(tags.value) : undefined,
    problems: all.flatMap(({ problems }) => problems),
  };
}

/** To the least that the settings allow. */
export function raised(ttl: number, source: NameSource, { minimumTTL }: Settings['dns']): number {
  return Math.max(ttl, source.minimumTTL ?? minimumTTL);
}
