// How slow and how strict is this Azure? `instant` is neither; `realistic` has the published limits and the latencies
// that people measured (one load balancer change 10.9 to 11.5 s: azure-libraries-for-net#1021).

export interface Timing {
  /** Milliseconds from the accepted write to the end of its operation. */
  readonly operationMs: number;
  /** Seconds that answers tell the client to wait between polls. */
  readonly retryAfter: number;
}

export interface Profile {
  readonly name: string;
  /** Milliseconds until an answer comes. */
  readonly readMs: number;
  readonly writeMs: number;
  readonly recordSetMs: number;
  /** For how long a deleted alias record set's place takes no write. */
  readonly aliasDeleteMs: number;
  /** By the last part of the top-level type in lower case; `default` for the others. */
  readonly operations: Readonly<Record<string, Timing>>;
  /** Token buckets of ARM, the network provider and the zones. */
  readonly throttled: boolean;
  /** Share by which each time varies to both sides. */
  readonly jitter: number;
}

const INSTANT: Profile = {
  name: 'instant',
  readMs: 0,
  writeMs: 0,
  recordSetMs: 0,
  aliasDeleteMs: 0,
  operations: { default: { operationMs: 0, retryAfter: 0 } },
  throttled: false,
  jitter: 0,
};

const REALISTIC: Profile = {
  name: 'realistic',
  readMs: 60,
  writeMs: 300,
  recordSetMs: 300,
  aliasDeleteMs: 2000,
  operations: {
    default: { operationMs: 1800, retryAfter: 2 },
    // Done shortly before the first poll that Retry-After allows: 10 to 11 s to the client.
    loadbalancers: { operationMs: 9000, retryAfter: 10 },
    publicipaddresses: { operationMs: 2600, retryAfter: 3 },
    networksecuritygroups: { operationMs: 1800, retryAfter: 2 },
    privatednszones: { operationMs: 4000, retryAfter: 5 },
  },
  throttled: true,
  jitter: 0.1,
};

export const PROFILES: Readonly<Record<string, Profile>> = { instant: INSTANT, realistic: REALISTIC };

export function timingFor(profile: Profile, topLevelType: string): Timing {
  const key = topLevelType.slice(topLevelType.lastIndexOf('/') + 1).toLowerCase();
  return profile.operations[key] ?? profile.operations['default'] ?? { operationMs: 0, retryAfter: 0 };
}
