// Which tags has a public IP of ours? Those that the settings and all its Services ask for, the older Service's word
// first, and our marks. A tag that nobody asks for any more goes only if a mark says that we set it.
//
//   tag                     asked for   noted as ours   outcome
//   a mark of ours          –           –               as we write it
//   any                     yes         –               the value asked for, in the spelling that is there; noted
//   any                     no          yes             it goes
//   any                     no          no              left alone
import type { PublicFrontend } from '../../exposure.js';
import { byAge } from '../../exposure.js';
import type { Settings } from '../../settings.js';
import { mergeTags } from '../../values/azure-tag.js';
import type { ArmResource } from '../arm-resource.js';
import { markedTags, marks, TAGS_MARK, tagsMark } from '../ownership.js';
import type { Place } from '../placement/index.js';

/** To be laid over the tags that are there: undefined takes one away. */
export function publicIPTags(
  observed: ArmResource | undefined,
  sharers: readonly Place[],
  settings: Settings,
): Readonly<Record<string, string | undefined>> {
  const { tags: forAll, publicIPTags: forPublicIPs } = settings.loadBalancer;
  const youngestFirst = [...sharers].sort(({ service: a }, { service: b }) => byAge(b, a));
  const asked = mergeTags(
    forAll,
    forPublicIPs,
    ...youngestFirst.map(({ frontend }) => (frontend as PublicFrontend).tags),
  );
  const there = new Map(Object.keys(observed?.tags ?? {}).map((name) => [name.toLowerCase(), name]));
  const spelt = (name: string): string => there.get(name.toLowerCase()) ?? name;
  const names = Object.keys(asked).map(spelt);
  const kept = new Set(names.map((name) => name.toLowerCase()));
  const gone = markedTags(observed?.tags).filter((name) => !kept.has(name.toLowerCase()));
  const ours = marks(
    settings.clusterId,
    sharers.map(({ service }) => service.source),
  );
  return {
    ...Object.fromEntries(gone.map((name) => [spelt(name), undefined])),
    ...Object.fromEntries(Object.entries(asked).map(([name, value]) => [spelt(name), value])),
    [TAGS_MARK]: names.length === 0 ? undefined : tagsMark(names),
    ...ours,
  };
}
