// Which annotations about names have no effect on an object, and why? A misspelt key would else be a name that never comes.
//
//   the key, under one of the three prefixes                   told
//   is ours, and its object's kind has it                      –
//   is ours, of other kinds                                    which
//   is external-dns', for a provider that isn't Azure          – (its manifests may serve several clouds)
//   is external-dns', and nothing here                         that it is
//   is nobody's                                                the nearest one, else those that its kind has
import type { NameSourceKind } from '../../settings.js';
import { editDistance } from '../../values/edit-distance.js';
import type { Problem } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import type { Meta } from '../cluster-state.js';
import { DNS_PREFIXES } from './annotation.js';
import { ANNOTATIONS } from './table.js';
import { warnOfKeys } from './unread-keys.js';

// https://github.com/kubernetes-sigs/external-dns/blob/master/source/annotations/annotations.go
const FOR_OTHER_PROVIDERS = /^(aws|cloudflare|scw|webhook|coredns|ibmcloud|oci|google|alibaba)-/;
const OF_EXTERNAL_DNS: ReadonlySet<string> = new Set(['record-type', 'ingress']);

/** Further away than this, or than half of what was written, a key was meant for something else. */
const FURTHEST = 3;

interface Known {
  readonly appliesTo: string;
  /** Under its first prefix. */
  readonly first: string;
}

// Worked out once: the table never changes.
const KNOWN: ReadonlyMap<string, Known> = new Map(
  Object.values<{ readonly keys: readonly string[]; readonly appliesTo: string }>(ANNOTATIONS).flatMap(
    ({ keys, appliesTo }) => keys.flatMap((key) => (prefixOf(key) ? [[key, { appliesTo, first: keys[0]! }]] : [])),
  ),
);

export function warnOfUnreadNames(meta: Meta, kind: NameSourceKind, object: SourceRef): readonly Problem[] {
  return warnOfKeys(
    meta,
    object,
    (key) => prefixOf(key) !== undefined,
    (key) => whyUnread(key, kind),
  );
}

function prefixOf(key: string): string | undefined {
  return DNS_PREFIXES.find((prefix) => key.startsWith(prefix));
}

function whyUnread(key: string, kind: NameSourceKind): string | undefined {
  const known = KNOWN.get(key);
  if (known && isOn(kind, known)) return undefined;
  if (known) return `it is for ${known.appliesTo}`;
  const name = key.slice(prefixOf(key)!.length);
  if (!key.startsWith(DNS_PREFIXES[0]!)) {
    if (FOR_OTHER_PROVIDERS.test(name)) return undefined;
    if (OF_EXTERNAL_DNS.has(name)) return 'external-dns has it, and it means nothing here';
  }
  const near = nearest(key, kind);
  return near === undefined
    ? `there is no annotation of that name. Allowed on ${kind} are ${[...firstsOf(kind)].sort().join(', ')}`
    : `there is no annotation of that name. ${near} was probably meant`;
}

// The table says it for people: `Ingress, routes, Pod of a headless Service`.
function isOn(kind: NameSourceKind, { appliesTo }: Known): boolean {
  const word = kind.endsWith('Route') ? 'routes' : kind;
  return appliesTo.split(', ').includes(word);
}

function firstsOf(kind: NameSourceKind): ReadonlySet<string> {
  return new Set([...KNOWN.values()].filter((one) => isOn(kind, one)).map(({ first }) => first));
}

/** Under the prefix that was written, if it is known there. */
function nearest(key: string, kind: NameSourceKind): string | undefined {
  const prefix = prefixOf(key)!;
  const name = key.slice(prefix.length);
  const [best] = [...firstsOf(kind)]
    .map((first) => {
      const bare = first.slice(DNS_PREFIXES[0]!.length);
      const meant = KNOWN.has(prefix + bare) ? prefix + bare : first;
      return { meant, distance: editDistance(name.toLowerCase(), bare) };
    })
    .sort((a, b) => a.distance - b.distance || (a.meant < b.meant ? -1 : 1));
  return best && best.distance <= Math.min(FURTHEST, name.length / 2) ? best.meant : undefined;
}
