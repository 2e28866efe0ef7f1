// Where does the embedded Kubernetes API answer otherwise than a real one, and is meant to? docs/sandbox.md tells users
// of each. A difference that has gone fails the suite until it is struck off here.

export interface KnownDifference {
  /** As given to describeOnBoth. */
  readonly suite: string;
  /** The test's name. */
  readonly case: string;
  readonly because: string;
}

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [];
