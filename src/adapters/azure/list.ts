// What is in a collection? All of its pages, or an error: part of a list would read as "the rest is gone".
import type { ArmResource } from '../../core/network/arm-resource.js';
import type { AzureScope } from '../../core/network/azure-scopes.js';
import type { ArmId } from '../../core/values/arm-id.js';
import { isArray, isObject } from '../../core/values/json.js';
import { apiVersionOf } from './api-versions.js';
import { errorOfAnswer, unexpected } from './errors.js';
import type { Request, Transport } from './transport.js';

// Pages have 100 record sets unless more are asked for (https://learn.microsoft.com/rest/api/dns/record-sets/list-by-dns-zone),
// and at most as many as this (MicrosoftDocs/feedback#1111); a zone may have 10,000, and 60 lists a minute.
const LARGEST_PAGE = '1000';

function isOfRecordSets({ type }: AzureScope): boolean {
  return /\/(private)?dnszones\//i.test(type);
}

/** Throws AzureError at the first page that can't be had. `on`: the resource for whose sake it is read, for the gate. */
export async function listAll(
  transport: Transport,
  scope: AzureScope,
  on: ArmId = scope.path,
): Promise<readonly ArmResource[]> {
  const resources: ArmResource[] = [];
  const seen = new Set<string>();
  let request: Request | undefined = {
    kind: 'read',
    id: on,
    url: scope.path,
    apiVersion: apiVersionOf(scope.type),
    ...(isOfRecordSets(scope) && { query: { $top: LARGEST_PAGE } }),
  };
  while (request) {
    const answer = await transport.send(request);
    if (answer.status !== 200) throw errorOfAnswer('read', answer);
    const { value, nextLink } = isObject(answer.body) ? answer.body : {};
    if (!isArray(value)) throw unexpected(`the list ${scope.path} came without a value`, false);
    // ARM's promise: https://learn.microsoft.com/rest/api/azure/#async-operations-throttling-and-paging
    resources.push(...(value as readonly unknown[] as readonly ArmResource[]));
    const next = nextPage(transport, scope, nextLink, seen);
    request = next === undefined ? undefined : { kind: 'read', id: on, url: next };
  }
  return resources;
}

function nextPage(transport: Transport, scope: AzureScope, link: unknown, seen: Set<string>): string | undefined {
  if (link === undefined || link === null || link === '') return undefined;
  const url = typeof link === 'string' ? transport.own(link) : undefined;
  if (url === undefined)
    throw unexpected(`the list ${scope.path} goes on at ${JSON.stringify(link)}, which is not ARM`, false);
  if (seen.has(url)) throw unexpected(`the list ${scope.path} goes round in a circle`, false);
  seen.add(url);
  return url;
}
