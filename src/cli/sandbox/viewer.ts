// How does the model show? Anew whenever it differs from what was shown last; one look at Azure at a time.
import type { ChalkInstance } from 'chalk';
import type { AzureState } from '../../core/network/azure-state.js';
import type { Pass } from '../../reconcile.js';
import { modelText } from './model-text.js';

export interface Viewer {
  readonly changed: (pass: Pass) => void;
  /** A line between two models. */
  readonly note: (line: string) => void;
  /** Resolves when the model as it is now has been shown. */
  last(): Promise<void>;
}

export function createViewer(
  colour: ChalkInstance,
  state: () => Promise<AzureState>,
  say: (line: string) => void,
): Viewer {
  let printed = '';
  let pass: Pass | undefined;
  let looking: Promise<void> | undefined;
  const look = async (): Promise<void> => {
    const seen = pass;
    const azure = await state();
    if (!seen) return;
    const text = modelText(azure, seen, 'sandbox', colour);
    if (text !== printed) say(`\n${text}`);
    printed = text;
  };
  return {
    changed: (next) => {
      pass = next;
      looking ??= look()
        .catch(() => undefined)
        .finally(() => (looking = undefined));
    },
    note: (line) => say(colour.dim(line)),
    last: async () => {
      await looking;
      await look();
    },
  };
}
