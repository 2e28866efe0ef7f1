// What does every room of the network look at? What the cluster asks for, what Azure shows, and what the ground floor
// made of both.
import type { Exposures } from '../exposure.js';
import type { Settings } from '../settings.js';
import type { AzureState } from './azure-state.js';
import type { Places, Transition } from './placement/index.js';

export interface NetworkContext {
  readonly exposures: Exposures;
  readonly settings: Settings;
  readonly azure: AzureState;
  readonly places: Places;
  readonly transition: Transition;
}
