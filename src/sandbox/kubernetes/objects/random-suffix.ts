// What does the API server hang onto a generateName? Five characters that make no words.
import { randomInt } from 'node:crypto';

const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** Longer prefixes are cut. https://kubernetes.io/docs/reference/using-api/api-concepts/#generated-values */
const LONGEST = 58;

export function generatedName(prefix: string): string {
  return prefix.slice(0, LONGEST) + randomSuffix();
}

export function randomSuffix(length = 5): string {
  return Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}
