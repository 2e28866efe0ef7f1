// How fast could anybody be? The least time for new public Services, and for names, at once against the realistic profile, from the
// profile's own latencies and Azure's published limits. It is what the cleverest client needs, not what ours does.
import { PROFILES, timingFor } from '../src/sandbox/azure/profiles.js';

/** ARM's buckets: https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling */
const WRITES = { burst: 200, perSecond: 10 };
/** Of one public zone in a minute. */
const ZONE_WRITES = 200;
const READS = { burst: 250, perSecond: 25 };

export interface Leg {
  readonly what: string;
  readonly seconds: number;
}

/**
 *   all public IPs are asked for              as fast as the bucket of writes lets the last one go
 *   each is ready                             its answer, the wait that Retry-After orders, a poll (bucket of reads)
 *   one write of the load balancer for all    its answer, the wait, a poll
 *
 * The load balancer names the public IPs, so it comes after the last of them. Addresses can be read and the security group
 * written while the load balancer works, so neither counts. Chance (`jitter`) is left out.
 */
export function leastTime(services: number): readonly Leg[] {
  const profile = PROFILES['realistic']!;
  const answer = profile.writeMs / 1000;
  const poll = profile.readMs / 1000;
  const publicIP = timingFor(profile, 'publicIPAddresses');
  const loadBalancer = timingFor(profile, 'loadBalancers');
  return [
    { what: `${services} public IP writes pass the bucket`, seconds: wait(services, WRITES) },
    { what: 'a public IP: answer, Retry-After, poll', seconds: answer + waitOf(publicIP) + poll },
    { what: `${services} polls pass the bucket`, seconds: Math.max(0, wait(services, READS) - wait(services, WRITES)) },
    { what: 'the load balancer: answer, Retry-After, poll', seconds: answer + waitOf(loadBalancer) + poll },
  ];
}

/**
 *   all record sets are asked for       as fast as the subscription's bucket of writes, and the zone's, let the last one go
 *   the last one is there               its answer: record sets have no operation to wait for
 *
 * `names` in `zones` public zones of one subscription, as many in each.
 * https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#azure-dns-limits
 */
export function leastTimeOfNames(names: number, zones: number): readonly Leg[] {
  const ofZone = { burst: ZONE_WRITES, perSecond: ZONE_WRITES / 60 };
  const rate = Math.max(wait(names, WRITES), wait(names / zones, ofZone));
  return [
    { what: `${names} record sets pass the buckets`, seconds: rate },
    { what: 'a record set: answer', seconds: PROFILES['realistic']!.recordSetMs / 1000 },
  ];
}

export function total(legs: readonly Leg[]): number {
  return legs.reduce((sum, { seconds }) => sum + seconds, 0);
}

/** Seconds until the last of `calls` made at once may go. */
function wait(calls: number, { burst, perSecond }: typeof WRITES): number {
  return Math.max(0, calls - burst) / perSecond;
}

/** No poll before Retry-After, and none that finds the operation unfinished. */
function waitOf({ operationMs, retryAfter }: ReturnType<typeof timingFor>): number {
  return Math.max(retryAfter, operationMs / 1000);
}
