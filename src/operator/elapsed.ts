// How much time has passed? Node's monotonic clock counts on while a process is stopped (SIGSTOP), but not while the
// machine sleeps; the wall clock counts both, but may be set. So the wall clock's leaps forward are added to the monotonic
// time. Too much makes a leader only give way too early; a standby must not reckon with it, or it would take over too early.

/** A wall clock that runs a little fast is not a leap. */
const LEAP = 500;

/** Returns milliseconds since some moment; they never run backwards. */
export function createElapsed(
  monotonic: () => number = () => performance.now(),
  wall: () => number = () => Date.now(),
): () => number {
  let asleep = 0;
  let ahead = wall() - monotonic();
  return () => {
    const steady = monotonic();
    const leap = wall() - steady - ahead;
    if (leap > LEAP) asleep += leap;
    // What the wall clock was set back by is neither time that passed nor a credit for the next leap.
    if (leap > LEAP || leap < 0) ahead += leap;
    return steady + asleep;
  };
}
