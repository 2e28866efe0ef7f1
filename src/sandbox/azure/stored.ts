// What of the types that the fake knows nothing about? They are kept and given back as they came.
import type { ResourceType } from './resource.js';

export function storedType(type: string): ResourceType {
  return { type, operations: 'none', children: [], complete: (sent) => sent };
}
