// Which annotations do we read? One table, by the questions that they answer; the documentation is made from it.
import { ACCESS } from './access.js';
import { ADDRESSES } from './addresses.js';
import { NAMES } from './names.js';
import { PLACEMENT } from './placement.js';
import { PROBES } from './probes.js';
import { RULES } from './rules.js';

const GROUPS = {
  Placement: PLACEMENT,
  Addresses: ADDRESSES,
  Access: ACCESS,
  Rules: RULES,
  Probes: PROBES,
  Names: NAMES,
} as const;

export const ANNOTATIONS = { ...PLACEMENT, ...ADDRESSES, ...ACCESS, ...RULES, ...PROBES, ...NAMES } as const;

export interface AnnotationRow {
  readonly group: string;
  readonly keys: readonly string[];
  readonly appliesTo: string;
  readonly values: string;
  readonly default: string;
  readonly example: string;
  readonly help: string;
  readonly peer?: string;
}

/** The rows of the documentation, group by group. */
export function annotationsTable(): readonly AnnotationRow[] {
  return Object.entries(GROUPS).flatMap(([group, annotations]) =>
    Object.values<Omit<AnnotationRow, 'group'>>(annotations).map((row) => ({
      group,
      keys: row.keys,
      appliesTo: row.appliesTo,
      values: row.values,
      default: row.default,
      example: row.example,
      help: row.help,
      ...(row.peer !== undefined && { peer: row.peer }),
    })),
  );
}
