// May this write go ahead? If-Match and If-None-Match, with the two shapes of 412: the network provider's names both
// etags in a detail, Azure DNS answers flat.
import { Refusal } from './refusal.js';

type Headers = Readonly<Record<string, string | undefined>>;

export function checkNetworkEtag(headers: Headers, id: string, current: string | undefined): void {
  const match = headers['if-match'];
  if (match !== undefined && !(match === '*' && current !== undefined) && !same(match, current)) {
    const details = [{ code: 'PreconditionFailedEtagMismatch', message: mismatch(match, id, current) }];
    throw new Refusal(412, 'PreconditionFailed', 'Precondition failed.', { details });
  }
  if (headers['if-none-match'] === '*' && current !== undefined) {
    const message = `Resource ${id} exists already, with etag ${current}.`;
    throw new Refusal(412, 'PreconditionFailed', 'Precondition failed.', {
      details: [{ code: 'PreconditionFailedResourceExists', message }],
    });
  }
}

export function checkDnsEtag(headers: Headers, current: string | undefined): void {
  const failed = (header: string): Refusal => {
    const message = `The condition '${headers[header.toLowerCase()] ?? ''}' in the ${header} header was not satisfied. The current was '${current ?? 'null'}'.`;
    return new Refusal(412, 'PreconditionFailed', message, { flat: true });
  };
  const match = headers['if-match'];
  if (match !== undefined && (current === undefined || (match !== '*' && !same(match, current)))) {
    throw failed('If-Match');
  }
  const none = headers['if-none-match'];
  if (none !== undefined && current !== undefined && (none === '*' || same(none, current))) {
    throw failed('If-None-Match');
  }
}

function same(a: string, b: string | undefined): boolean {
  return b !== undefined && bare(a) === bare(b);
}

function bare(etag: string): string {
  return etag.replace(/^W\//, '').replace(/^"(.*)"$/, '$1');
}

function mismatch(match: string, id: string, current: string | undefined): string {
  const etag = `W/"${bare(match)}"`;
  return current === undefined
    ? `Etag provided in if-match header ${etag} does not match: resource ${id} does not exist in NRP data store.`
    : `Etag provided in if-match header ${etag} does not match etag ${current} of resource ${id} in NRP data store.`;
}
