// Which sources are several lists of them together? Lists that let the same addresses in become one class, so that they are
// compared once and by identity afterwards.
//
//   beside                      needless
//   *                           everything
//   0.0.0.0/0 (or ::/0)         every other range, and Internet
//   a range                     ranges in it; two halves are the whole
//   a tag                       nothing: which addresses it stands for is Azure's to say, and changes
import { containsCidr, overlapCidr } from 'cidr-tools';
import { mergeCidrs } from '../../../values/cidr-set.js';

export const ANYBODY = '*';
export const INTERNET = 'Internet';

/** Canonical: the same object for all lists that say the same. */
export interface SourceClass {
  readonly key: string;
  /** Sorted. */
  readonly tags: readonly string[];
  /** The fewest; IPv4 first, then by address. */
  readonly cidrs: readonly string[];
}

/** Enough for a large cluster; then all is forgotten at once, which costs one slow pass. */
const MOST = 50_000;
const BY_LIST = new WeakMap<readonly string[], SourceClass>();
const BY_TEXT = new Map<string, SourceClass>();

export function sourceClass(sources: readonly string[]): SourceClass {
  let known = BY_LIST.get(sources);
  if (!known) BY_LIST.set(sources, (known = byText(sources)));
  return known;
}

export function union(classes: readonly SourceClass[]): SourceClass {
  return classes.length === 1 ? classes[0]! : byText(classes.flatMap(sourcesIn));
}

/** One list, as rules have it. */
export function sourcesIn({ tags, cidrs }: SourceClass): readonly string[] {
  return [...tags, ...cidrs];
}

const COMPONENTS = new WeakMap<SourceClass, readonly (readonly string[])[]>();

/** The class cut into what one rule can say: Azure takes a tag only where nothing stands beside it. */
export function componentsOf(one: SourceClass): readonly (readonly string[])[] {
  let known = COMPONENTS.get(one);
  if (!known) {
    known = [...one.tags.map((tag) => [tag]), ...(one.cidrs.length > 0 ? [one.cidrs] : [])];
    COMPONENTS.set(one, known);
  }
  return known;
}

const TEXTS = new WeakMap<readonly string[], string>();

/** Its members with commas: asked again and again for the same lists. */
export function textOfList(list: readonly string[]): string {
  let known = TEXTS.get(list);
  if (known === undefined) TEXTS.set(list, (known = list.join()));
  return known;
}

export function isEverywhere(cidrs: readonly string[]): boolean {
  return cidrs.some((cidr) => cidr.endsWith('/0'));
}

/** Is every range of `inner` in one of `outer`? Both in the fewest ranges that say it. */
export function holdsAll(outer: readonly string[], inner: readonly string[]): boolean {
  if (outer === inner || isEverywhere(outer)) return true;
  const known = new Set(outer);
  const left = inner.filter((cidr) => !known.has(cidr));
  return left.length === 0 || (outer.length > 0 && containsCidr([...outer], left));
}

export function coversClass(outer: SourceClass, inner: SourceClass): boolean {
  if (outer === inner || outer.tags.includes(ANYBODY)) return true;
  const isAll = isEverywhere(outer.cidrs);
  return (
    inner.tags.every((tag) => outer.tags.includes(tag) || (isAll && tag === INTERNET)) &&
    holdsAll(outer.cidrs, inner.cidrs)
  );
}

/** Has some address, or a tag, part in both? What one tag has in common with another, or with a range, isn't known. */
export function meets(a: SourceClass, b: SourceClass): boolean {
  if (a === b || a.tags.includes(ANYBODY) || b.tags.includes(ANYBODY)) return true;
  if (a.tags.some((tag) => b.tags.includes(tag))) return true;
  if (isEverywhere(a.cidrs) && b.tags.includes(INTERNET)) return true;
  if (isEverywhere(b.cidrs) && a.tags.includes(INTERNET)) return true;
  return a.cidrs.length > 0 && b.cidrs.length > 0 && overlapCidr([...a.cidrs], [...b.cidrs]);
}

function byText(sources: readonly string[]): SourceClass {
  const text = textOfList(sources);
  const known = BY_TEXT.get(text);
  if (known) return known;
  if (BY_TEXT.size >= MOST) BY_TEXT.clear();
  const made = canonical(sources);
  const alike = BY_TEXT.get(made.key) ?? made;
  BY_TEXT.set(made.key, alike);
  BY_TEXT.set(text, alike);
  return alike;
}

function canonical(sources: readonly string[]): SourceClass {
  const tags = [...new Map(tagsIn(sources).map((tag) => [tag.toLowerCase(), tag])).values()].sort();
  if (tags.includes(ANYBODY)) return { key: ANYBODY, tags: [ANYBODY], cidrs: [] };
  const ranges = [...new Set(sources.filter(isCidr))];
  const cidrs = ranges.length > 1 ? mergeCidrs(ranges) : ranges;
  const left = isEverywhere(cidrs) ? tags.filter((tag) => tag !== INTERNET) : tags;
  return { key: [...left, ...cidrs].join(), tags: left, cidrs };
}

function tagsIn(sources: readonly string[]): readonly string[] {
  return sources.filter((source) => !isCidr(source));
}

function isCidr(source: string): boolean {
  return source.includes('/');
}
