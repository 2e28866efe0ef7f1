// What is told to an object that finds no room? Which limit, how much of it is used by whom, and what would help.
import type { Settings } from '../../settings.js';
import { formatPortRange } from '../../values/port-range.js';
import type { Problem } from '../../values/problem.js';
import { problem } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import { parseSourceRef } from '../../values/source-ref.js';
import type { Refusal, Room } from './fit.js';
import type { LaidRule } from './layout.js';
import type { Sharers } from './sharers.js';
import type { Usage } from './usage.js';

export interface Where {
  readonly groupName: string;
  /** In `spec.securityGroups`. */
  readonly index: number;
  readonly group: Settings['securityGroups'][number];
  readonly room: Room;
}

type Sharing = ReadonlyMap<LaidRule, Sharers>;

export function limitsReached(refused: readonly Refusal[], sharing: Sharing, where: Where): readonly Problem[] {
  const users = new Map<keyof Usage, string>();
  return refused.map(({ claim: { source: object }, limit }) => {
    if (!users.has(limit)) users.set(limit, usersOf(limit, sharing, where));
    const { groupName } = where;
    const message =
      `Network security group ${groupName} ${full(limit, where)}. ${users.get(limit)!} ` +
      `What ${object} already has there stays, nothing new is opened; it follows when there is room.`;
    return problem({ object, key: 'spec.ports', reason: 'LimitReached' }, groupName, message);
  });
}

function full(limit: keyof Usage, { room, index, group }: Where): string {
  const band = (key: 'allowPriorities' | 'denyPriorities'): string =>
    `has no priority left between ${formatPortRange(group[key])} (spec.securityGroups[${index}].${key} of the AzureNetwork). Widen that range`;
  switch (limit) {
    case 'rules':
      return `would have more than ${room.limits.rules} rules, which Azure allows. Objects with the same sources and ports share a rule`;
    case 'sources':
      return `would have more than ${room.limits.sources} source ranges in its rules, which Azure allows. Write fewer or wider ranges`;
    case 'destinations':
      return `would have more than ${room.limits.destinations} destinations in its rules, which Azure allows. Open fewer ports or nodes`;
    case 'allows':
      return band('allowPriorities');
    case 'denies':
      return band('denyPriorities');
  }
}

const WORDS: Readonly<Record<keyof Usage, string>> = {
  rules: 'rules',
  allows: 'rules',
  denies: 'rules',
  sources: 'source ranges',
  destinations: 'destinations',
};
const MOST_NAMED = 3;

/** A rule of several namespaces counts for each of them. */
function usersOf(limit: keyof Usage, sharing: Sharing, { room: { foreign } }: Where): string {
  const counts = new Map<string, number>();
  for (const [{ box }, { sources }] of sharing) {
    if (limit === 'allows' && box.access !== 'Allow') continue;
    if (limit === 'denies' && box.access !== 'Deny') continue;
    const many = limit === 'sources' ? box.sources.length : limit === 'destinations' ? box.destinations.length : 1;
    for (const namespace of new Set(sources.map(namespaceOf)))
      counts.set(namespace, (counts.get(namespace) ?? 0) + many);
  }
  const most = [...counts].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1)).slice(0, MOST_NAMED);
  const shares = most.map(([namespace, count]) => `${count} ${WORDS[limit]} are namespace ${namespace}'s`);
  const others = foreign[limit];
  const all = [...shares, ...(others > 0 ? [`${others} ${WORDS[limit]} are not ours`] : [])];
  return all.length === 0 ? 'It is too much for any group.' : `Of what is used, ${all.join(', ')}.`;
}

function namespaceOf(source: SourceRef): string {
  return parseSourceRef(source)?.namespace ?? source;
}
