// How is a user told of annotations that have no effect? By a warning for each, in the order of their keys.
import type { Problem } from '../../values/problem.js';
import { quoted, warning } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import type { Meta } from '../cluster-state.js';

/** `isTheirs`: is it of those that are looked at? `why`: it has no effect, as in "…: its Service has no port 80"; undefined: it has. */
export function warnOfKeys(
  { annotations }: Meta,
  object: SourceRef,
  isTheirs: (key: string) => boolean,
  why: (key: string) => string | undefined,
): readonly Problem[] {
  return Object.keys(annotations)
    .filter(isTheirs)
    .sort()
    .flatMap((key) => {
      const because = why(key);
      if (because === undefined) return [];
      const value = annotations[key]!;
      const message = `${key}: ${quoted(value)} has no effect: ${because}.`;
      return [warning({ object, key, reason: 'Unsupported' }, value, message)];
    });
}
