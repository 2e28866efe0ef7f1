// Which permissions does a request to ARM need? The action of the request itself, and one for each resource that its
// body refers to: ARM looks at both (https://learn.microsoft.com/azure/role-based-access-control/resource-provider-operations).

export interface ArmRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
}

const VERBS: Readonly<Record<string, string>> = {
  GET: 'read',
  HEAD: 'read',
  PUT: 'write',
  PATCH: 'write',
  DELETE: 'delete',
};

/** `Microsoft.Network/loadBalancers/write`. Throws where the path names no provider. */
export function actionOf({ method, path }: ArmRequest): string {
  const [namespace, ...rest] = path.split('/providers/').at(-1)!.split('/');
  if (!path.includes('/providers/') || !namespace) throw new Error(`${method} ${path}: no provider, no action known`);
  // Types and names take turns; a collection ends with a type, and an action of POST stands behind a name.
  const types = rest.filter((_, index) => index % 2 === 0);
  const verb = VERBS[method];
  return [namespace, ...types, verb ?? 'action'].join('/');
}

/** What a property of a body that was written links to; what Azure itself fills in (`subnets` of an NSG) isn't among them. */
const LINKS: Readonly<Record<string, string>> = {
  publicIPAddress: 'Microsoft.Network/publicIPAddresses/join/action',
  subnet: 'Microsoft.Network/virtualNetworks/subnets/join/action',
  // https://learn.microsoft.com/azure/aks/concepts-identity: pools of addresses
  virtualNetwork: 'Microsoft.Network/virtualNetworks/joinLoadBalancer/action',
  sourceApplicationSecurityGroups: 'Microsoft.Network/applicationSecurityGroups/joinNetworkSecurityRule/action',
  destinationApplicationSecurityGroups: 'Microsoft.Network/applicationSecurityGroups/joinNetworkSecurityRule/action',
};

/** Of the resource as it was written, without repetitions. */
export function linkedActions(body: unknown): readonly string[] {
  return [...new Set(linksIn(body))].sort();
}

function linksIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const link = LINKS[key];
    const refers = [inner].flat().some((one) => typeof one === 'object' && one !== null && 'id' in one);
    return [...(link !== undefined && refers ? [link] : []), ...linksIn(inner)];
  });
}
