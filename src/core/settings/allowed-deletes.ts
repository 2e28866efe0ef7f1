// Which deletes that a guard keeps back has the administrator released? The annotation says how many, so that what is
// released today lets nothing larger go another day.
import type { Zone } from '../settings.js';
import type { Parsed, Problem } from '../values/problem.js';
import { quoted, warning } from '../values/problem.js';
import { AZURE_NETWORK_REF } from '../values/source-ref.js';
import { zoneKeys } from './zone-keys.js';

export const ALLOW_DELETES = 'azurenetwork.dev/allow-deletes';

const KINDS = ['publicip', 'loadbalancerrule', 'securityrule'];

/** By zone (zone-keys.ts), or kind of resource in lower case. What isn't understood releases nothing. */
export function readAllowedDeletes(
  annotations: Readonly<Record<string, string>>,
  zones: readonly Pick<Zone, 'id' | 'name' | 'visibility'>[],
): Parsed<ReadonlyMap<string, number>> {
  const known = new Set([...KINDS, ...zoneKeys(zones)]);
  const value = new Map<string, number>();
  const problems: Problem[] = [];
  for (const part of (annotations[ALLOW_DELETES] ?? '').split(',').map((text) => text.trim())) {
    if (part === '') continue;
    const [, key = '', count = ''] = /^([^=]+?)\s*=\s*(\d{1,9})$/.exec(part) ?? [];
    if (known.has(key.toLowerCase())) value.set(key.toLowerCase(), Number(count));
    else problems.push(notUnderstood(part, [...known]));
  }
  return { value, problems };
}

function notUnderstood(part: string, known: readonly string[]): Problem {
  const message = `${ALLOW_DELETES}: ${quoted(part)} releases nothing. Allowed are a number for each of ${known.join(', ')}, such as ${known.at(-1)}=12.`;
  return warning({ object: AZURE_NETWORK_REF, key: ALLOW_DELETES, reason: 'InvalidAnnotation' }, part, message);
}
