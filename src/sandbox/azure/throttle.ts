// How much is left? Token buckets as ARM, the network provider and the DNS zones publish them:
// https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling
import type { JsonObject } from '../json.js';
import { Refusal } from './refusal.js';

interface Bucket {
  readonly capacity: number;
  readonly perSecond: number;
  left: number;
  at: number;
}

interface Rate {
  readonly name: string;
  readonly capacity: number;
  readonly perSecond: number;
  readonly layer: 'arm' | 'network' | 'dns';
}

export class Throttle {
  readonly #buckets = new Map<string, Bucket>();

  /** Takes one from each bucket that the request needs; throws 429 when one is empty, and then takes from none. */
  take(method: string, path: string, now: number): void {
    const rates = ratesFor(method, path.toLowerCase());
    for (const rate of rates) {
      const bucket = this.#refill(rate, now);
      if (bucket.left < 1) throw refuse(rate, Math.max(1, Math.ceil((1 - bucket.left) / bucket.perSecond)));
    }
    for (const { name } of rates) this.#buckets.get(name)!.left -= 1;
  }

  left(now: number): JsonObject[] {
    return [...this.#buckets].sort().map(([name, bucket]) => {
      const { capacity, perSecond } = bucket;
      const left = Math.min(capacity, bucket.left + ((now - bucket.at) / 1000) * perSecond);
      return { name, capacity, perSecond, left: Math.floor(left) };
    });
  }

  /** Of ARM's own bucket, for `x-ms-ratelimit-remaining-subscription-*`. */
  remaining(method: string, path: string): { readonly word: string; readonly left: number } {
    const rate = ratesFor(method, path.toLowerCase())[0]!;
    const left = this.#buckets.get(rate.name)?.left ?? rate.capacity;
    return { word: rate.name.split(' ')[1]!, left: Math.floor(left) };
  }

  clear(): void {
    this.#buckets.clear();
  }

  #refill(rate: Rate, now: number): Bucket {
    const { capacity, perSecond } = rate;
    const bucket = this.#buckets.get(rate.name) ?? { capacity, perSecond, left: capacity, at: now };
    bucket.left = Math.min(capacity, bucket.left + ((now - bucket.at) / 1000) * perSecond);
    bucket.at = now;
    this.#buckets.set(rate.name, bucket);
    return bucket;
  }
}

function ratesFor(method: string, path: string): readonly Rate[] {
  const subscription = /^\/subscriptions\/([^/]+)/.exec(path)?.[1] ?? 'tenant';
  return [armRate(method, subscription), ...networkRate(method, path, subscription), ...dnsRate(method, path)];
}

function armRate(method: string, subscription: string): Rate {
  const kind = method === 'DELETE' ? 'deletes' : method === 'GET' || method === 'HEAD' ? 'reads' : 'writes';
  const [capacity, perSecond] = kind === 'reads' ? [250, 25] : [200, 10];
  return { name: `arm ${kind} ${subscription}`, capacity, perSecond, layer: 'arm' };
}

function networkRate(method: string, path: string, subscription: string): readonly Rate[] {
  if (!path.includes('/providers/microsoft.network/') || /\/(private)?dnszones(\/|$)/.test(path)) return [];
  const isRead = method === 'GET' || method === 'HEAD';
  const capacity = isRead ? 10_000 : 1000;
  const name = `network ${isRead ? 'reads' : 'writes'} ${subscription}`;
  return [{ name, capacity, perSecond: capacity / 300, layer: 'network' }];
}

function dnsRate(method: string, path: string): readonly Rate[] {
  const match = /\/(private)?dnszones\/([^/]+)\/(\w+)(\/)?/.exec(path);
  if (match === null) return zoneRate(method, path);
  const isPrivate = match[1] !== undefined;
  const isList = match[4] === undefined;
  const verb =
    method === 'GET' || method === 'HEAD' ? (isList ? 'list' : 'get') : method === 'DELETE' ? 'delete' : 'write';
  const perMinute = isPrivate
    ? { list: 100, get: 200, write: 60, delete: 60 }[verb]
    : { list: 60, get: 2000, write: 200, delete: 200 }[verb];
  const zone = path.slice(0, match.index + match[0].lastIndexOf(match[3]!) - 1);
  const name = `${isPrivate ? 'private-dns' : 'dns'} ${verb} ${zone}`;
  return [{ name, capacity: perMinute, perSecond: perMinute / 60, layer: 'dns' }];
}

// Of the zones themselves, per resource group, or per subscription where the list is of all.
function zoneRate(method: string, path: string): readonly Rate[] {
  const match = /^(.*)\/providers\/microsoft\.network\/(private)?dnszones(\/[^/]+)?$/.exec(path);
  if (match === null) return [];
  const isPrivate = match[2] !== undefined;
  const isRead = method === 'GET' || method === 'HEAD';
  const verb = !isRead ? 'write' : match[3] === undefined ? 'list' : 'get';
  const perMinute = {
    list: isPrivate && path.includes('/resourcegroups/') ? 100 : 60,
    get: isPrivate ? 200 : 1000,
    write: 40,
  }[verb];
  const name = `${isPrivate ? 'private-dns' : 'dns'} zones ${verb} ${match[1]!}`;
  return [{ name, capacity: perMinute, perSecond: perMinute / 60, layer: 'dns' }];
}

function refuse(rate: Rate, seconds: number): Refusal {
  const headers = { 'retry-after': String(seconds) };
  const message = `The limit of ${rate.name} was reached. Please wait ${seconds} seconds.`;
  switch (rate.layer) {
    case 'arm':
      return new Refusal(429, 'SubscriptionRequestsThrottled', message, { headers, gateway: true });
    case 'network':
      return new Refusal(429, 'TooManyRequests', message, { headers, details: [] });
    case 'dns':
      return new Refusal(429, 'TooManyRequests', message, { headers, flat: true });
  }
}
