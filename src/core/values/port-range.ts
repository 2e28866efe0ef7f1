// Which ports? One port or a range of them, as `8080` or `9000-9010`.

/** Inclusive; one port has `from` = `to`. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
}

export type Protocol = 'Tcp' | 'Udp';

/** As Azure and people write it. */
export function formatPortRange(range: PortRange): string {
  return range.from === range.to ? String(range.from) : `${range.from}-${range.to}`;
}
