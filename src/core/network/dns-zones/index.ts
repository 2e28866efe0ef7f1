// The door of the room: which record sets should the listed DNS zones have, and is a name there?
export { desireDnsZones } from './desire.js';
export { holdsName } from './holds.js';
export type { PassTime } from './lower-first.js';
export { isAliased } from './zone-view.js';
export { recordTexts } from './record-data.js';
export type { TxtCipher } from './txt-registry.js';
