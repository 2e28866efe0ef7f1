// Was every promise kept at every moment? Reads a story from its beginning and says what went wrong, and when.
//
//   what                                                      who it protects
//   1 nobody gets in whom none of the wishes admits           everybody; wishes count from the last quiet moment on
//   2 a packet that got in, and is wanted still, gets in      who didn't change, and what a change leaves as it was
//   3 some packet of a client that all wishes admit gets in   who changed
//   4 an address of the status answers somebody               who reads it
//   5 what is others' stays as it is                          others
//   6 when all is quiet: exactly what is wished, no more      everybody
//
// Two that want one port of one address: who has it keeps it, and nothing is promised to the other for that port.
import { isIPv6 } from 'node:net';
import type { InEffect } from './azure-in-process.js';
import type { Json, Network, Packet } from './packets.js';
import { arrivals, networkOf } from './packets.js';
import type { Moment, ServiceThen, Story } from './play.js';
import { isAskedNow } from './play.js';
import type { Wish } from './wishes.js';
import { admitted, CLIENTS, comesByDefault, hasAllPorts, isAsked, isPossible, PINNED, pinnedPlace } from './wishes.js';
import { CLUSTER } from './world.js';

/** Milliseconds that a status may show an address which no longer answers: until the next pass has been published. */
const STATUS_LAG = 2000;

interface Track {
  readonly seen: number;
  /** Wishes since the last quiet moment, and the one that was in force then. */
  readonly window: readonly Wish[];
  readonly isLeaving: boolean;
  /** It left and came back since the last quiet moment: what takes it away can't be called back, so it may be gone for a while. */
  readonly wasAway: boolean;
  /** Keys of the packets that got in and are wanted. */
  readonly had: ReadonlySet<string>;
  /** Those that a wish gave up since the last quiet moment: what takes them away can't be called back. */
  readonly givenUp: ReadonlySet<string>;
  /** Clients that got in when the window began. */
  readonly reached: ReadonlySet<string>;
  /** By address of the status: since when it has been silent. */
  readonly silentSince: ReadonlyMap<string, number>;
}

const NEW: Track = {
  seen: 0,
  window: [],
  isLeaving: false,
  wasAway: false,
  had: new Set(),
  givenUp: new Set(),
  reached: new Set(),
  silentSince: new Map(),
};

interface Reach {
  readonly packet: Packet;
  readonly client: string;
  readonly key: string;
  /** At some node, and at each that there is. */
  readonly somewhere: boolean;
  readonly everywhere: boolean;
}

/** In words, with the time; empty where all were kept. */
export function broken(story: Story): readonly string[] {
  const found: string[] = [];
  let tracks: ReadonlyMap<string, Track> = new Map();
  for (const moment of story.moments) {
    const say = (text: string): void => void found.push(`${moment.at} ms (${moment.what}): ${text}`);
    const reaches = reachesOf(moment);
    foreignStays(story.start, moment.azure, say);
    tracks = new Map(
      moment.services
        .map((service) => {
          const track = follow(tracks.get(service.uid) ?? NEW, service);
          return [service.uid, { service, track }] as const;
        })
        .map(([uid, { service, track }], _, all) => {
          const others = all.map(([, one]) => one).filter((one) => one.service.uid !== uid);
          const isLost = (packet: Packet): boolean => others.some((other) => takesFrom(service, other, packet));
          return [uid, judge(moment, service, track, reaches.get(uid) ?? [], isLost, say)];
        }),
    );
    if (moment.isQuiet) nothingLeft(story.start, moment, reaches, say);
  }
  found.push(...new Set(story.failures));
  for (const one of story.leftToDo) found.push(`at the end a fresh operator would still do: ${one}`);
  const [start, end] = [essence(story.start), essence(story.end)];
  if (start !== end) found.push(`after all was deleted, Azure is not as at the beginning:\n${start}\n${end}`);
  return found;
}

/** Takes in what was wished since. */
function follow(track: Track, { wishes }: ServiceThen): Track {
  let { window, isLeaving, wasAway, had, givenUp, reached } = track;
  for (const wish of wishes.slice(track.seen)) {
    isLeaving = wish === 'Leaving' || !isAsked(wish);
    wasAway ||= isLeaving;
    if (isLeaving) [givenUp, had, reached] = [givenUp.union(had), new Set(), new Set()];
    if (wish === 'Leaving' || !isAsked(wish) || !isPossible(wish)) continue;
    window = [...window, wish];
    const whole = wish;
    givenUp = new Set([...givenUp, ...[...had].filter((key) => !isWanted(whole, key))]);
    had = had.difference(givenUp);
  }
  return { ...track, seen: wishes.length, window, isLeaving, wasAway, had, givenUp, reached };
}

function judge(
  moment: Moment,
  service: ServiceThen,
  given: Track,
  reaches: readonly Reach[],
  isLost: (packet: Packet) => boolean,
  say: (text: string) => void,
): Track {
  const track = moment.isQuiet ? rest(given, service) : given;
  const { name } = service;
  const { window } = track;
  for (const key of strangers(window, reaches)) say(`1: ${name} lets in ${key}`);
  const open = new Set(reaches.filter(({ everywhere }) => everywhere).map(({ key }) => key));
  if (track.isLeaving) return { ...track, silentSince: new Map() };

  const kept = [...track.had].filter((key) => open.has(key));
  for (const key of track.had) if (!kept.includes(key)) say(`2: ${name} has lost ${key}`);
  const current = window.at(-1);
  const had = new Set([
    ...kept,
    ...[...open].filter((key) => !track.wasAway && current !== undefined && isWanted(current, key)),
  ]).difference(track.givenUp);

  const invited = Object.keys(window.length > 0 ? CLIENTS : {}).filter((client) =>
    window.every((wish) => admitted(wish).has(client)),
  );
  const common = invited.filter((client) => track.reached.has(client));
  const isContested = window.some((wish) => pinnedPlace(wish) !== undefined);
  if (common.length > 0 && !isContested && !reaches.some((one) => one.everywhere && common.includes(one.client))) {
    say(`3: ${name} can't be reached by ${common.join(', ')}`);
  }
  const reached = moment.isQuiet
    ? new Set(reaches.filter(({ everywhere }) => everywhere).map(({ client }) => client))
    : track.reached;

  const silentSince = silence(moment, service, track, invited, reaches);
  const mayLag = track.wasAway || isContested;
  for (const [address, since] of silentSince) {
    const isNew = moment.what === `status of ${name}` && !track.silentSince.has(address);
    if (isNew || (moment.at > since + STATUS_LAG && !mayLag))
      say(`4: ${name} shows ${address}, which has not answered since ${since} ms`);
  }
  if (moment.isQuiet && isPossible(service.wishes.at(-1) as Wish)) exactly(service, reaches, isLost, say);
  return { ...track, had, reached, silentSince };
}

/** Who gets in though none of these wishes admits him. */
function strangers(window: readonly Wish[], reaches: readonly Reach[]): readonly string[] {
  const allowed = new Set(window.flatMap((wish) => [...admitted(wish)]));
  return reaches.filter(({ client, somewhere }) => somewhere && !allowed.has(client)).map(({ key }) => key);
}

/** By address of the status that answers nobody who is invited: since when. */
function silence(
  { at }: Moment,
  { addresses }: ServiceThen,
  { silentSince }: Track,
  invited: readonly string[],
  reaches: readonly Reach[],
): ReadonlyMap<string, number> {
  const isOwed = (address: string): boolean =>
    invited.some((client) => isIPv6(CLIENTS[client]!.address) === isIPv6(address));
  const answers = (address: string): boolean => reaches.some((one) => one.everywhere && one.packet.to === address);
  const silent = addresses.filter((address) => isOwed(address) && !answers(address));
  return new Map(silent.map((address) => [address, silentSince.get(address) ?? at]));
}

/** All is quiet: what was wished before doesn't count any more, but for a Service that is held: any of it may be what it has. */
function rest(track: Track, { wishes }: ServiceThen): Track {
  const last = wishes.at(-1);
  const isHeld = last !== undefined && last !== 'Leaving' && !isPossible(last);
  const window = track.isLeaving ? [] : isHeld ? track.window : track.window.slice(-1);
  return { ...track, window, wasAway: false, givenUp: new Set() };
}

function exactly(
  service: ServiceThen,
  reaches: readonly Reach[],
  isLost: (packet: Packet) => boolean,
  say: (text: string) => void,
): void {
  const wish = service.wishes.at(-1) as Wish;
  const clients = admitted(wish);
  for (const family of wish.families) {
    for (const { protocol, port } of wish.ports) {
      for (const [client, from] of Object.entries(CLIENTS)) {
        if (isIPv6(from.address) !== (family === 'IPv6') || !clients.has(client)) continue;
        const isThere = reaches.some(
          (one) =>
            one.everywhere && one.client === client && one.packet.port === port && one.packet.protocol === protocol,
        );
        const to = pinnedPlace(wish) ?? '';
        if (!isThere && !isLost({ from, to, protocol, port }))
          say(`6: ${service.name} does not let in ${client} on ${protocol} ${port}`);
      }
    }
  }
  for (const { key, somewhere } of reaches)
    if (somewhere && !isWanted(wish, key)) say(`6: ${service.name} still lets in ${key}`);
  const shown = service.addresses.length;
  const isPinned = pinnedPlace(wish) !== undefined;
  if (clients.size > 0 && !isPinned && shown !== wish.families.length)
    say(`6: ${service.name} shows ${shown} addresses`);
}

function nothingLeft(
  start: InEffect,
  { azure, services, nodes }: Moment,
  reaches: ReadonlyMap<string, readonly Reach[]>,
  say: (text: string) => void,
): void {
  const asked = services.filter(isAskedNow);
  for (const uid of reaches.keys()) {
    if (!asked.some((one) => one.uid === uid)) say(`6: something still leads to ${uid}, which is gone`);
  }
  const before = new Set(start.map(({ id }) => id.toLowerCase()));
  const made = azure.filter(({ id, type }) => /publicIPAddresses$/i.test(type) && !before.has(id.toLowerCase()));
  const attached = new Set(
    loadBalancersOf(azure).flatMap((one) =>
      one.properties.frontendIPConfigurations.map(({ properties }: Json) =>
        properties.publicIPAddress?.id.toLowerCase(),
      ),
    ),
  );
  // Who is held keeps an address that leads nowhere yet.
  const isHeld = asked.some(({ wishes }) => !isPossible(wishes.at(-1) as Wish));
  for (const { id } of isHeld ? [] : made) if (!attached.has(id.toLowerCase())) say(`6: ${id} has been left behind`);
  const addresses = new Set([...networkOf(azure).leads.map(({ to }) => to), ...nodes]);
  for (const rule of isHeld ? [] : ourRules(start, azure)) {
    const { destinationAddressPrefix: one, destinationAddressPrefixes: many = [] } = rule.properties;
    const lost = [...(one ? [one] : []), ...many].filter((prefix: string) => !addresses.has(prefix));
    if (lost.length > 0) say(`6: the rule ${rule.name} leads to ${lost.join(', ')}, where nothing is`);
  }
}

/** Is another there for the same port of the same address? */
function takesFrom(
  service: ServiceThen,
  other: { readonly service: ServiceThen; readonly track: Track },
  { to, protocol, port }: Packet,
): boolean {
  return (
    other.service.uid !== service.uid &&
    other.track.window.some(
      (wish) =>
        pinnedPlace(wish) === to &&
        (hasAllPorts(wish) || wish.ports.some((one) => one.protocol === protocol && one.port === port)),
    )
  );
}

/** By uid: what gets to a Service, of all that may come. */
function reachesOf({ azure, nodes, services }: Moment): ReadonlyMap<string, readonly Reach[]> {
  const network = networkOf(azure);
  const result = new Map<string, Reach[]>();
  for (const { rule, to, protocol, port } of network.leads) {
    const owner = services.find(({ uid }) => rule.toLowerCase().startsWith(prefixOf(uid)));
    if (!owner) continue;
    const list = result.get(owner.uid) ?? [];
    const ports = port === 0 ? [53, 80, 443] : [port];
    for (const one of ports) list.push(...reachesTo(network, { to, protocol, port: one }, rule, nodes));
    result.set(owner.uid, list);
  }
  return result;
}

/** From within the network nobody comes to a public address as who he is: his own address is translated on the way. */
function reachesTo(
  network: Network,
  target: Omit<Packet, 'from'>,
  rule: string,
  nodes: readonly string[],
): readonly Reach[] {
  const { to, protocol, port } = target;
  return Object.entries(CLIENTS)
    .filter(([, { address }]) => isIPv6(address) === isIPv6(to) && !(isPrivate(address) && !isPrivate(to)))
    .map(([client, from]) => {
      const packet = { from, ...target };
      const there = arrivals(network, packet).filter((one) => one.rule === rule && nodes.includes(one.node));
      return {
        ...{ packet, client, key: `${client} ${to} ${protocol} ${port}` },
        somewhere: there.some(({ isLetIn }) => isLetIn),
        everywhere: there.length > 0 && there.every(({ isLetIn }) => isLetIn),
      };
    });
}

function packetOf(key: string): Packet {
  const [client, to, protocol, port] = key.split(' ') as [string, string, Packet['protocol'], string];
  return { from: CLIENTS[client]!, to, protocol, port: Number(port) };
}

/** Is the packet of this key one that the wish is about? */
function isWanted(wish: Wish, key: string): boolean {
  const [client] = key.split(' ');
  const { to, protocol, port } = packetOf(key);
  const isListed = wish.ports.some((one) => one.protocol === protocol && one.port === port);
  const isPortWished = isListed || (hasAllPorts(wish) && comesByDefault(wish, CLIENTS[client!]!));
  return isPortWished && admitted(wish).has(client!) && isPlaceOf(wish, to);
}

function isPlaceOf(wish: Wish, address: string): boolean {
  if (!wish.families.includes(isIPv6(address) ? 'IPv6' : 'IPv4')) return false;
  const pinned = pinnedPlace(wish);
  if (pinned !== undefined) return address === pinned;
  // Inside, the address that was pinned stays: any of the subnet will do.
  if (address === PINNED.public) return false;
  switch (wish.place) {
    case 'Public':
      return !isPrivate(address);
    case 'Default':
      return isPrivate(address) && !address.startsWith('10.225.');
    case 'Other':
      return address.startsWith('10.225.');
  }
}

function isPrivate(address: string): boolean {
  return /^(10\.|fd)/.test(address);
}

function prefixOf(uid: string): string {
  return `a${uid.replaceAll('-', '')}`.slice(0, 32);
}

function loadBalancersOf(azure: InEffect): readonly Json[] {
  return azure.filter(({ type }) => /loadBalancers$/i.test(type));
}

function ourRules(start: InEffect, azure: InEffect): readonly Json[] {
  const rulesOf = (state: InEffect): Json[] =>
    state
      .filter(({ type }) => /networkSecurityGroups$/i.test(type))
      .flatMap(({ properties }) => properties.securityRules);
  const theirs = new Set(rulesOf(start).map(({ name }) => name as string));
  return rulesOf(azure).filter(({ name }) => !theirs.has(name));
}

const CHILDREN = ['frontendIPConfigurations', 'backendAddressPools', 'loadBalancingRules', 'probes', 'securityRules'];

/** What was there at the beginning is there still, whole; what isn't theirs may come and go in lists. */
function foreignStays(start: InEffect, azure: InEffect, say: (text: string) => void): void {
  const now = new Map(azure.map((one) => [one.id.toLowerCase(), one]));
  for (const before of start) {
    const after = now.get(before.id.toLowerCase());
    if (after === before) continue;
    if (!after) {
      say(`5: ${before.id} is gone`);
      continue;
    }
    const theirs = { ...after, properties: { ...after.properties } };
    for (const list of CHILDREN) {
      const names = new Set((before.properties[list] ?? []).map(({ name }: Json) => name));
      if (after.properties[list])
        theirs.properties[list] = after.properties[list].filter(({ name }: Json) => names.has(name));
    }
    const [was, is] = [essence([before]), essence([theirs])];
    if (was !== is) say(`5: ${before.id} has changed:\n${was}\n${is}`);
  }
}

/** Without what changes with each write. A load balancer of ours that is empty counts as none. */
function essence(state: InEffect): string {
  const shown = state.filter(({ id, properties }) => !(id.endsWith(`/${CLUSTER}`) && isEmpty(properties)));
  return JSON.stringify(shown, (key, value: Json) =>
    ['etag', 'provisioningState', 'resourceGuid'].includes(key) ? undefined : value,
  );
}

function isEmpty(properties: Json): boolean {
  return ['frontendIPConfigurations', 'loadBalancingRules', 'probes'].every((list) => properties[list]?.length === 0);
}
