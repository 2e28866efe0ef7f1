// How do two lists merge in a strategic merge patch, and in which order do their elements end? What only the server has
// keeps its order; what the patch names comes in the patch's; where they meet, the server's order decides.
// https://github.com/kubernetes/community/blob/master/contributors/devel/sig-api-machinery/preserve-order-in-strategic-merge-patch.md
import { isObject, type Json, type JsonObject } from '../../json.js';
import { ApiError } from '../api-error.js';
import type { Schema } from '../schema.js';
import { goText, goType } from './go-text.js';

export type MergeMap = (object: JsonObject, patch: JsonObject, schema: Schema | undefined) => JsonObject;

/** `mergeKey` is '' for lists of scalars. */
export function mergeList(
  before: Json[],
  patch: Json[],
  mergeKey: string,
  element: Schema | undefined,
  mergeMap: MergeMap,
): Json[] {
  if (before.length === 0 && patch.length === 0) return before;
  if (!isObject(elementOf([before, patch]))) {
    const list = [...before, ...patch.filter((one) => !before.includes(one))];
    return sorted(distinct(list), distinct(patch), before, '');
  }
  if (mergeKey === '') throw failed('cannot merge lists without merge key for struct');
  const { kept, changes } = withoutDeleted(before as JsonObject[], patch as JsonObject[], mergeKey);
  const list: Json[] = [...kept];
  for (const change of changes) {
    const at = list.findIndex((one) => isObject(one) && one[mergeKey] === keyIn(change, mergeKey));
    if (at === -1) list.push(change);
    else list[at] = mergeMap(list[at] as JsonObject, change, element);
  }
  return sorted(list, changes, kept, mergeKey);
}

export function deleteFromList(list: readonly Json[], gone: readonly Json[]): Json[] {
  return list.filter((one) => !gone.includes(one));
}

interface Ordering {
  readonly list: Json[];
  /** What `$setElementOrder` says. */
  readonly order: Json[];
  readonly before: Json[];
  readonly change: Json[];
  readonly mergeKey: string;
}

/** Throws where the patch's own elements stand in another order than it asks for. */
export function orderList({ list, order, before, change, mergeKey }: Ordering): Json[] {
  checkOrder(order, change, mergeKey);
  elementOf([before, change]);
  return sorted(list, order, mergeKey === '' ? before : settled(before, change, mergeKey), mergeKey);
}

/** The live list as the API server's merge leaves it to be ordered by: what is new stands where something was deleted. */
function settled(before: readonly Json[], change: readonly Json[], mergeKey: string): Json[] {
  const isDeletion = (one: Json): boolean => isObject(one) && one.$patch === 'delete';
  const isIn = (list: readonly Json[], one: Json): boolean =>
    list.some((other) => keyIn(other, mergeKey) === keyIn(one, mergeKey));
  const kept = before.filter((one) => !isIn(change.filter(isDeletion), one));
  const added = change.filter((one) => isObject(one) && !Object.hasOwn(one, '$patch') && !isIn(kept, one));
  return [...kept, ...added].slice(0, before.length);
}

/** The same type as the API server sees it: whole numbers and others differ. */
export function sameKind(one: Json | undefined, other: Json | undefined): boolean {
  return goType(one) === goType(other);
}

function withoutDeleted(
  before: JsonObject[],
  patch: JsonObject[],
  mergeKey: string,
): { kept: JsonObject[]; changes: JsonObject[] } {
  let kept = before;
  let isReplaced = false;
  const changes: JsonObject[] = [];
  for (const one of patch) {
    switch (one.$patch) {
      case undefined:
        changes.push(one);
        break;
      case 'delete': {
        const gone = keyIn(one, mergeKey);
        kept = kept.filter((item) => item[mergeKey] !== gone);
        break;
      }
      case 'replace':
        isReplaced = true;
        break;
      case 'merge':
        throw failed('merging lists cannot yet be specified in the patch');
      default:
        throw failed(`unknown patch type: ${goText(one.$patch)} in map: ${goText(one)}`);
    }
  }
  return { kept: isReplaced ? [] : kept, changes };
}

/** Those in `order` by it, the others as `before` has them, and both woven together by `before`. */
function sorted(list: readonly Json[], order: readonly Json[], before: readonly Json[], mergeKey: string): Json[] {
  const key = (one: Json): Json => (mergeKey === '' ? one : keyIn(one, mergeKey));
  const [orderKeys, beforeKeys] = [order.map(key), before.map(key)];
  const mine = byIndex(
    list.filter((one) => orderKeys.includes(key(one))),
    (one) => orderKeys.indexOf(key(one)),
  );
  const others = byIndex(
    list.filter((one) => !orderKeys.includes(key(one))),
    (one) => beforeKeys.indexOf(key(one)),
  );
  const woven: Json[] = [];
  while (mine.length > 0 && others.length > 0) {
    const [left, right] = [beforeKeys.indexOf(key(others[0] as Json)), beforeKeys.indexOf(key(mine[0] as Json))];
    const next = left >= 0 && right >= 0 && left < right ? others : mine;
    woven.push(next.shift() as Json);
  }
  return [...woven, ...mine, ...others];
}

function byIndex(list: Json[], index: (one: Json) => number): Json[] {
  return list.sort((one, other) => index(one) - index(other));
}

function checkOrder(order: readonly Json[], change: readonly Json[], mergeKey: string): void {
  if (order.length === 0 || change.length === 0) return;
  const key = (one: Json): Json => (mergeKey === '' ? one : keyIn(one, mergeKey));
  const left = change.filter((one) => !(isObject(one) && one.$patch === 'delete'));
  const places = [...order];
  while (left.length > 0 && places.length > 0) {
    const [wanted, place] = [left[0] as Json, places[0] as Json];
    const isDirective = isObject(wanted) && Object.hasOwn(wanted, '$patch');
    if (!isDirective) places.shift();
    if (isDirective || key(wanted) === key(place)) left.shift();
  }
  if (left.length === 0) return;
  const [patchText, orderText] = [goText([...change]), goText([...order])];
  throw failed(`The order in patch list:\n${patchText}\n doesn't match $setElementOrder list:\n${orderText}\n`);
}

function keyIn(one: Json, mergeKey: string): Json {
  if (!isObject(one)) throw failed(`expected a map[string]interface {}, but received a ${goType(one)}`);
  const key = one[mergeKey];
  if (key === undefined) throw failed(`map: ${goText(one)} does not contain declared merge key: ${mergeKey}`);
  return key;
}

/** One of the elements, which are all of one type. */
function elementOf(lists: readonly (readonly Json[])[]): Json {
  const [first, ...rest] = lists.flat();
  if (first === undefined) throw failed('no elements in any of the given slices');
  if (Array.isArray(first))
    throw new ApiError(422, 'Invalid', 'the server rejected our request due to an error in our request', {});
  if (rest.some((one) => !sameKind(first, one))) {
    throw failed(`list element types are not identical: ${goText(lists.map((list) => [...list]))}`);
  }
  return first;
}

function distinct(list: readonly Json[]): Json[] {
  return [...new Set(list)];
}

function failed(message: string): ApiError {
  return new ApiError(500, '', message);
}
