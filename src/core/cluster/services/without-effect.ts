// Which annotations are set and mean nothing beside the others? Said as Warnings: the Service is served all the same.
import type { Problem } from '../../values/problem.js';
import { quoted, warning } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import type { ReadAnnotation } from '../annotations/index.js';

/** Of those that are set, and not as empty texts; `why` goes on after "has no effect". */
export function withoutEffect(
  annotations: readonly ReadAnnotation<unknown>[],
  why: string,
  object: SourceRef,
): readonly Problem[] {
  return annotations
    .filter(({ isSet, value, problems }) => isSet && problems.length === 0 && value !== null && value !== false)
    .map(({ key, text }) => {
      const message = `${key}: ${quoted(text)} has no effect ${why}.`;
      return warning({ object, key, reason: 'InvalidAnnotation' }, text, message);
    });
}
