// What does the query of a request ask? Each parameter read once, with the refusal of what can't be read.
import { ApiError, badRequest, invalid, type FieldError } from '../api-error.js';

export interface WriteOptions {
  readonly dryRun: boolean;
  readonly fieldManager: string | undefined;
  readonly fieldValidation: 'Strict' | 'Warn' | 'Ignore';
  readonly force: boolean;
}

export type OptionsKind = 'CreateOptions' | 'UpdateOptions' | 'PatchOptions' | 'DeleteOptions' | 'ListOptions';

/** A refusal of what the query asks. */
export function invalidOptions(kind: OptionsKind, errors: readonly FieldError[]): ApiError {
  return invalid({ group: 'meta.k8s.io', plural: '', kind }, '', errors);
}

const VALIDATIONS = ['', 'Ignore', 'Strict', 'Warn'];
const MANAGER_LIMIT = 128;

/** Throws 422. Without a word on validation the API server warns. */
export function writeOptions(query: URLSearchParams, kind: OptionsKind, isApply = false): WriteOptions {
  const dryRun = query.getAll('dryRun').filter((value) => value !== '');
  const fieldManager = query.get('fieldManager') ?? '';
  const fieldValidation = query.get('fieldValidation') ?? '';
  const errors: FieldError[] = [];
  const refuse = (reason: FieldError['reason'], field: string, message: string): void =>
    void errors.push({ reason, field, message });
  if (isApply && fieldManager === '') {
    refuse('FieldValueRequired', 'fieldManager', 'Required value: is required for apply patch');
  }
  if (kind === 'PatchOptions' && !isApply && query.has('force')) {
    refuse('FieldValueForbidden', 'force', 'Forbidden: may not be specified for non-apply patch');
  }
  if (fieldManager.length > MANAGER_LIMIT) {
    refuse('FieldValueTooLong', 'fieldManager', `Too long: may not be more than ${MANAGER_LIMIT} bytes`);
  }
  if (dryRun.some((value) => value !== 'All')) {
    refuse('FieldValueNotSupported', 'dryRun', unsupported(dryRun, ['All']));
  }
  if (!VALIDATIONS.includes(fieldValidation)) {
    refuse('FieldValueNotSupported', 'fieldValidation', unsupported(fieldValidation, VALIDATIONS));
  }
  if (errors.length > 0) throw invalidOptions(kind, errors);
  return {
    dryRun: dryRun.length > 0,
    fieldManager: fieldManager || undefined,
    fieldValidation: (fieldValidation || 'Warn') as WriteOptions['fieldValidation'],
    force: isTrue(query.get('force')),
  };
}

export function unsupported(value: unknown, supported: readonly string[]): string {
  const all = supported.map((one) => JSON.stringify(one)).join(', ');
  return `Unsupported value: ${JSON.stringify(value)}: supported values: ${all}`;
}

/** Throws 422 for parameters of a list or a watch that don't go together. */
export function checkListOptions(query: URLSearchParams, isWatch: boolean): void {
  const errors: FieldError[] = [];
  const forbid = (field: string, why: string): void =>
    void errors.push({ reason: 'FieldValueForbidden', field, message: `Forbidden: ${why}` });
  const match = query.get('resourceVersionMatch') ?? '';
  const version = query.get('resourceVersion') ?? '';
  const wantsInitial = query.has('sendInitialEvents');
  if (isWatch) {
    if (wantsInitial && match !== 'NotOlderThan') {
      forbid('resourceVersionMatch', 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan');
    }
    if (!wantsInitial && match !== '') {
      forbid(
        'resourceVersionMatch',
        'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
      );
    }
  } else {
    if (match !== '' && version === '') {
      forbid('resourceVersionMatch', 'resourceVersionMatch is forbidden unless resourceVersion is provided');
    }
    if (match !== '' && (query.get('continue') ?? '') !== '') {
      forbid('resourceVersionMatch', 'resourceVersionMatch is forbidden when continue is provided');
    }
    if (match !== '' && match !== 'Exact' && match !== 'NotOlderThan') {
      const message = unsupported(match, ['Exact', 'NotOlderThan', '']);
      errors.push({ reason: 'FieldValueNotSupported', field: 'resourceVersionMatch', message });
    }
    if (match === 'Exact' && version === '0') {
      forbid('resourceVersionMatch', 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"');
    }
    if (wantsInitial) forbid('sendInitialEvents', 'sendInitialEvents is forbidden for list');
  }
  if (errors.length > 0) throw invalidOptions('ListOptions', errors);
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

/** A resource version as a number; undefined where there is none. `refuse`: what is thrown for any other text. */
export function versionOf(text: string | null, refuse: (why: string) => ApiError = badRequest): number | undefined {
  if (text === null || text === '') return undefined;
  if (!/^\d+$/.test(text)) {
    const quoted = JSON.stringify(text);
    throw refuse(`resourceVersion: Invalid value: ${quoted}: strconv.ParseUint: parsing ${quoted}: invalid syntax`);
  }
  return Number(text);
}

/** Throws 504 for a version that is yet to come. */
export function mustBeReached(version: number | undefined, current: number): void {
  if (version === undefined || version <= current) return;
  const message = `Timeout: Too large resource version: ${version}, current: ${current}`;
  throw new ApiError(504, 'Timeout', message, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  });
}
