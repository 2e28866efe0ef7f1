// Our own kinds: what the rest of the program may use of them.
export { AZURE_NETWORK } from './azure-network.js';
export { ALLOW_PRIORITIES, DENY_PRIORITIES, NODE_DESTINATIONS } from './security-group-settings.js';
export type { AzureNetworkSpec } from './azure-network.js';
export { check } from './check.js';
export { customResourceDefinition } from './crd.js';
export { kindSection } from './docs.js';
export { EXPOSURE_POLICY } from './exposure-policy.js';
export type { ExposurePolicySpec } from './exposure-policy.js';
export { GROUP, VERSION } from './kind.js';
export type { Kind } from './kind.js';
export { KINDS } from './kinds.js';
export { PORT_EXPOSURE } from './port-exposure.js';
export type { PortExposureSpec } from './port-exposure.js';
