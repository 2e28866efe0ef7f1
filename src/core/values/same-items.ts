// Are the very same things in two lists, in the same order? By identity: what is remembered of a list is good for as long.

export function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a === b || (a.length === b.length && a.every((one, index) => one === b[index]));
}
