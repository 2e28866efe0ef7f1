// Which UID has an object that no API server has seen yet? One made from its name: the same each time, so a plan of the
// same manifests is the same plan.

import { hash, SEED } from '../values/digest.js';

/** Looks like a UUID (version 8, "custom": https://www.rfc-editor.org/rfc/rfc9562#section-5.8). */
export function stableUid(name: string): string {
  const hex = [0, 1, 2, 3].map((seed) => hash(`${seed}/${name}`, SEED).toString(16).padStart(8, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
