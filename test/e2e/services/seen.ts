// What do Azure and Kubernetes show of one Service? Its parts in both, gathered by the names that Azure's cloud controller
// gives them, in the shape that the tables compare.
import type { Resource } from '../fake-azure.js';
import type { Item, World } from '../world.js';

export interface SecurityRule {
  readonly access: string;
  readonly protocol: string;
  readonly sources: readonly string[];
  readonly ports: readonly string[];
  readonly destinations: readonly string[];
}

export interface Seen {
  readonly service: Item;
  /** `e2e` or `e2e-internal`, of those that have something of it. */
  readonly loadBalancers: readonly string[];
  /** Properties, references cut to names; sorted by name, which stands among them. */
  readonly frontends: readonly Item[];
  readonly rules: readonly Item[];
  readonly probes: readonly Item[];
  /** That its frontends name. */
  readonly publicIPs: readonly Resource[];
  /** Of ours, those that lead to an address of its status, or to one of its node ports. */
  readonly security: readonly SecurityRule[];
  readonly addresses: readonly string[];
  /** By type, without `azurenetwork.dev/`. */
  readonly conditions: Readonly<Record<string, Item>>;
  /** `<type> <reason> <message>` of its events. */
  readonly events: readonly string[];
}

export async function see(world: World, name: string): Promise<Seen> {
  const [service, state, events] = await Promise.all([
    world.cluster.get('services', name),
    world.azure.state(),
    world.cluster.list('events'),
  ]);
  const prefix = `a${(service.metadata.uid as string).replaceAll('-', '')}`.slice(0, 32);
  const of = (type: string): Resource[] => state.filter((one) => one.type.toLowerCase().endsWith(`/${type}`));
  const loadBalancers = of('loadbalancers');
  const parts = (list: string): Item[] =>
    loadBalancers.flatMap(({ properties }) => properties[list] as Item[]).filter((one) => one.name.startsWith(prefix));
  const rules = parts('loadBalancingRules');
  // A shared frontend bears the name of another Service.
  const named = new Set(rules.map((rule) => rule.properties.frontendIPConfiguration.id as string));
  const frontends = loadBalancers
    .flatMap(({ properties }) => properties.frontendIPConfigurations as Item[])
    .filter(({ id, name: own }) => named.has(id as string) || own.startsWith(prefix));
  const addressIds = new Set(
    frontends.map(({ properties }) => properties.publicIPAddress?.id?.toLowerCase() as string),
  );
  const addresses = (service.status.loadBalancer?.ingress ?? []).map(({ ip }: Item) => ip as string);
  const nodePorts = new Set(service.spec.ports.map(({ nodePort }: Item) => String(nodePort)));
  return {
    service,
    loadBalancers: loadBalancers
      .filter(({ properties }) => properties.loadBalancingRules.some((one: Item) => one.name.startsWith(prefix)))
      .map(({ name: own }) => own),
    frontends: frontends.map(flat),
    rules: rules.map(flat),
    probes: parts('probes').map(flat),
    publicIPs: of('publicipaddresses').filter(({ id }) => addressIds.has(id.toLowerCase())),
    security: of('networksecuritygroups')
      .flatMap(({ properties }) => properties.securityRules as Item[])
      .filter((one) => one.name.startsWith('azurenetwork_'))
      .map(({ properties }) => securityRule(properties))
      .filter(
        ({ destinations, ports }) =>
          destinations.some((one) => addresses.includes(one)) || ports.some((one) => nodePorts.has(one)),
      )
      .sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1)),
    addresses,
    conditions: Object.fromEntries(
      (service.status.conditions ?? []).map((one: Item) => [one.type.replace('azurenetwork.dev/', ''), one]),
    ),
    events: events
      .filter(({ regarding }) => regarding.name === name)
      .map(({ type, reason, note }) => `${type} ${reason} ${note}`),
  };
}

/** Where they stand in the group says nothing. */
function orderOf({ access, protocol, sources, ports }: SecurityRule): string {
  return JSON.stringify([access, protocol, sources, ports]);
}

/** `{ id: '…/probes/p' }` becomes `p`. */
function flat({ name, properties }: Item): Item {
  const cut = Object.entries(properties).map(([key, value]: [string, Item]) => [
    key,
    typeof value?.id === 'string' ? value.id.split('/').at(-1) : value,
  ]);
  return { name, ...Object.fromEntries(cut) };
}

function securityRule(rule: Item): SecurityRule {
  const several = (one: string, many: string): string[] =>
    [...(rule[one] ? [rule[one] as string] : []), ...((rule[many] as string[] | undefined) ?? [])].sort();
  return {
    access: rule.access,
    protocol: rule.protocol,
    sources: several('sourceAddressPrefix', 'sourceAddressPrefixes'),
    ports: several('destinationPortRange', 'destinationPortRanges'),
    destinations: several('destinationAddressPrefix', 'destinationAddressPrefixes'),
  };
}
