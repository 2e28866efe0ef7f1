// Which record sets at one name are ours, and which are others'?
import type { RecordType } from '../../exposure.js';
import { RECORD_TYPES } from '../../exposure.js';
import type { Zone } from '../../settings.js';
import { textOf } from '../../values/json.js';
import type { SourceRef } from '../../values/source-ref.js';
import { uniqueSources } from '../../values/source-ref.js';
import type { ArmResource } from '../arm-resource.js';
import type { AzureState } from '../azure-state.js';
import { find } from '../azure-state.js';
import { isDigestOf, markedDigests, markedSources } from '../ownership.js';
import { aliasOf, hasMoreSources, metadataOf, targetsOf } from './arm.js';
import type { Claim } from './asked.js';
import type { Held } from './held.js';
import { isHeld, isHeldAt, isNobodyHeld } from './held.js';
import type { AtOneName, Foreign, Own } from './settle.js';
import type { RegistryReader } from './whose.js';
import { hostAt } from './whose.js';
import type { AtName } from './zone-view.js';

export interface Place {
  readonly zone: Zone;
  readonly relative: string;
  readonly atName: AtName;
  readonly claims: readonly Claim[];
  readonly held: Held;
  readonly reader: RegistryReader;
  readonly azure: AzureState;
}

export function peopleAt(place: Place): Pick<AtOneName, 'ours' | 'foreign'> {
  const { relative, atName, claims, reader } = place;
  const ours = new Map<RecordType, Own>();
  const foreign = new Map<string, Foreign>();
  for (const [type, resource] of atName) {
    if (!isKnown(type)) {
      foreign.set(type, { resource });
      continue;
    }
    const wanted = { name: claims.length > 0, type: claims.some((claim) => claim.type === type) };
    const whose = reader.whose(relative, type, resource, wanted);
    if (whose.kind === 'Foreign') {
      const { kind: _, ...said } = whose;
      foreign.set(type, { resource, ...said });
    } else ours.set(type, ownOf(type, resource, whose.kind === 'Adopted' ? whose.sources : undefined, place));
  }
  return { ours, foreign };
}

/** Has an object that is held, be it in part, a part in anything there? */
export function isAnyHeld(atName: AtName, held: Held): boolean {
  return [...atName.values()].some(
    (resource) => hasMoreSources(resource) || sourcesOf(resource, [], held).some((source) => isHeld(source, held)),
  );
}

interface Marked {
  readonly sources: readonly SourceRef[];
  readonly digests: readonly string[];
}

const MARKED = new WeakMap<ArmResource, Marked>();

function marked(resource: ArmResource): Marked {
  let found = MARKED.get(resource);
  if (!found) {
    const metadata = metadataOf(resource);
    MARKED.set(resource, (found = { sources: markedSources(metadata), digests: markedDigests(metadata) }));
  }
  return found;
}

// Of those that its mark has by their digests alone, only who asks for something or is held matters.
function sourcesOf(resource: ArmResource, claims: readonly Claim[], held: Held): readonly SourceRef[] {
  const { sources, digests } = marked(resource);
  if (digests.length === 0) return sources;
  const known = [...claims.map(({ source }) => source), ...held.objects, ...held.parts.keys()];
  return uniqueSources([...sources, ...known.filter((source) => isDigestOf(source, digests))]);
}

function isKnown(type: string): type is RecordType {
  return (RECORD_TYPES as readonly string[]).includes(type);
}

function ownOf(
  type: RecordType,
  resource: ArmResource,
  adopted: readonly SourceRef[] | undefined,
  { zone, relative, claims, held, azure }: Place,
): Own {
  const host = hostAt(relative, zone);
  const sources = adopted ?? sourcesOf(resource, claims, held);
  const isTheirs = (source: SourceRef): boolean => isHeldAt(source, host, type, claims, held);
  const isKept = !isNobodyHeld(held) && (hasMoreSources(resource) || sources.some(isTheirs));
  const alias = aliasOf(resource);
  const address = alias === undefined ? '' : textOf(find(azure, alias)?.properties?.['ipAddress']);
  const targets = address === '' ? targetsOf(type, resource, zone.visibility) : [address];
  return { resource, sources, targets, isKept, isAdopted: adopted !== undefined };
}
