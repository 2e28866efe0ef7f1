// The door of the room: shapes of built-in kinds, and how bodies are read by them.
export { builtinSchema } from './builtin-schema.js';
export { decode, WrongShape, type Decoded } from './decode.js';
export { intoGoForm } from './go-form.js';
export { parseBody, type ParsedBody } from './parse-body.js';
