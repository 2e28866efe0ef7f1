// What is an annotation that we read, and what does an object say in it?
import type { Origin, Parsed, Problem } from '../../values/problem.js';
import { quoted, warning } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import type { Meta } from '../cluster-state.js';

export interface Annotation<T> {
  /** The first that is set counts. `<port>` stands for the number of a port of the Service. */
  readonly keys: readonly string[];
  /** Kinds, for people. */
  readonly appliesTo: string;
  /** For people. */
  readonly values: string;
  readonly default: string;
  readonly example: string;
  readonly help: string;
  /** What Azure's cloud controller does otherwise, where it does. */
  readonly peer?: string;
  readonly parse: (text: string, origin: Origin) => Parsed<T>;
}

const AZURE = 'service.beta.kubernetes.io/';
const PORT = '<port>';
/** Ours, which counts first, and those of external-dns. */
export const DNS_PREFIXES = ['azurenetwork.dev/', 'external-dns.kubernetes.io/', 'external-dns.alpha.kubernetes.io/'];

export function azure(name: string): readonly string[] {
  return [AZURE + name];
}

export function azurePort(name: string): readonly string[] {
  return [`${AZURE}port_${PORT}_${name}`];
}

export function dns(name: string): readonly string[] {
  return DNS_PREFIXES.map((prefix) => prefix + name);
}

/** What reading an annotation gave: `key` is the one that was set, or the first where none is. */
export interface ReadAnnotation<T> extends Parsed<T> {
  readonly key: string;
  readonly isSet: boolean;
  /** As written; empty where it isn't set. */
  readonly text: string;
}

export function readAnnotation<T>(annotation: Annotation<T>, meta: Meta, object: SourceRef): ReadAnnotation<T> {
  return read(annotation, annotation.keys, meta, object);
}

/** Of one port: `port` is its number in the Service. */
export function readPortAnnotation<T>(
  annotation: Annotation<T>,
  port: number,
  meta: Meta,
  object: SourceRef,
): ReadAnnotation<T> {
  return read(annotation, [annotation.keys[0]!.replace(PORT, String(port))], meta, object);
}

function read<T>(
  { parse }: Annotation<T>,
  keys: readonly string[],
  { annotations }: Meta,
  object: SourceRef,
): ReadAnnotation<T> {
  const key = keys.find((one) => annotations[one] !== undefined);
  if (key === undefined) return { key: keys[0]!, isSet: false, text: '', value: undefined, problems: [] };
  const text = annotations[key]!;
  const parsed = parse(text, { object, key, reason: 'InvalidAnnotation' });
  const unread = keys.filter((one) => one !== key && (annotations[one] ?? text) !== text);
  const clashes = unread.map((one) => clash(key, one, annotations[one]!, object));
  return { key, isSet: true, text, ...parsed, problems: [...parsed.problems, ...clashes] };
}

function clash(key: string, unread: string, text: string, object: SourceRef): Problem {
  const message = `${unread}: ${quoted(text)} has no effect, since ${key} says otherwise and counts first.`;
  return warning({ object, key: unread, reason: 'InvalidAnnotation' }, text, message);
}

/** Null where it is empty or blank: as if it weren't set. */
export function unlessEmpty<T>(parse: (text: string, origin: Origin) => Parsed<T>) {
  return (text: string, origin: Origin): Parsed<T | null> =>
    text.trim() === '' ? { value: null, problems: [] } : parse(text, origin);
}
