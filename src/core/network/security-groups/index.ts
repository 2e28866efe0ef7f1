// The door of the room: which rules should the listed network security groups have, and which have they?
export { desireSecurityGroups } from './desire.js';
export { isAddressOpen, rulesOf } from './observed.js';
export type { GroupUsage } from './usage.js';
export { securityGroupUsage } from './usage.js';
