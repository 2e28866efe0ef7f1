// The layout that needs no thought: what has the same sources and the same ports is one rule, whichever objects it is for. So
// Azure's own cloud controller lays out its rules; ours never are more than these
// (https://github.com/kubernetes-sigs/cloud-provider-azure, pkg/provider/securitygroup).
import type { Box } from './box.js';
import { planeOf, portsText } from './box.js';
import { componentsOf, sourceClass, textOfList } from './sources.js';
import { mergePorts } from '../../../values/port-range.js';

export function plainLayout(boxes: readonly Box[]): readonly Box[] {
  const alike = new Map<string, Box[]>();
  for (const box of boxes) {
    for (const single of singleRules(box)) {
      const key = keyOf(single);
      const known = alike.get(key);
      if (known) known.push(single);
      else alike.set(key, [single]);
    }
  }
  return [...alike].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => withAll(group));
}

function withAll(group: readonly Box[]): Box {
  const [first, ...others] = group;
  const all = others.length === 0 ? first!.destinations : group.flatMap(({ destinations }) => destinations);
  return { ...first!, destinations: all.length === 1 ? all : [...new Set(all)].sort() };
}

/** Each box as rules that Azure takes. */
export function singleRules(box: Box): readonly Box[] {
  if (box.ports.length === 0 || box.destinations.length === 0) return [];
  const ports = mergePorts(box.ports);
  return componentsOf(sourceClass(box.sources)).map((sources) => ({ ...box, sources, ports }));
}

/** Rules with the same key can be one. */
export function keyOf(box: Box): string {
  return `${planeOf(box)}|${textOfList(box.sources)}|${portsText(box.ports)}`;
}
