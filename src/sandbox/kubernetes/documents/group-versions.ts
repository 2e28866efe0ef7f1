// Which groups and versions do the kinds belong to, and in which order are they told? A client takes the first that
// fits: of groups, Kubernetes' own before those of custom kinds; of versions, the ripest.
import type { Kind } from '../kind.js';

export interface Group {
  readonly group: string;
  /** The preferred one first. */
  readonly versions: readonly GroupVersion[];
}

export interface GroupVersion {
  /** `v1`, `apps/v1`. */
  readonly groupVersion: string;
  readonly version: string;
  /** By plural. */
  readonly kinds: readonly Kind[];
}

/** As the API server tells them. */
const ORDER = [
  ...['', 'apps', 'events.k8s.io', 'authentication.k8s.io', 'authorization.k8s.io', 'autoscaling', 'batch'],
  ...['certificates.k8s.io', 'networking.k8s.io', 'policy', 'rbac.authorization.k8s.io', 'storage.k8s.io'],
  ...['admissionregistration.k8s.io', 'apiextensions.k8s.io', 'scheduling.k8s.io', 'coordination.k8s.io'],
  ...['node.k8s.io', 'discovery.k8s.io'],
];

export function groupsOf(kinds: readonly Kind[]): Group[] {
  return [...Map.groupBy(kinds, ({ group }) => group)]
    .sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map(([group, members]) => ({ group, versions: versionsOf(group, members) }));
}

function rank(group: string): number {
  const place = ORDER.indexOf(group);
  return place < 0 ? ORDER.length : place;
}

function versionsOf(group: string, kinds: readonly Kind[]): GroupVersion[] {
  return [...Map.groupBy(kinds, ({ version }) => version)]
    .sort(([a], [b]) => compareVersions(a, b))
    .map(([version, members]) => ({
      groupVersion: group === '' ? version : `${group}/${version}`,
      version,
      kinds: members.sort((a, b) => (a.plural < b.plural ? -1 : 1)),
    }));
}

/** v2, v1, v2beta1, v1beta2, v1alpha1, then whatever isn't named so, by its letters: as CRDs' versions are ordered. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [parts(a), parts(b)];
  if (!left || !right) return left ? -1 : right ? 1 : a < b ? -1 : 1;
  return right[0] - left[0] || right[1] - left[1] || right[2] - left[2];
}

function parts(version: string): readonly [ripeness: number, major: number, minor: number] | undefined {
  const found = /^v([1-9]\d*)(?:(alpha|beta)([1-9]\d*))?$/.exec(version);
  if (!found) return undefined;
  const ripeness = found[2] === undefined ? 2 : found[2] === 'beta' ? 1 : 0;
  return [ripeness, Number(found[1]), Number(found[3] ?? 0)];
}
