// What does an object say of all of its names at once? Annotations that every kind of source understands. A bad one of those
// that only say how its names are written is told, and as good as missing, as it is for external-dns: a name with the usual
// TTL is better than none. Which zones they go to is nobody's guess: a bad one of that holds the object.
import type { NameSource, Settings } from '../../settings.js';
import type { Parsed, Problem } from '../../values/problem.js';
import { warning } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import type { Annotation } from '../annotations/index.js';
import { ANNOTATIONS, readAnnotation, warnOfUnreadNames } from '../annotations/index.js';
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
  /** Annotations that look like ours, and are none of its kind. */
  readonly unread: readonly Problem[];
}

export function readSaid(meta: Meta, object: SourceRef, source: NameSource, { dns }: Settings): Said {
  const usual = raised(dns.ttl, source, dns);
  const ttl = leniently(ANNOTATIONS.ttl, meta, object, `; ${usual} seconds count`);
  const zones = readAnnotation(ANNOTATIONS.zones, meta, object);
  const alias = leniently(ANNOTATIONS.alias, meta, object);
  const tags = leniently(ANNOTATIONS.azureTags, meta, object, ', nor have the others here');
  const weights = readAnnotation(ANNOTATIONS.setIdentifier, meta, object);
  const all: readonly Parsed<unknown>[] = [ttl, zones, alias, tags, weights];
  return {
    ttl: ttl.value === undefined ? usual : raised(ttl.value, source, dns),
    zones: zones.value,
    alias: alias.value,
    metadata: tags.value && tags.value.length > 0 ? Object.fromEntries(tags.value) : undefined,
    problems: all.flatMap(({ problems }) => problems),
    unread: warnOfUnreadNames(meta, source.kind, object),
  };
}

function leniently<T>(annotation: Annotation<T>, meta: Meta, object: SourceRef, instead = ''): Parsed<T> {
  const { value, problems } = readAnnotation(annotation, meta, object);
  return { value, problems: problems.map((one) => (one.severity === 'Error' ? withoutEffect(one, instead) : one)) };
}

/** What isn't understood is passed over, which is told. */
export function withoutEffect(one: Problem, instead = ''): Problem {
  return warning(one, one.value, `${one.message} It has no effect${instead}.`);
}

/** To the least that the settings allow. */
export function raised(ttl: number, source: NameSource, { minimumTTL }: Settings['dns']): number {
  return Math.max(ttl, source.minimumTTL ?? minimumTTL);
}
