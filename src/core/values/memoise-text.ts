// Has this text been worked out before? For short texts that every pass makes anew from the same short texts, thousands of
// times: the same text, or whatever was made of it, comes back, so that a map that is asked for it need not read it again.

/** Enough for a large cluster; then all is forgotten at once, which costs one slow pass. */
const MOST = 100_000;

/** `make` must be pure. */
export function memoiseText<R extends string | object>(make: (text: string) => R): (text: string) => R {
  const known = new Map<string, R>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    if (known.size >= MOST) known.clear();
    const made = make(text);
    known.set(text, made);
    return made;
  };
}
