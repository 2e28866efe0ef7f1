// A short name for a long text: the same each time, another for nearly every other text. No secret hangs on it; who
// gives names by it tells apart those that meet all the same.

/** FNV-1a's own. */
export const SEED = 0x811c9dc5;

/** `digits` hexadecimal digits, at most 16, an even number: half of them each from two hashes (FNV-1a, then stirred). */
export function digest(text: string, digits: number): string {
  const half = digits / 2;
  return [SEED, 0x2a9f54d1].map((seed) => hex(hash(text, seed)).slice(0, half)).join('');
}

/** 32 bits. */
export function hash(text: string, seed: number): number {
  let value = seed;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}
