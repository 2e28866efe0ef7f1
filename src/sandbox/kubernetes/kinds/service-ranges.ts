// Which addresses and ports may Services have here? Those of the project's control plane, the lowest free one first:
// what a test sees doesn't depend on chance. As the API server does, leave the lower end to those who choose themselves.
import { Address4, Address6 } from 'ip-address';

export type Family = 'IPv4' | 'IPv6';

/** The first is what a Service has that doesn't say. */
export const FAMILIES: readonly Family[] = ['IPv4', 'IPv6'];

const RANGES = {
  IPv4: { text: '10.0.0.0/16', range: new Address4('10.0.0.0/16') },
  IPv6: { text: 'fd00:10::/112', range: new Address6('fd00:10::/112') },
} as const;

const CHOSEN_ADDRESSES = 256n;
export const FIRST_NODE_PORT = 30_000;
export const LAST_NODE_PORT = 32_767;
const CHOSEN_NODE_PORTS = 86;

export function familyOf(address: string): Family {
  return address.includes(':') ? 'IPv6' : 'IPv4';
}

/** The address of the Service `kubernetes`. */
export const API_ADDRESS = '10.0.0.1';

/** Throws where all 65 279 are taken. */
export function nextAddress(family: Family, taken: ReadonlySet<string>): string {
  const { range } = RANGES[family];
  const last = range.endAddress().bigInt();
  for (let number = range.startAddress().bigInt() + CHOSEN_ADDRESSES + 1n; number < last; number += 1n) {
    const text = written(family, number);
    if (!taken.has(text)) return text;
  }
  throw new Error(`range is full: ${RANGES[family].text}`);
}

function written(family: Family, number: bigint): string {
  return family === 'IPv4' ? Address4.fromBigInt(number).correctForm() : Address6.fromBigInt(number).correctForm();
}

/** Why an address can't be had; undefined where it can. */
export function addressProblem(family: Family, address: string, taken: ReadonlySet<string>): string | undefined {
  const { text, range } = RANGES[family];
  const number = family === 'IPv4' ? new Address4(address).bigInt() : new Address6(address).bigInt();
  if (number <= range.startAddress().bigInt() || number > range.endAddress().bigInt()) {
    return `the provided IP (${address}) is not in the valid range. The range of valid IPs is ${text}`;
  }
  return taken.has(written(family, number)) ? 'provided IP is already allocated' : undefined;
}

export function nextNodePort(taken: ReadonlySet<number>): number {
  for (let port = FIRST_NODE_PORT + CHOSEN_NODE_PORTS; port <= LAST_NODE_PORT; port += 1) {
    if (!taken.has(port)) return port;
  }
  for (let port = FIRST_NODE_PORT; port < FIRST_NODE_PORT + CHOSEN_NODE_PORTS; port += 1) {
    if (!taken.has(port)) return port;
  }
  throw new Error(`range is full: ${FIRST_NODE_PORT}-${LAST_NODE_PORT}`);
}

export function nodePortProblem(port: number, taken: ReadonlySet<number>): string | undefined {
  if (port < FIRST_NODE_PORT || port > LAST_NODE_PORT) {
    return `provided port is not in the valid range. The range of valid ports is ${FIRST_NODE_PORT}-${LAST_NODE_PORT}`;
  }
  return taken.has(port) ? 'provided port is already allocated' : undefined;
}
