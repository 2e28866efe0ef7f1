// A client of the fake without a socket: a clock that stands still until it is moved, and short words for long paths.
import { FakeAzure, PROFILES } from '../../../src/sandbox/azure/index.js';
import type { Profile } from '../../../src/sandbox/azure/index.js';

// Wire JSON of any type: tests read deep into it.
export type Body = any;

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Body;
  readonly delayMs: number;
  readonly dropped: boolean;
  /** Of the error, nested or flat. */
  readonly code: string | undefined;
  /** Of the first detail. */
  readonly detail: string | undefined;
}

export interface Client {
  readonly fake: FakeAzure;
  send(method: string, url: string, body?: unknown, headers?: Readonly<Record<string, string>>): Reply;
  get(url: string): Reply;
  put(url: string, body: unknown, headers?: Readonly<Record<string, string>>): Reply;
  delete(url: string, headers?: Readonly<Record<string, string>>): Reply;
  /** Moves the clock. */
  pass(milliseconds: number): void;
  /** Asks the operation that a reply names. */
  poll(reply: Reply): Reply;
}

export const SCOPE = '/subscriptions/s1/resourceGroups/rg';
export const NETWORK = `${SCOPE}/providers/Microsoft.Network`;
export const LB = `${NETWORK}/loadBalancers/lb`;
export const NSG = `${NETWORK}/networkSecurityGroups/nsg`;
export const VNET = `${NETWORK}/virtualNetworks/vnet`;
export const ZONE = `${NETWORK}/dnszones/example.com`;
export const SLOW: Profile = {
  ...PROFILES['instant']!,
  operations: { default: { operationMs: 5000, retryAfter: 3 } },
};

export function client(profile: Profile = PROFILES['instant']!, withGroup = true): Client {
  let now = Date.UTC(2030, 0, 1);
  const fake = new FakeAzure({ profile, clock: () => now, anyToken: true });
  const send: Client['send'] = (method, url, body, headers = {}) => {
    const versioned = url.startsWith('/_fake') || url.includes('api-version') ? url : withVersion(url);
    const answer = fake.handle({
      method,
      url: versioned,
      headers: { host: 'fake:1', authorization: 'Bearer x', ...headers },
      body: body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body),
    });
    const shown = answer.body as Body;
    const error = shown?.error ?? shown;
    return {
      status: answer.status,
      headers: answer.headers,
      body: shown,
      delayMs: answer.delayMs ?? 0,
      dropped: answer.drop === true,
      code: error?.code,
      detail: error?.details?.[0]?.code,
    };
  };
  const result: Client = {
    fake,
    send,
    get: (url) => send('GET', url),
    put: (url, body, headers) => send('PUT', url, body, headers),
    delete: (url, headers) => send('DELETE', url, undefined, headers),
    pass: (milliseconds) => void (now += milliseconds),
    poll: (reply) => send('GET', reply.headers['azure-asyncoperation']!.replace('https://fake:1', '')),
  };
  if (withGroup) result.put(SCOPE, { location: 'westeurope' });
  return result;
}

function withVersion(url: string): string {
  return `${url}${url.includes('?') ? '&' : '?'}api-version=2025-05-01`;
}

export function addressId(name = 'pip'): string {
  return `${NETWORK}/publicIPAddresses/${name}`;
}

export const ADDRESS = {
  location: 'westeurope',
  sku: { name: 'Standard' },
  properties: { publicIPAllocationMethod: 'Static' },
};

/** A load balancer with one public frontend, one pool, one probe and the rules given. */
export function balancer(properties: object = {}): Body {
  return {
    location: 'westeurope',
    sku: { name: 'Standard' },
    properties: {
      frontendIPConfigurations: [{ name: 'f1', properties: { publicIPAddress: { id: addressId() } } }],
      backendAddressPools: [{ name: 'p1', properties: {} }],
      probes: [{ name: 'h1', properties: { protocol: 'Tcp', port: 30080 } }],
      loadBalancingRules: [rule('r1')],
      ...properties,
    },
  };
}

export function rule(name: string, properties: object = {}): Body {
  return {
    name,
    properties: {
      protocol: 'Tcp',
      frontendPort: 80,
      backendPort: 8080,
      frontendIPConfiguration: { id: `${LB}/frontendIPConfigurations/f1` },
      backendAddressPool: { id: `${LB}/backendAddressPools/p1` },
      probe: { id: `${LB}/probes/h1` },
      ...properties,
    },
  };
}

export function securityRule(name: string, properties: object = {}): Body {
  return {
    name,
    properties: {
      protocol: 'Tcp',
      access: 'Allow',
      direction: 'Inbound',
      priority: 500,
      sourceAddressPrefix: '*',
      sourcePortRange: '*',
      destinationAddressPrefix: '*',
      destinationPortRange: '80',
      ...properties,
    },
  };
}
