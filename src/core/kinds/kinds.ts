// Which kinds are ours? All of them, in the order in which they are installed and documented.
import { AZURE_NETWORK } from './azure-network.js';
import { EXPOSURE_POLICY } from './exposure-policy.js';
import type { Kind } from './kind.js';
import { PORT_EXPOSURE } from './port-exposure.js';

export const KINDS: readonly Kind[] = [AZURE_NETWORK, PORT_EXPOSURE, EXPOSURE_POLICY];
