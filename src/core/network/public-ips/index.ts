// The door of the room: which public IPs should there be?
export { desirePublicIPs } from './desire.js';
