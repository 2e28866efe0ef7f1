// Which rights does the operator need in Azure, on what and why? docs/azure-permissions.md is made of this; the test
// compares it with what the operator asks of the fake Azure.

export interface Right {
  readonly scope: 'ResourceGroup' | 'VirtualNetwork' | 'SecurityGroups' | 'Zones' | 'PrivateZones' | 'Subscription';
  readonly because: string;
}

const SCOPES: Readonly<Record<Right['scope'], string>> = {
  ResourceGroup: 'the resource group of the load balancers (`spec.resourceGroup`)',
  VirtualNetwork: 'the virtual network of the nodes (`spec.virtualNetworkId`)',
  SecurityGroups: 'each network security group (`spec.securityGroups`)',
  Zones: 'each public DNS zone (`spec.dns.zones`)',
  PrivateZones: 'each private DNS zone (`spec.dns.zones`)',
  Subscription: 'the subscription of each of these resources',
};

export const PUBLIC_TYPES = ['A', 'AAAA', 'CAA', 'CNAME', 'MX', 'NS', 'PTR', 'SRV', 'TXT'];
export const PRIVATE_TYPES = PUBLIC_TYPES.filter((type) => type !== 'CAA' && type !== 'NS');

/** By action, spelled as Azure's list of them does. */
export const RIGHTS: Readonly<Record<string, Right>> = {
  'Microsoft.Network/loadBalancers/read': right('ResourceGroup', 'to see what there is, also what others changed'),
  'Microsoft.Network/loadBalancers/write': right('ResourceGroup', 'frontends, rules, probes and pools of Services'),
  'Microsoft.Network/loadBalancers/delete': right('ResourceGroup', 'with its last frontend, the load balancer goes'),
  'Microsoft.Network/publicIPAddresses/read': right('ResourceGroup', 'the addresses that Services show'),
  'Microsoft.Network/publicIPAddresses/write': right('ResourceGroup', 'an address for each public Service'),
  'Microsoft.Network/publicIPAddresses/delete': right('ResourceGroup', 'when its Service goes'),
  'Microsoft.Network/publicIPAddresses/join/action': right('ResourceGroup', 'a frontend refers to its public address'),
  'Microsoft.Network/virtualNetworks/subnets/read': right('VirtualNetwork', 'whether there are the subnets asked for'),
  'Microsoft.Network/virtualNetworks/subnets/join/action': right(
    'VirtualNetwork',
    'a frontend of an internal Service refers to its subnet',
  ),
  'Microsoft.Network/virtualNetworks/joinLoadBalancer/action': right(
    'VirtualNetwork',
    'pools hold addresses of nodes and refer to their network',
  ),
  'Microsoft.Network/networkSecurityGroups/read': right('SecurityGroups', 'rules of ours and of others'),
  'Microsoft.Network/networkSecurityGroups/write': right('SecurityGroups', 'to open and to close ports'),
  'Microsoft.Network/dnszones/recordsets/read': right('Zones', 'record sets of ours and of others'),
  ...recordSets('dnszones', PUBLIC_TYPES, 'Zones'),
  'Microsoft.Network/privateDnsZones/ALL/read': right('PrivateZones', 'record sets of ours and of others'),
  ...recordSets('privateDnsZones', PRIVATE_TYPES, 'PrivateZones'),
  'Microsoft.Network/locations/operations/read': right('Subscription', 'whether a write is done and how it ended'),
};

function recordSets(zones: string, types: readonly string[], scope: Right['scope']): Readonly<Record<string, Right>> {
  return Object.fromEntries(
    types.flatMap((type) => [
      [`Microsoft.Network/${zones}/${type}/read`, right(scope, 'whether a write whose answer was lost was done')],
      [`Microsoft.Network/${zones}/${type}/write`, right(scope, `names with ${type} records`)],
      [`Microsoft.Network/${zones}/${type}/delete`, right(scope, 'when their object goes')],
    ]),
  );
}

function right(scope: Right['scope'], because: string): Right {
  return { scope, because };
}

const GROUP = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups';

/** As `az role definition create --role-definition` takes it. */
export function customRole(): object {
  return {
    Name: 'Azure Network Operator',
    Description: 'What azure-network-operator needs, and nothing else',
    Actions: Object.keys(RIGHTS).sort(),
    AssignableScopes: ['/subscriptions/00000000-0000-0000-0000-000000000000'],
  };
}

export function permissionsPage(): string {
  const scopes = Object.entries(SCOPES).map(([scope, words]) => {
    const rows = Object.entries(RIGHTS).filter(([, { scope: its }]) => its === scope);
    return [`On ${words}:`, '', '| Action | Because |', '|---|---|', ...rows.map(row), ''].join('\n');
  });
  return `${INTRODUCTION}\n${scopes.join('\n')}\n${roleSection()}`;
}

function row([action, { because }]: readonly [string, Right]): string {
  return `| \`${action}\` | ${because} |`;
}

const INTRODUCTION = `# Permissions in Azure

<!-- Made by \`npm run permissions\` from test/permissions/azure-role.ts; not to be edited. -->

The operator asks for these actions and for no others. The list is checked: a test lets the operator make, change and delete
everything that it knows against the fake Azure, translates the journal of requests and the references in what was written
into actions, and fails where one isn't listed or a listed one is never asked for.
`;

function roleSection(): string {
  return `One more right may be needed for the sake of rules of others: a security group is written as a whole, so where a rule
in it refers to an application security group, Azure wants \`Microsoft.Network/applicationSecurityGroups/joinNetworkSecurityRule/action\`
on that one too. Wider than needed, but built in: Network Contributor on the resource groups and DNS Zone Contributor and
Private DNS Zone Contributor on the zones.

## The same as a role

\`\`\`json
${JSON.stringify(customRole(), null, 2)}
\`\`\`

With this in \`role.json\`, and your own subscription in \`AssignableScopes\`:

\`\`\`
az role definition create --role-definition role.json
az role assignment create --role "Azure Network Operator" --assignee-object-id PRINCIPAL --assignee-principal-type ServicePrincipal --scope ${GROUP}/RESOURCE_GROUP
\`\`\`

with one assignment for each scope above. Operations stand under the subscription and in no resource group; clients whose role reaches
no further than groups are known to follow theirs all the same. Where yours is refused that, give it
\`Microsoft.Network/locations/operations/read\` on the subscription, in a role of its own.
`;
}
