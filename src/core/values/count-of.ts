// How is a number of things said?

/** `1 port`, `2 ports`; `what` in the singular. */
export function countOf(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
