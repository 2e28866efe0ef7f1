// What do the world and the users see of names? Answers of the fake's name servers, and events on objects.
import { expect } from '@jest/globals';
import { eventually } from '../../contract/eventually.js';
import { ask } from '../../dns-client.js';
import type { Item, World } from '../world.js';

export interface Seen {
  /** Sorted. `isPrivate`: as a network sees them that is linked to the private zones. */
  readonly answers: (host: string, type?: string, isPrivate?: boolean) => Promise<readonly string[]>;
  /** Sooner or later. */
  readonly sees: (host: string, type: string, expected: readonly unknown[], isPrivate?: boolean) => Promise<void>;
  readonly warnings: (kind: string, name: string) => Promise<readonly Item[]>;
  /** Sooner or later: a warning on the object with this reason and these words. */
  readonly told: (kind: string, name: string, reason: string, ...words: readonly string[]) => Promise<void>;
}

export function seenIn(world: () => World): Seen {
  const answers: Seen['answers'] = async (host, type = 'A', isPrivate = false) => {
    const { dnsPort, privateDnsPort } = world().azure;
    return [...(await ask(isPrivate ? privateDnsPort : dnsPort, host, type)).answers].sort();
  };
  const warnings: Seen['warnings'] = async (kind, name) =>
    (await world().cluster.list('events')).filter(
      ({ regarding, type }) => regarding.kind === kind && regarding.name === name && type === 'Warning',
    );
  return {
    answers,
    warnings,
    sees: (host, type, expected, isPrivate = false) =>
      eventually(async () => expect(await answers(host, type, isPrivate)).toEqual(expected), 30_000),
    told: (kind, name, reason, ...words) =>
      eventually(async () => {
        const all = await warnings(kind, name);
        const notes = all.filter((one) => one.reason === reason).map(({ note }) => note as string);
        expect([notes.some((note) => words.every((word) => note.includes(word))), all]).toEqual([true, all]);
      }, 20_000),
  };
}
