// What can one rule say? A box: each of its sources may reach (or may not reach) each of its ports at each of its destinations.
import type { Family } from '../../../values/ip-address.js';
import type { PortRange, Protocol } from '../../../values/port-range.js';
import { formatPortRange } from '../../../values/port-range.js';

export interface Box {
  readonly access: 'Allow' | 'Deny';
  readonly family: Family;
  readonly protocol: Protocol;
  readonly sources: readonly string[];
  readonly ports: readonly PortRange[];
  readonly destinations: readonly string[];
}

/** Boxes of different planes have nothing in common. */
export function planeOf({ access, family, protocol }: Box): string {
  return `${access}|${protocol}|${family}`;
}

export function portsText(ports: readonly PortRange[]): string {
  return ports.map(formatPortRange).join();
}
