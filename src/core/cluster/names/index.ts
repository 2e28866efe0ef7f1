// Names: what all kinds of sources have in common. Rooms of sources stand on it; each says which hosts its object names
// and where they lead, here it becomes records in zones.
export { namesContext, sourceOf } from './context.js';
export type { NamesContext } from './context.js';
export { hostsOfAnnotation, parseHosts, together, withTemplate } from './hosts.js';
export type { HostText, ReadHosts, WantedHost } from './hosts.js';
export { goOnWithout, holdForAddress, namesReading } from './reading.js';
export type { Awaited, NameGroup, NamesReading } from './reading.js';
export { raised, readSaid, withoutEffect } from './said.js';
export type { Said } from './said.js';
export { addressRecords, inRanges, readTargets, recordsOf, sayLeftOut } from './targets.js';
export type { LeftOut, ObservedTargets, ReadTargets, RecordWish } from './targets.js';
export type { Asker } from './want.js';
