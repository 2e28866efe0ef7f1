// Does this process wait for a lease before it writes, for which one, and what happens when it is lost? In a pod it does
// unless it is told otherwise: a Deployment's old and new pods overlap. At somebody's desk it needs to be asked for.
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { createLeaseApi, isInCluster, namespaceOfPod } from '../../adapters/kubernetes/index.js';
import { parseDuration } from '../../core/values/duration.js';
import { systemClock } from '../../operator/clock.js';
import { createElapsed } from '../../operator/elapsed.js';
import type { ElectorOptions, LeaseTiming } from '../../operator/leader.js';
import { Elector, timingProblem } from '../../operator/leader.js';
import type { Log } from '../../operator/log.js';
import { UsageError } from '../failure.js';

export interface LeadershipOptions {
  readonly kubeconfig?: string;
  readonly context?: string;
  /** `true` or `false`; without it: in a pod. */
  readonly leaderElect?: string;
  readonly leaderElectionNamespace?: string;
  readonly leaderElectionName: string;
  readonly leaderElectionLeaseDuration: string;
  readonly leaderElectionRenewDeadline: string;
  readonly leaderElectionRetryPeriod: string;
}

export interface Leadership {
  readonly elector: Elector;
  /** Lets go of the lease where it is ours, and of the connection. */
  end(): Promise<void>;
}

/** Of the manifests. */
const NAMESPACE = 'azure-network-operator';

/** Undefined where this process needs no lease. Nothing is sent until the elector is started. */
export function createLeadership(
  options: LeadershipOptions,
  events: Required<Pick<ElectorOptions, 'led' | 'lost' | 'slowPath'>>,
  log: Log,
): Leadership | undefined {
  const timing = timingOf(options);
  if (!isWanted(options)) return undefined;
  const namespace = options.leaderElectionNamespace ?? namespaceOfPod() ?? NAMESPACE;
  const lease = createLeaseApi({ ...options, namespace, name: options.leaderElectionName });
  const elector = new Elector({
    ...events,
    lease,
    timing,
    log,
    identity: `${hostname()}_${randomUUID()}`,
    clock: systemClock,
    elapsed: createElapsed(),
    steady: () => performance.now(),
    random: Math.random,
  });
  const end = async (): Promise<void> => {
    await elector.release();
    await lease.close();
  };
  return { elector, end };
}

function isWanted({ leaderElect, ...connection }: LeadershipOptions): boolean {
  return leaderElect === undefined ? isInCluster(connection) : leaderElect === 'true';
}

function timingOf(options: LeadershipOptions): LeaseTiming {
  const timing = {
    duration: milliseconds('--leader-election-lease-duration', options.leaderElectionLeaseDuration),
    renewDeadline: milliseconds('--leader-election-renew-deadline', options.leaderElectionRenewDeadline),
    retryPeriod: milliseconds('--leader-election-retry-period', options.leaderElectionRetryPeriod),
  };
  const problem = timingProblem(timing);
  if (problem) throw new UsageError(`--leader-election-…: ${problem}`);
  return timing;
}

function milliseconds(flag: string, text: string): number {
  const seconds = parseDuration(text);
  if (seconds === undefined || seconds === 0)
    throw new UsageError(`${flag} ${text}: it must be a duration of whole seconds or more, such as 15s or 1m`);
  return seconds * 1000;
}
