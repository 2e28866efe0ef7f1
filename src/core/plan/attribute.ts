// Whose is each change? The room says for which paths it worked on whose behalf; the longest of them decides.
import type { Change } from '../network/change.js';
import type { DesiredResource } from '../network/network-model.js';
import type { SourceRef } from '../values/source-ref.js';

export function attribute(changes: readonly Change[], desired: DesiredResource): readonly Change[] {
  const attribution = new Map([...removedPaths(desired), ...desired.attribution]);
  return changes.map((change) => {
    const because = longestPrefix(change.path, attribution);
    return because ? { ...change, because } : change;
  });
}

// `…/loadBalancers/lb/loadBalancingRules/web` is gone at `/properties/loadBalancingRules[web]`.
function removedPaths(desired: DesiredResource): [string, readonly SourceRef[]][] {
  return desired.removals
    .filter((removal) => removal.because.length > 0)
    .map(({ id, because }) => {
      const [collection, name] = id.split('/').slice(-2);
      return [`/properties/${collection}[${name}]`, because];
    });
}

function longestPrefix(
  path: string,
  attribution: ReadonlyMap<string, readonly SourceRef[]>,
): readonly SourceRef[] | undefined {
  for (let end = path.length; end > 0; end = lastBoundary(path, end)) {
    const because = attribution.get(path.slice(0, end));
    if (because) return because;
  }
  return undefined;
}

function lastBoundary(path: string, end: number): number {
  return Math.max(path.lastIndexOf('/', end - 1), path.lastIndexOf('[', end - 1));
}
