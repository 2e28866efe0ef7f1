// Which UID has an object that no API server has seen yet? One made from its name: the same each time, so a plan of the
// same manifests is the same plan.

/** Looks like a UUID (version 8, "custom": https://www.rfc-editor.org/rfc/rfc9562#section-5.8). */
export function stableUid(name: string): string {
  const hex = [0, 1, 2, 3].map((seed) => hash(`${seed}/${name}`).toString(16).padStart(8, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

// FNV-1a, then stirred (the finalizer of MurmurHash3), so that names that differ in one letter differ all over.
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
