// Which record sets at one name are ours, and which are others'?
import type { RecordType } from '../../exposure.js';
import { RECORD_TYPES } from '../../exposure.js';
import type { Zone } from '../../settings.js';
import { textOf } from '../../values/json.js';
import type { SourceRef } from '../../values/source-ref.js';
import type { ArmResource } from '../arm-resource.js';
import type { AzureState } from '../azure-state.js';
import { find } from '../azure-state.js';
import { markedSources } from '../ownership.js';
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
  return [...atName.values()].some((resource) =>
    isPartOf(resource, sourcesOf(resource), (source) => isHeld(source, held)),
  );
}

function isPartOf(
  resource: ArmResource,
  sources: readonly SourceRef[],
  isTheirs: (source: SourceRef) => boolean,
): boolean {
  return hasMoreSources(resource) || sources.some(isTheirs);
}

const SOURCES = new WeakMap<ArmResource, readonly SourceRef[]>();

function sourcesOf(resource: ArmResource): readonly SourceRef[] {
  let sources = SOURCES.get(resource);
  if (!sources) SOURCES.set(resource, (sources = markedSources(metadataOf(resource))));
  return sources;
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
  const isKept =
    !isNobodyHeld(held) &&
    isPartOf(resource, adopted ?? sourcesOf(resource), (source) => isHeldAt(source, host, type, claims, held));
  const alias = aliasOf(resource);
  const address = alias === undefined ? '' : textOf(find(azure, alias)?.properties?.['ipAddress']);
  const targets = address === '' ? targetsOf(type, resource, zone.visibility) : [address];
  return { resource, targets, isKept, ...(adopted && { adopted }) };
}
