// Whose fields would an apply change? And how is that told?
import { ApiError, type StatusCause } from '../api-error.js';
import { intersection, pathsOf, pathText, type FieldSet } from './field-set.js';
import type { Manager } from './managed-fields.js';

export interface Conflict {
  readonly manager: Manager;
  readonly path: readonly string[];
}

/** By manager, as the API server sorts its message. */
export function conflictsOf(others: readonly Manager[], changed: FieldSet): Conflict[] {
  const sorted = [...others].sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
  return sorted.flatMap((manager) => {
    return pathsOf(intersection(manager.fields, changed)).map((path) => ({ manager, path }));
  });
}

export function refuse(conflicts: readonly Conflict[]): ApiError {
  const causes = conflicts.map(({ manager, path }): StatusCause => {
    return { reason: 'FieldManagerConflict', message: `conflict with ${nameOf(manager)}`, field: pathText(path) };
  });
  return new ApiError(409, 'Conflict', message(conflicts), { causes });
}

function message(conflicts: readonly Conflict[]): string {
  const [only, ...more] = conflicts;
  if (only && more.length === 0) {
    return `Apply failed with 1 conflict: conflict with ${nameOf(only.manager)}: ${pathText(only.path)}`;
  }
  const lines = [...new Set(conflicts.map(({ manager }) => nameOf(manager)))].flatMap((name) => {
    const paths = conflicts.filter(({ manager }) => nameOf(manager) === name).map(({ path }) => `- ${pathText(path)}`);
    return [`conflicts with ${name}:`, ...paths];
  });
  return `Apply failed with ${conflicts.length} conflicts: ${lines.join('\n')}`;
}

function nameOf({ name, subresource, operation, apiVersion }: Manager): string {
  const quoted = JSON.stringify(name);
  const full = subresource === '' ? quoted : `${quoted} with subresource ${JSON.stringify(subresource)}`;
  return operation === 'Update' ? `${full} using ${apiVersion}` : full;
}
