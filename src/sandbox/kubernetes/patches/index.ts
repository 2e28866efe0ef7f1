// How does a patch of each of the four kinds change an object, and who owns which field afterwards? Pure: JSON in, JSON out.
export { applyPatch, type ApplyWrite } from './apply-patch.js';
export { jsonPatch } from './json-patch.js';
export { isSameButTimes } from './managed-fields.js';
export { mergePatch } from './merge-patch.js';
export { strategicMergePatch } from './strategic-merge-patch.js';
export { trackManager, type UpdateWrite, type Write } from './track-manager.js';
