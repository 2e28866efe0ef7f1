// The door of the room: which record sets should the listed DNS zones have?
export { desireDnsZones } from './desire.js';
