// Whose is a record set that is there?
//
//   it says                                            it is
//   NS at the zone itself, whatever it says            foreign: Azure's
//   our mark                                           ours
//   another cluster's mark                             foreign
//   external-dns' TXT beside it, an owner that the     ours from now on: the next write of it adds our mark
//   settings take over from
//   external-dns' TXT, any other owner                 foreign, and the owner is told to who wants the name
//   a TXT sealed with a key that we don't have         foreign, and that is told
//   nothing, but the settings list its name and        ours from now on
//   somebody asks for it
//   nothing                                            foreign
import type { RecordType } from '../../exposure.js';
import type { Settings, Zone } from '../../settings.js';
import type { SourceRef } from '../../values/source-ref.js';
import type { ArmResource } from '../arm-resource.js';
import { CLUSTER_MARK } from '../ownership.js';
import { metadataOf, targetsOf } from './arm.js';
import type { TxtCipher, TxtOwner } from './txt-registry.js';
import { isSealed, readTxt, sourceOfResource, txtNames } from './txt-registry.js';
import type { AtName, ZoneView } from './zone-view.js';
import { isOurs } from './zone-view.js';

export type Whose =
  | { readonly kind: 'Ours' }
  /** Whom it was for, as far as its TXT says. */
  | { readonly kind: 'Adopted'; readonly sources: readonly SourceRef[] }
  /** `owner`: of external-dns; `isSealed`: one that is sealed with a key that we don't have. */
  | { readonly kind: 'Foreign'; readonly owner?: string; readonly isSealed?: true };

export interface Wanted {
  /** Somebody wants something at the name, */
  readonly name: boolean;
  /** and this very type. */
  readonly type: boolean;
}

export interface RegistryReader {
  readonly whose: (relative: string, type: RecordType, resource: ArmResource, wanted: Wanted) => Whose;
  /** TXT record sets of owners that we take over from, which tell of this record set and nothing else. */
  readonly leftBeside: (relative: string, type: RecordType) => readonly LeftTxt[];
}

interface TxtThere {
  readonly relative: string;
  readonly resource: ArmResource;
}

export interface LeftTxt extends TxtThere {
  readonly sources: readonly SourceRef[];
}

type OwnedTxt = LeftTxt & Pick<TxtOwner, 'owner'>;

export function registryReader(
  zone: Zone,
  view: ZoneView,
  { dns, clusterId }: Settings,
  cipher: TxtCipher | undefined,
): RegistryReader {
  const owners = new Set(dns.adopt.externalDNSOwners);
  const unowned = new Set(dns.adopt.unowned);
  const txtAt = (name: string): readonly TxtThere[] => {
    const relative = relativeTo(name, zone);
    const resource = relative === undefined ? undefined : view.names.get(relative)?.get('TXT');
    return relative !== undefined && resource ? [{ relative, resource }] : [];
  };
  const namesBeside = (relative: string, type: RecordType): readonly string[] =>
    txtNames(hostAt(relative, zone), type, dns.txt);
  const ownersBeside = (relative: string, type: RecordType, isWanted: boolean): readonly OwnedTxt[] => {
    const names = namesBeside(relative, type);
    // The newest form comes first, and says the type.
    const telling = isWanted || OF_OLD.includes(type) ? names : names.slice(0, 1);
    return telling.flatMap(txtAt).flatMap((one) => {
      const owner = ownerIn(one.resource, zone, cipher);
      return owner ? [{ ...one, sources: sourcesOf(owner), owner: owner.owner }] : [];
    });
  };
  const isSealedBeside = (relative: string, type: RecordType): boolean =>
    namesBeside(relative, type)
      .flatMap(txtAt)
      .some(({ resource }) => targetsOf('TXT', resource, zone.visibility).some((text) => isSealed(text, cipher)));
  return {
    whose: (relative, type, resource, wanted) => {
      if (relative === '@' && type === 'NS') return { kind: 'Foreign' };
      if (isOurs(resource, clusterId)) return { kind: 'Ours' };
      if (metadataOf(resource)?.[CLUSTER_MARK] !== undefined) return { kind: 'Foreign' };
      if (owners.size === 0 && !wanted.name) return { kind: 'Foreign' };
      const said = ownersBeside(relative, type, wanted.type).find((one) => one.resource !== resource);
      if (said && owners.has(said.owner)) return { kind: 'Adopted', sources: said.sources };
      if (said) return { kind: 'Foreign', owner: said.owner };
      if (isSealedBeside(relative, type)) return { kind: 'Foreign', isSealed: true };
      const isListed = wanted.type && unowned.has(hostAt(relative, zone)) && !ownerIn(resource, zone, cipher);
      return isListed ? { kind: 'Adopted', sources: [] } : { kind: 'Foreign' };
    },
    leftBeside: (relative, type) =>
      owners.size === 0
        ? []
        : ownersBeside(relative, type, false).filter(
            (one) =>
              owners.has(one.owner) &&
              !isOurs(one.resource, clusterId) &&
              targetsOf('TXT', one.resource, zone.visibility).length === 1 &&
              (one.relative !== relative || isAllOurs(view.names.get(relative)!, clusterId)),
          ),
  };
}

// The old form tells of all that external-dns then had at the name.
function isAllOurs(atName: AtName, clusterId: string): boolean {
  return [...atName].every(([type, resource]) => !OF_OLD.includes(type) || isOurs(resource, clusterId));
}

/**
 * What external-dns makes unless it is told otherwise: its old form doesn't say the type, so that anything else at the name, which
 * nobody asks for, may be made by hand.
 */
const OF_OLD: readonly string[] = ['A', 'AAAA', 'CNAME'];

const OWNERS = new WeakMap<ArmResource, { readonly cipher: TxtCipher | undefined; readonly owner?: TxtOwner }>();

/** Undefined where it is no TXT record set of external-dns'. */
function ownerIn(resource: ArmResource, { visibility }: Zone, cipher: TxtCipher | undefined): TxtOwner | undefined {
  const known = OWNERS.get(resource);
  if (known && known.cipher === cipher) return known.owner;
  const [owner] = targetsOf('TXT', resource, visibility).flatMap((text) => readTxt(text, cipher) ?? []);
  OWNERS.set(resource, { cipher, ...(owner && { owner }) });
  return owner;
}

function sourcesOf({ resource }: TxtOwner): readonly SourceRef[] {
  return (resource === undefined ? undefined : [sourceOfResource(resource)])?.flatMap((one) => one ?? []) ?? [];
}

export function hostAt(relative: string, { name }: Zone): string {
  return relative === '@' ? name : `${relative}.${name}`;
}

/** Undefined where it is outside the zone. */
export function relativeTo(host: string, { name }: Zone): string | undefined {
  if (host === name) return '@';
  return host.endsWith(`.${name}`) ? host.slice(0, -name.length - 1) : undefined;
}
