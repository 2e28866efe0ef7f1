// Which record sets does a zone have? All or of one type, in pages that `nextLink` continues.
import type { Answer, Exchange } from './exchange.js';
import { ok } from './exchange.js';
import type { FakeAzure } from './fake-azure.js';
import type { JsonObject } from '../json.js';
import { copy } from '../json.js';
import type { Zone } from './record-sets.js';
import { dnsRefusal } from './refusal.js';

const DEFAULT_PAGE = 100;
const MAX_PAGE = 1000;

export function listRecordSets(fake: FakeAzure, exchange: Exchange, zone: Zone, type: string | undefined): Answer {
  const { query, request, base } = exchange;
  const suffix = (query.get('$recordsetnamesuffix') ?? query.get('$recordsetnamesuffixparam') ?? '').toLowerCase();
  const prefix = `${zone.resource.type}/`.length;
  // The last one of the page before: what is written or deleted meanwhile moves nobody.
  const after = Buffer.from(query.get('$skiptoken') ?? '', 'base64url').toString();
  const found = fake
    .children(zone.resource.id)
    .filter((one) => one.type.toLowerCase() !== 'microsoft.network/privatednszones/virtualnetworklinks')
    .filter((one) => type === undefined || one.type.slice(prefix).toUpperCase() === type)
    .filter(({ name }) => name.toLowerCase().endsWith(suffix))
    .filter(({ id }) => id.toLowerCase() > after);
  const size = pageSize(query.get('$top'));
  const page = found.slice(0, size);
  const body: JsonObject = { value: page.map(copy) };
  if (size < found.length) {
    const next = new URL(request.url, base);
    next.searchParams.set('$skiptoken', Buffer.from(page.at(-1)!.id.toLowerCase()).toString('base64url'));
    body['nextLink'] = next.href;
  }
  return ok(body);
}

function pageSize(top: string | null): number {
  if (top === null) return DEFAULT_PAGE;
  const size = Number(top);
  if (Number.isInteger(size) && size >= 1 && size <= MAX_PAGE) return size;
  // MicrosoftDocs/feedback#1111
  const message = `Invalid $top value: '${top}'. It must be a number between '1' and '${MAX_PAGE}'.`;
  throw dnsRefusal(400, 'BadRequest', message);
}
