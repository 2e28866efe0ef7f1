// The door of the room: CustomResourceDefinitions, the kinds they define, and how their objects are read and checked.
export { CRD_RULES } from './crd-rules.js';
export { fillSchemaDefaults } from './fill-schema-defaults.js';
export { kindsOf } from './kinds-of.js';
export { prune } from './prune.js';
export { validateSchema } from './validate-schema.js';
