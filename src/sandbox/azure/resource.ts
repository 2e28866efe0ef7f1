// What is a resource to the fake, and what must each type that it knows tell about itself?
import type { JsonObject } from '../json.js';
import type { Chance } from './random.js';

export interface Resource extends JsonObject {
  id: string;
  name: string;
  type: string;
  properties: JsonObject;
}

/** Read access to all that is there, for checks and reverse references. */
export interface World {
  get(id: string): Resource | undefined;
  /** Of one type (any case), sorted by id. */
  ofType(type: string): readonly Resource[];
  /** Resources one level below this one. */
  children(id: string): readonly Resource[];
  /** Is an operation on this resource still running? */
  busy(id: string): boolean;
  /** Does a running operation still hold on to this resource, though its new body doesn't? Who? */
  heldBy(id: string): string | undefined;
  readonly chance: Chance;
}

export interface ResourceType {
  /** As Azure spells it in `type` and in ids: `Microsoft.Network/loadBalancers`. */
  readonly type: string;
  /** Which writes are operations to poll? `dns`: only DELETE; `private-dns`: both, and PUT answers 202 and `{}`. */
  readonly operations: 'network' | 'dns' | 'private-dns' | 'none';
  /** Server-filled fields; throws a Refusal for what Azure wouldn't take. `before` is what was there. */
  complete(sent: Resource, before: Resource | undefined, world: World): Resource;
  /** What comes with the end of the operation, such as the address. */
  finish?(resource: Resource, world: World): Resource;
  /** Says Succeeded in its first answer although an operation is named. */
  succeedsAtOnce?(resource: Resource): boolean;
  /** Throws a Refusal when it is in use. */
  checkDelete?(resource: Resource, world: World): void;
  /** References from others, worked out when it is read. */
  view?(resource: Resource, world: World): Resource;
  /** Ids of what it occupies, freed only when the write that drops them has ended. */
  occupies?(resource: Resource): readonly string[];
  /** What is made together with it, such as the SOA record of a zone. */
  companions?(resource: Resource): readonly Resource[];
  /** Its etag is a bare GUID, and its preconditions are those of Azure DNS. */
  readonly bareEtag?: boolean;
  /** Ids show group and names in lower case, whatever was asked. */
  readonly lowerCaseIds?: boolean;
  /** Lists in `properties` whose items have ids of their own. */
  readonly children: readonly ChildList[];
}

export interface ChildList {
  readonly list: string;
  /** Can be PUT and DELETEd alone. */
  readonly writable: boolean;
}

/** The same etag and provisioningState for a resource and its children; stored types stay as given. */
export function stamp(resource: Resource, kind: ResourceType, etag: string, state: string): Resource {
  if (kind.operations === 'none') return resource;
  resource['etag'] = etag;
  if (kind.operations !== 'dns') resource.properties['provisioningState'] = state;
  for (const { list } of kind.children) {
    const children = resource.properties[list];
    if (!Array.isArray(children)) continue;
    for (const child of children as JsonObject[]) {
      child['etag'] = etag;
      child['properties'] = { ...(child['properties'] as JsonObject), provisioningState: state };
    }
  }
  return resource;
}
