// How is a count told in one line?
import type { Count } from './count.js';
import { writesOf } from './count.js';
import type { Measured } from './world.js';

export function shown({ count, failures, milliseconds }: Measured): string {
  const writes = [...count.writes].map(([type, many]) => `${many} ${type}`).join(', ');
  return [
    `${writesOf(count)} writes (${writes})`,
    ...(count.deletes ? [`${count.deletes} deletes`] : []),
    `${count.polls} polls`,
    `${count.reads} reads`,
    ...(count.refused ? [`${count.refused} refused`] : []),
    ...(failures.length ? [`failed: ${failures.join(' ')}`] : []),
    `${(milliseconds / 1000).toFixed(1)} s`,
  ].join(', ');
}

export function callsOf({ writes, deletes, polls, reads }: Count): number {
  return writesOf({ writes }) + deletes + polls + reads;
}
