// The workshop: from demands to the fewest rules that say exactly them.
export type { Box } from './box.js';
export { planeOf, portsText } from './box.js';
export type { Aim, Compiled } from './compile.js';
export { compile } from './compile.js';
export { keyOf, plainLayout, singleRules } from './plain.js';
export type { Profile, Profiles, Segment } from './profiles.js';
export { firstDifference, isSaid, profilesOf } from './profiles.js';
export {
  ANYBODY,
  componentsOf,
  holdsAll,
  INTERNET,
  isEverywhere,
  meets,
  sourceClass,
  sourcesIn,
  union,
} from './sources.js';
export type { SourceClass } from './sources.js';
