// Which ReplicaSet is of which template? A hash of the template names it. Not the one that Kubernetes computes, but
// as stable.
import { createHash } from 'node:crypto';
import type { PodTemplate } from './objects.js';

export const HASH_LABEL = 'pod-template-hash';

/** No vowels: no words by chance. */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

export function hashOf(template: PodTemplate): string {
  const digest = createHash('sha256').update(JSON.stringify(template, sortKeys)).digest();
  return [...digest.subarray(0, 10)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
