// What is in a collection? Selected, in pages, now or at a version of the past.
// https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks
import type { JsonObject } from '../../json.js';
import { ApiError, badRequest, expired } from '../api-error.js';
import type { Cluster } from '../cluster.js';
import { checkListOptions, countOf, mustBeReached, versionOf } from '../requests/query.js';
import type { Route } from '../requests/route.js';
import type { Selects } from './selectors.js';
import { fieldSelector, labelSelector } from './selectors.js';
import { keyOf, namespaceOf } from './store.js';
import { fromStored } from './stored.js';

export interface Listed {
  readonly items: readonly JsonObject[];
  /** `resourceVersion`, and with pages `continue` and `remainingItemCount`. */
  readonly metadata: JsonObject;
}

/** Throws 400 for a query that can't be read, 410 for a page or a version that the history no longer has. */
export function list({ store }: Cluster, route: Route, query: URLSearchParams): Listed {
  const { kind } = route;
  checkListOptions(query, false);
  const token = readToken(query.get('continue'));
  const asked = token ? undefined : versionOf(query.get('resourceVersion'), (why) => badRequest(`${UNREADABLE}${why}`));
  mustBeReached(asked, store.version);
  const isPast = query.get('resourceVersionMatch') === 'Exact' && asked !== undefined;
  const version = token?.version ?? (isPast ? asked : store.version);
  const all = store.listAt(kind.storage, version);
  if (!all) throw token ? tokenExpired(token) : expired('The resourceVersion for the provided list is too old.');
  const selects = selectsOf(route, query);
  const selected = all.filter(selects).filter((object) => !token || keyOf(object) > token.after);
  const limit = countOf(query, 'limit') ?? 0;
  const page = limit > 0 ? selected.slice(0, limit) : selected;
  const rest = selected.length - page.length;
  const isSelective = Boolean(query.get('labelSelector') ?? '') || Boolean(query.get('fieldSelector') ?? '');
  return {
    items: page.map((object) => fromStored(kind, object)),
    metadata: {
      resourceVersion: String(version),
      ...(rest > 0 && {
        continue: writeToken({ version, after: keyOf(page.at(-1)!) }),
        ...(!isSelective && { remainingItemCount: rest }),
      }),
    },
  };
}

/** Of the collection, label and field selectors, and the one object of a watch on a name. */
export function selectsOf({ kind, namespace, name }: Route, query: URLSearchParams): Selects {
  const byLabel = labelSelector(query.get('labelSelector') ?? '');
  const byField = fieldSelector(query.get('fieldSelector') ?? '', kind);
  return (object) =>
    (namespace === '' || namespaceOf(object) === namespace) &&
    (name === undefined || (object['metadata'] as JsonObject)['name'] === name) &&
    byLabel(object) &&
    byField(object);
}

const UNREADABLE = 'invalid resource version: ';

const TOKEN_EXPIRED =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without ' +
  'the continue parameter, or use the continue token in this response to retrieve the remainder of the results. ' +
  'Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted ' +
  'between the time the first chunk was returned and now may show up in the list.';

/** With a token for those who can do with a rest of another moment. */
function tokenExpired({ after }: Token): ApiError {
  return new ApiError(410, 'Expired', TOKEN_EXPIRED, undefined, { continue: writeToken({ after }) });
}

interface Token {
  /** Absent: whichever is current. */
  readonly version?: number;
  readonly after: string;
}

const writeToken = (token: Token): string => Buffer.from(JSON.stringify(token)).toString('base64url');

function readToken(text: string | null): Token | undefined {
  if (text === null || text === '') return undefined;
  try {
    const { version, after } = JSON.parse(Buffer.from(text, 'base64url').toString()) as Partial<Token>;
    if (typeof after === 'string') return { after, ...(typeof version === 'number' && { version }) };
  } catch {
    // Refused below, like any token that isn't ours.
  }
  const first = Buffer.from(text, 'base64url').toString('latin1').at(0) ?? '';
  throw badRequest(
    `invalid continue token: continue key is not valid: invalid character '${first}' looking for beginning of value`,
  );
}
