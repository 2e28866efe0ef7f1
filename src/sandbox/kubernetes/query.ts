// What does the query of a request ask? Each parameter read once, with the refusal of what can't be read.
import { badRequest } from './api-error.js';

export interface WriteOptions {
  readonly dryRun: boolean;
  readonly fieldManager: string | undefined;
  readonly fieldValidation: 'Strict' | 'Warn' | 'Ignore';
  readonly force: boolean;
}

/** Throws 400. Without a word on validation the API server warns. */
export function writeOptions(query: URLSearchParams): WriteOptions {
  const dryRun = query.getAll('dryRun').filter((value) => value !== '');
  if (dryRun.some((value) => value !== 'All')) {
    throw badRequest(
      `dryRun: Unsupported value: ${JSON.stringify(dryRun.find((value) => value !== 'All'))}: supported values: "All"`,
    );
  }
  const fieldValidation = query.get('fieldValidation') || 'Warn';
  if (fieldValidation !== 'Strict' && fieldValidation !== 'Warn' && fieldValidation !== 'Ignore') {
    throw badRequest(
      `fieldValidation: Unsupported value: ${JSON.stringify(fieldValidation)}: supported values: "Ignore", "Strict", "Warn"`,
    );
  }
  return {
    dryRun: dryRun.length > 0,
    fieldManager: query.get('fieldManager') || undefined,
    fieldValidation,
    force: isTrue(query.get('force')),
  };
}

export function isTrue(text: string | null): boolean {
  return text === 'true' || text === '1' || text === '';
}

/** A count; undefined where there is none. */
export function countOf(query: URLSearchParams, key: string): number | undefined {
  const text = query.get(key);
  if (text === null || text === '') return undefined;
  const count = Number(text);
  if (!Number.isInteger(count) || count < 0)
    throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  return count;
}

/** A resource version as a number; undefined where there is none. */
export function versionOf(text: string | null): number | undefined {
  if (text === null || text === '') return undefined;
  if (!/^\d+$/.test(text))
    throw badRequest(
      `Invalid value: ${JSON.stringify(text)}: strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`,
    );
  return Number(text);
}
