// Which Azure resource is meant? ARM ids are compared without regard to case, but shown as they were written
// (https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules).

/** `/subscriptions/S/resourceGroups/G/providers/Microsoft.Network/type/name[/type/name…]`, as written. */
export type ArmId = string & { readonly __brand: 'ArmId' };

/** An ArmId in lower case: for maps and comparison only, never shown or sent. */
export type ArmKey = string & { readonly __brand: 'ArmKey' };

export interface ArmIdParts {
  readonly subscription: string;
  readonly resourceGroup: string;
  /** `Microsoft.Network/loadBalancers`, children included: `Microsoft.Network/dnsZones/A`. */
  readonly type: string;
  /** The last name. */
  readonly name: string;
  /** All names, outermost first. */
  readonly names: readonly string[];
}

const SHAPE = /^\/subscriptions\/([^/]+)\/resourcegroups\/([^/]+)\/providers\/([^/]+)((?:\/[^/]+\/[^/]+)+)$/i;

export function armKey(id: string): ArmKey {
  return id.toLowerCase() as ArmKey;
}

export function sameArmId(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && armKey(a) === armKey(b);
}

/** Undefined where the text is no id of a resource in a resource group. */
export function parseArmId(text: string): ArmIdParts | undefined {
  const match = SHAPE.exec(text);
  if (!match) return undefined;
  const [, subscription, resourceGroup, namespace, path] = match;
  const segments = path!.slice(1).split('/');
  const names = segments.filter((_, index) => index % 2 === 1);
  const types = segments.filter((_, index) => index % 2 === 0);
  return {
    subscription: subscription!,
    resourceGroup: resourceGroup!,
    type: [namespace!, ...types].join('/'),
    name: names.at(-1)!,
    names,
  };
}

export function networkId(subscription: string, resourceGroup: string, type: string, name: string): ArmId {
  return `/subscriptions/${subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.Network/${type}/${name}` as ArmId;
}

/** `web` of `…/probes/web`. */
export function lastName(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

/** The id of a child: `childId(lb, 'probes', 'web')`. */
export function childId(parent: ArmId, type: string, name: string): ArmId {
  return `${parent}/${type}/${name}` as ArmId;
}
