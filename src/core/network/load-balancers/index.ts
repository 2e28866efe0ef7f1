// The door of the room: how should the two load balancers look?
export { desireLoadBalancers } from './desire.js';
export { sendable } from './arm.js';
