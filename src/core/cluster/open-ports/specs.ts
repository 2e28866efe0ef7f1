// What do a PortExposure and an ExposurePolicy say? Their specs, as far as their schema let them through, with CIDRs in
// canonical form.
import type { PortExposureSpec } from '../../kinds/index.js';
import type { PortRange, Protocol } from '../../values/port-range.js';
import type { LabelSelector } from '../../values/selector.js';

export type Path = PortExposureSpec['path'];

export interface AskedPorts {
  readonly protocol: Protocol;
  readonly range: PortRange;
  /** As in `spec.ports[0]`. */
  readonly key: string;
}

/** With the node addresses, sorted, where something answers on them. */
export interface AnsweredPorts extends AskedPorts {
  readonly addresses: readonly string[];
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

export interface PolicyRange {
  readonly range: PortRange;
  /** Both, where it isn't given. */
  readonly protocol?: Protocol;
}

export interface Policy {
  readonly name: string;
  readonly namespaceSelector: LabelSelector;
  readonly paths: readonly string[];
  readonly portRanges: readonly PolicyRange[];
  readonly allowedCIDRs: readonly string[];
  readonly allowsInternet: boolean;
}
