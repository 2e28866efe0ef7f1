// The door of the room: what of each kind's JSON do we keep?
export { projectDNSEndpoint } from './dns-endpoints.js';
export { conditionsOf, numberOf, textOf, textsByKey, textsOf } from './fields.js';
export { projectGateway, projectListenerSet, projectRoute } from './gateways.js';
export { projectNode, projectPod } from './nodes-and-pods.js';
export { projectEndpointSlice, projectIngress, projectService } from './services.js';
