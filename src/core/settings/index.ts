// The settings: how they are read, and what stands in for them where there are none.
export { unfiltered } from './dns.js';
export { exampleSettings } from './example-settings.js';
export { readSettings } from './read-settings.js';
export type { SettingsDefaults, SettingsObject } from './read-settings.js';
