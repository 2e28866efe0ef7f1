// The door of the ground floor on which the rooms stand: where is each Service, what is served and let in now, and what
// must stay while it changes?
export type { Place, Places } from './places.js';
export { placeServices } from './places.js';
export type { Lead, Missing, Transition } from './transition.js';
export { sourcesAt, sourcesOfFamily, transitionOf } from './transition.js';
export type { Scheme, Served, ServedRule } from './served.js';
export { SCHEMES, servedFor, servedForms, servedOn } from './served.js';
export type { WantedRule } from './wanted-rules.js';
export { halfOf } from './wanted-rules.js';
export type { Arrival } from './arrivals.js';
export { addressOnFrontend, arrivalsOf, arrivalsOfServed, familyIn } from './arrivals.js';
export type { Point } from './access.js';
export { isOpenFor, isShut, letIn, portsLetIn } from './access.js';
export { commonSources } from './common-sources.js';
export { isHidden } from './found-address.js';
export { namedHalves } from './halves.js';
export { networkRanges } from './subnets.js';
export { publicIPsAt, publicIPsOf } from './public-ips-of.js';
export { backendUsage, loadBalancerUsage } from './usage.js';
export { leadingAddresses } from './leads-to.js';
