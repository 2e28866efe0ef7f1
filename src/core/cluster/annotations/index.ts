// Annotations: which there are, and what an object says in them. No file elsewhere knows a key.
export { MOST_RANGES, tooMany } from './access.js';
export { parseAddress } from './addresses.js';
export type { KeyValues } from './addresses.js';
export { readAnnotation, readPortAnnotation } from './annotation.js';
export type { Annotation, ReadAnnotation } from './annotation.js';
export { probeProtocol } from './probes.js';
export type { HostnameSource } from './names.js';
export type { ProbeProtocol } from './probes.js';
export { ANNOTATIONS, annotationsTable } from './table.js';
export type { AnnotationRow } from './table.js';
export { warnOfUnread } from './unread.js';
export { warnOfUnreadNames } from './unread-names.js';
