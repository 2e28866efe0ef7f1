// What do a PortExposure and an ExposurePolicy say? Their specs, as far as their schema let them through, with CIDRs in
// canonical form.
import type { PortRange, Protocol } from '../../values/port-range.js';
import type { Problem } from '../../values/problem.js';
import type { LabelSelector } from '../../values/selector.js';

export const PATHS = ['HostPort', 'HostNetwork', 'NodePort'] as const;
export type Path = (typeof PATHS)[number];

export interface AskedPorts {
  readonly protocol: Protocol;
  readonly range: PortRange;
  /** As in `spec.ports[0]`. */
  readonly key: string;
}

export interface PortExposureWish {
  readonly path: Path;
  readonly podSelector?: LabelSelector;
  readonly serviceName?: string;
  readonly ports: readonly AskedPorts[];
  /** Canonical, unique, as many as were written. */
  readonly cidrs: readonly string[];
  readonly isPlanOnly: boolean;
}

export interface Policy {
  readonly name: string;
  readonly namespaceSelector: LabelSelector;
  readonly paths: readonly string[];
  readonly portRanges: readonly PortRange[];
  readonly allowedCIDRs: readonly string[];
  readonly allowsInternet: boolean;
}

/** One that isn't right has no wish, or grants nothing. */
export interface ReadSpec<T> {
  readonly value?: T;
  readonly problems: readonly Problem[];
}
