// What does an ARM path name? Subscription, group, type and names; a resource, a collection of them, or neither.

export interface ArmPath {
  readonly subscription: string;
  readonly resourceGroup?: string;
  readonly namespace: string;
  /** `['loadBalancers', 'backendAddressPools']` */
  readonly types: readonly string[];
  /** One shorter than `types` for a collection. */
  readonly names: readonly string[];
}

export function parseArmPath(path: string): ArmPath | undefined {
  const match = /^\/subscriptions\/([^/]+)(?:\/resourcegroups\/([^/]+))?\/providers\/([^/]+)\/(.+?)\/?$/i.exec(path);
  if (match === null) return undefined;
  const segments = match[4]!.split('/');
  return {
    subscription: match[1]!,
    ...(match[2] === undefined ? {} : { resourceGroup: match[2] }),
    namespace: match[3]!,
    types: segments.filter((_, index) => index % 2 === 0),
    names: segments.filter((_, index) => index % 2 === 1),
  };
}

export function isCollection(path: ArmPath): boolean {
  return path.names.length < path.types.length;
}

/** `microsoft.network/loadbalancers/backendaddresspools` */
export function typeKey(path: ArmPath): string {
  return [path.namespace, ...path.types].join('/').toLowerCase();
}

export function groupId(subscription: string, group: string): string {
  return `/subscriptions/${subscription}/resourceGroups/${group}`;
}

/** The id as Azure spells it: the caller's case for names, canonical words for the rest. */
export function idOf(path: ArmPath, canonicalType: string): string {
  const [namespace, ...types] = canonicalType.split('/');
  const tail = types.map((type, index) => `${type}/${path.names[index] ?? ''}`).join('/');
  const scope =
    path.resourceGroup === undefined
      ? `/subscriptions/${path.subscription}`
      : groupId(path.subscription, path.resourceGroup);
  return `${scope}/providers/${namespace}/${tail}`.replace(/\/$/, '');
}

export function lastName(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

/** The id of the resource that contains this one, such as the zone of a record set. */
export function parentId(id: string): string {
  return id.split('/').slice(0, -2).join('/');
}
