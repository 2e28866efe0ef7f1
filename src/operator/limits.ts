// Which published limits does a request count against? Numbers of Azure Resource Manager and of the services behind it.
//
//   limit                                   reads          writes          deletes         source
//   subscription, a token bucket            250, +25/s     200, +10/s      200, +10/s      [1]
//   network provider, per region            10,000/5 min   1,000/5 min, both together      [1]
//   public zone, its record sets            2,000/min      200/min         200/min         [2]
//     …lists of it                          60/min
//   private zone, its record sets           200/min        60/min          60/min          [2]
//     …lists of it                          100/min
//
// [1] https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling
// [2] https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#azure-dns-limits
//
// One AzureNetwork has one region, so the subscription stands for the region too.
import type { ArmKey } from '../core/values/arm-id.js';
import type { Gauge } from './gauge.js';
import { Bucket, Window } from './gauge.js';
import type { CallKind } from './ports.js';

export interface Limit {
  readonly name: string;
  /** Who says 429 for it: the resource manager for the subscription, or the service behind it. */
  readonly level: 'Subscription' | 'Provider';
  readonly make: () => Gauge;
}

const MINUTE = 60_000;
const ZONE = /^.*\/(dnszones|privatednszones)\/[^/]+/;

export function limitsOf(kind: CallKind, key: ArmKey): readonly Limit[] {
  const subscription = /^\/subscriptions\/([^/]+)/.exec(key)?.[1] ?? '';
  const bucket = (): Gauge => (kind === 'read' ? new Bucket(250, 25) : new Bucket(200, 10));
  return [
    { name: `${subscription} ${kind}`, level: 'Subscription', make: bucket },
    providerLimit(kind, key, subscription),
  ];
}

function providerLimit(kind: CallKind, key: ArmKey, subscription: string): Limit {
  const zone = ZONE.exec(key);
  if (!zone) {
    const isRead = kind === 'read';
    return {
      name: `${subscription} network ${isRead ? 'read' : 'write'}`,
      level: 'Provider',
      make: () => new Window(isRead ? 10_000 : 1000, 5 * MINUTE),
    };
  }
  const isPublic = zone[1] === 'dnszones';
  const isList = kind === 'read' && /\/(recordsets|all)$/.test(key);
  const most = isList ? (isPublic ? 60 : 100) : zoneRate(kind, isPublic);
  return {
    name: `${zone[0]} ${isList ? 'list' : kind}`,
    level: 'Provider',
    make: () => new Window(most, MINUTE),
  };
}

function zoneRate(kind: CallKind, isPublic: boolean): number {
  if (kind === 'read') return isPublic ? 2000 : 200;
  return isPublic ? 200 : 60;
}
