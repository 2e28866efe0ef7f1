// What does a Lease say, and how is one read and written? The port of leader election; its adapter speaks to Kubernetes
// (https://kubernetes.io/docs/concepts/architecture/leases/#leader-election).

/** Times as the holder's clock had them: for people to read, never to be reckoned with. */
export interface LeaseRecord {
  /** Empty where it has been released. */
  readonly holder: string;
  readonly durationSeconds: number;
  /** RFC 3339 with microseconds. */
  readonly acquireTime: string;
  readonly renewTime: string;
  readonly transitions: number;
}

export interface Lease {
  readonly record: LeaseRecord;
  readonly resourceVersion: string;
}

/** Each call gives up after so many milliseconds and throws LeaseError. */
export interface LeaseApi {
  /** Undefined where there is no such Lease. */
  read(timeout: number): Promise<Lease | undefined>;
  create(record: LeaseRecord, timeout: number): Promise<Lease>;
  /** Only if nobody has written it since that version. */
  update(record: LeaseRecord, resourceVersion: string, timeout: number): Promise<Lease>;
  close(): Promise<void>;
}

export class LeaseError extends Error {
  override readonly name = 'LeaseError';
  constructor(
    /** `Conflict`: somebody else has written, made or deleted it. `Forbidden`: a permission is missing. */
    readonly kind: 'Conflict' | 'Forbidden' | 'Failed',
    message: string,
  ) {
    super(message);
  }
}
