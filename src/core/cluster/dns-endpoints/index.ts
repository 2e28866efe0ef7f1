// Which records does a DNSEndpoint ask for? Those that it writes down, each entry for itself: what is wrong with one is told
// of that one, and the others go on. Where nothing right is left, what it has stays. One without entries is read all the
// same, since it is told in its status that it was.
import type { UnreadName } from '../../exposure.js';
import type { DNSEndpoint } from '../cluster-state.js';
import { memoise } from '../memoise.js';
import type { Asker, NamesContext, NamesReading } from '../names/index.js';
import { namesReading, readSaid, sourceOf } from '../names/index.js';
import { refOf } from '../reading.js';
import { readEntry } from './entries.js';

/** Undefined: it leaves its names to another controller. */
export const readDNSEndpoint = memoise((endpoint: DNSEndpoint, context: NamesContext): NamesReading | undefined => {
  const { meta } = endpoint;
  const source = sourceOf('DNSEndpoint', meta, context);
  if (!source) return undefined;
  const object = refOf(endpoint);
  const said = readSaid(meta, object, source, context.settings);
  const asker = { object, meta, source, said };
  const entries = endpoint.endpoints.map((entry, index) =>
    readEntry(entry, `spec.endpoints[${index}]`, asker, context.settings),
  );
  const groups = entries.flatMap(({ group }) => group ?? []);
  const problems = entries.flatMap((entry) => entry.problems);
  if (entries.length === 0) return readEmpty(asker);
  return groups.length > 0
    ? keeping(
        entries.flatMap((entry) => entry.unread ?? []),
        namesReading(asker, groups, [], problems, context),
      )
    : namesReading(asker, [], problems, [], context);
});

function keeping(unread: readonly UnreadName[], reading: NamesReading | undefined): NamesReading | undefined {
  return reading && unread.length > 0 ? { ...reading, exposure: { ...reading.exposure, unread } } : reading;
}

function readEmpty({ object, meta, said }: Asker): NamesReading {
  const standing = meta.deletionTimestamp === undefined ? 'Wanted' : 'Gone';
  const exposure = { kind: 'Names', source: object, since: meta.creationTimestamp, standing, names: [] } as const;
  return { exposure, problems: [...said.problems, ...said.unread], isEmpty: false };
}
