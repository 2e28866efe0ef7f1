// What is said of a listed zone that can't be read? Nothing is written to it, and whoever wants a name in it waits.
import type { Zone } from '../../settings.js';
import type { Problem } from '../../values/problem.js';
import { problem } from '../../values/problem.js';
import { AZURE_NETWORK_REF, uniqueSources } from '../../values/source-ref.js';
import type { Unreadable } from '../azure-state.js';
import type { Wish, Withheld } from '../network-model.js';
import { recordSetId } from './arm.js';
import type { AskedOf } from './asked.js';

export function unreadableZone(
  zone: Zone,
  index: number,
  why: Unreadable,
  asked: AskedOf,
): Pick<Wish, 'problems' | 'withheld'> {
  const reason = why.status === 404 ? 'NotFound' : why.status === 403 ? 'Forbidden' : 'AzureError';
  const message = `${sentence(reason, zone.id)} Azure says: ${why.code}: ${why.message}`;
  const key = `spec.dns.zones[${index}].id`;
  const withheld = [...asked].flatMap(([relative, claims]) =>
    [...Map.groupBy(claims, ({ type }) => type)].map(([type, wanting]): Withheld => {
      const because = uniqueSources(wanting.map(({ source }) => source));
      return { id: recordSetId(zone.id, type, relative), action: 'Create', reason: 'Unreadable', message, because };
    }),
  );
  return {
    problems: [problem({ object: AZURE_NETWORK_REF, key, reason }, zone.id, `${key}: ${message}`)],
    withheld,
  };
}

function sentence(reason: Problem['reason'], id: string): string {
  switch (reason) {
    case 'NotFound':
      return `There is no DNS zone ${id}. Allowed is the id of one that exists.`;
    case 'Forbidden':
      return `We may not read DNS zone ${id}. The operator's identity needs a role such as DNS Zone Contributor on it.`;
    default:
      return `DNS zone ${id} can't be read.`;
  }
}
