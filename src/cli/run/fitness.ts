// Is the cluster one that this version can work in? Asked at the start, and again until it is: what is missing may be
// applied a moment later. Said in the log once, and on /readyz as long as it lasts, so that an update of the operator that
// came before its CRDs doesn't replace the old one.
import type { Clock } from '../../operator/clock.js';
import type { Log } from '../../operator/log.js';

const AGAIN = 5000;

export interface Fitness {
  /** Empty where all is well, or as long as nothing is known. */
  readonly lacks: () => readonly string[];
  stop(): void;
}

export function watchFitness(ask: () => Promise<readonly string[]>, clock: Clock, log: Log): Fitness {
  let lacks: readonly string[] = [];
  let cancel: (() => void) | undefined;
  let isStopped = false;
  const look = async (): Promise<void> => {
    const found = await ask().catch(() => undefined);
    for (const lack of found ?? []) if (!lacks.includes(lack)) log.error({ lack }, 'the cluster lacks something');
    if (found?.length === 0 && lacks.length > 0) log.info({}, 'the cluster lacks nothing any more');
    lacks = found ?? lacks;
    if (!isStopped && found?.length !== 0) cancel = clock.after(AGAIN, () => void look());
  };
  void look();
  return {
    lacks: () => lacks,
    stop: () => {
      isStopped = true;
      cancel?.();
    },
  };
}
