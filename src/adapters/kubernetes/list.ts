// What is there now, of one kind? All pages of a list, each object cut down as it arrives, or nothing: half a list
// would look as if the other half had been deleted.
import { isArray, isObject } from '../../core/values/json.js';
import { StatusError } from './status-error.js';
import type { Transport } from './transport.js';

export interface Listing<T> {
  readonly items: readonly T[];
  /** Where a watch goes on from. */
  readonly resourceVersion: string;
}

const PAGE = 500;
const PAGED_ATTEMPTS = 2;

/** A `continue` token that has expired (410) begins the list anew; when that happens again, in one piece. */
export async function listAll<T>(
  transport: Transport,
  path: string,
  project: (raw: unknown) => T | undefined,
  signal: AbortSignal,
): Promise<Listing<T>> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await listPages(transport, path, project, attempt <= PAGED_ATTEMPTS ? PAGE : undefined, signal);
    } catch (error) {
      const hasExpired = error instanceof StatusError && error.code === 410;
      if (!hasExpired || attempt > PAGED_ATTEMPTS) throw error;
    }
  }
}

async function listPages<T>(
  transport: Transport,
  path: string,
  project: (raw: unknown) => T | undefined,
  limit: number | undefined,
  signal: AbortSignal,
): Promise<Listing<T>> {
  const items: T[] = [];
  let next = '';
  for (;;) {
    const query = new URLSearchParams({
      ...(limit ? { limit: String(limit) } : {}),
      ...(next ? { continue: next } : {}),
    });
    const page = await transport.json({ method: 'GET', path: `${path}?${query.toString()}`, signal });
    if (!isObject(page) || !isObject(page.metadata) || typeof page.metadata.resourceVersion !== 'string') {
      throw new Error(`the answer to GET ${path} is no list`);
    }
    for (const raw of isArray(page.items) ? page.items : []) {
      const item = project(raw);
      if (item !== undefined) items.push(item);
    }
    next = typeof page.metadata.continue === 'string' ? page.metadata.continue : '';
    if (!next) return { items, resourceVersion: page.metadata.resourceVersion };
  }
}
