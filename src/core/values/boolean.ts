// Yes or no? `true` and `false` in any case; anything else is a mistake, not a no.
import type { Origin, Parsed } from './problem.js';
import { problem, quoted } from './problem.js';

export function parseBoolean(text: string, origin: Origin): Parsed<boolean> {
  switch (text.trim().toLowerCase()) {
    case 'true':
      return { value: true, problems: [] };
    case 'false':
      return { value: false, problems: [] };
    default: {
      const message = `${origin.key}: ${quoted(text)} is neither true nor false. Allowed are "true" and "false".`;
      return { value: undefined, problems: [problem(origin, text, message)] };
    }
  }
}
