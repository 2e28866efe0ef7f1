// What happens to a load balancer while a Service changes? What it had stays until what it is to have is complete.
import { describe, expect, test } from '@jest/globals';
import type { LoadBalancerExposure } from '../../../../src/core/exposure.js';
import { azureState } from '../../../../src/core/network/azure-state.js';
import type { AzureState } from '../../../../src/core/network/azure-state.js';
import type { ArmId } from '../../../../src/core/values/arm-id.js';
import {
  applied,
  changedPaths,
  exposures,
  INTERNAL,
  INTERNAL_FRONTEND,
  INTERNAL_LB,
  LB,
  namesOf,
  NETWORK,
  port,
  prefixFor,
  PUBLIC_FRONTEND,
  publicIPsFor,
  service,
  SETTINGS,
  settled,
  subnet,
  withResource,
} from '../world.js';
import { childOf, FRONTENDS, referred, RULES, wishFor } from './words.js';

const [ONE, TWO] = [prefixFor(1), prefixFor(2)];
const OTHER = { ...INTERNAL_FRONTEND, subnetId: subnet('other').id, subnetName: 'other' };

/** Both load balancers after one write of each, and what is on them when all is done. */
function steps(asked: readonly LoadBalancerExposure[], azure: AzureState) {
  const next = applied(wishFor(asked, azure), azure);
  return { next, last: settled(exposures(asked), next) };
}

describe('public becomes internal', () => {
  const azure = settled(exposures([service(1), service(2)]), azureState([subnet(), subnet('other')]));

  test('the old frontend goes when the new one is there', () => {
    const { next, last } = steps([service(1, INTERNAL), service(2)], azure);
    expect([namesOf(next, LB, FRONTENDS), namesOf(next, INTERNAL_LB, FRONTENDS)]).toEqual([[ONE, TWO], [ONE]]);
    expect([namesOf(last, LB, FRONTENDS), namesOf(last, INTERNAL_LB, FRONTENDS)]).toEqual([[TWO], [ONE]]);
  });

  test('and stays while the new one cannot come: its subnet is missing', () => {
    const nowhere = { ...OTHER, subnetId: subnet('nowhere').id, subnetName: 'nowhere' };
    const wish = wishFor([service(1, { frontends: [nowhere] }), service(2)], azure);
    expect(changedPaths(wish, azure)).toEqual([]);
    expect(wish.problems).toMatchObject([
      {
        object: 'Service/default/web-1',
        reason: 'SubnetNotFound',
        key: 'service.beta.kubernetes.io/azure-load-balancer-internal-subnet',
        value: 'nowhere',
        message: expect.stringContaining('There are: apps, other'),
      },
    ]);
  });

  test('unreadable subnets are unknown, not missing', () => {
    const unreadable = new Map([
      [`${SETTINGS.virtualNetworkId}/subnets`.toLowerCase() as never, { status: 403, code: 'Denied', message: '' }],
    ]);
    const blind = {
      ...azureState([...azure.resources.values()].filter(({ id }) => !id.includes('/subnets/'))),
      unreadable,
    };
    const wish = wishFor([service(1, INTERNAL), service(2)], blind);
    expect([wish.problems, changedPaths(wish, blind)]).toEqual([[], []]);
  });

  test('another subnet is another frontend, and the old one goes when it is there', () => {
    const internal = settled(exposures([service(1, INTERNAL)]), azure);
    const { next, last } = steps([service(1, { ...INTERNAL, frontends: [OTHER] })], internal);
    expect(namesOf(next, INTERNAL_LB, FRONTENDS)).toEqual([ONE, `${ONE}-other`]);
    expect(namesOf(last, INTERNAL_LB, FRONTENDS)).toEqual([`${ONE}-other`]);
    expect(namesOf(last, INTERNAL_LB, RULES)).toEqual([`${ONE}-other-TCP-80`]);
  });
});

describe('families', () => {
  const SECOND = { ...PUBLIC_FRONTEND, family: 6 } as const;
  const single = settled(exposures([service(1)]));
  const dual = settled(exposures([service(1, { frontends: [PUBLIC_FRONTEND, SECOND] })]));

  test('two frontends, two rules, two probes; the second half says so in its names', () => {
    expect(namesOf(dual, LB, FRONTENDS)).toEqual([ONE, `${ONE}-IPv6`]);
    expect(namesOf(dual, LB, RULES)).toEqual([`${ONE}-TCP-80`, `${ONE}-TCP-80-IPv6`]);
    expect(namesOf(dual, LB, 'probes')).toEqual([`${ONE}-TCP-80`, `${ONE}-TCP-80-IPv6`]);
    const rule = childOf(dual, RULES, `${ONE}-TCP-80-IPv6`);
    expect(['frontendIPConfiguration', 'backendAddressPool', 'probe'].map((key) => referred(rule, key))).toEqual([
      `${ONE}-IPv6`,
      'kubernetes-IPv6',
      `${ONE}-TCP-80-IPv6`,
    ]);
  });

  test.each([
    { because: 'one that comes changes only its own', from: single, frontends: [PUBLIC_FRONTEND, SECOND] },
    { because: 'one that goes changes only its own', from: dual, frontends: [PUBLIC_FRONTEND] },
  ])('$because', ({ from, frontends }) => {
    const asked = exposures([service(1, { frontends })]);
    const addressed = applied(publicIPsFor(asked, from), from);
    const paths = changedPaths(wishFor([service(1, { frontends })], addressed), addressed);
    expect(paths).not.toEqual([]);
    for (const path of paths) expect(path).toMatch(/-IPv6\]/);
  });

  test('IPv6 alone has no ending', () => {
    const azure = settled(exposures([service(1, { frontends: [{ ...PUBLIC_FRONTEND, family: 6 }] })]));
    expect(namesOf(azure, LB, RULES)).toEqual([`${ONE}-TCP-80`]);
    expect(referred(childOf(azure, RULES, `${ONE}-TCP-80`), 'backendAddressPool')).toBe('kubernetes-IPv6');
  });
});

describe('ports', () => {
  const azure = settled(exposures([service(1), service(2)]));

  test('one that goes takes its rule and probe along, and nothing of others', () => {
    const after = settled(exposures([service(1, { ports: [port(443, 30443)] }), service(2)]), azure);
    const names = [`${ONE}-TCP-443`, `${TWO}-TCP-80`];
    expect([namesOf(after, LB, RULES), namesOf(after, LB, 'probes')]).toEqual([names, names]);
  });

  test('a change is because of its Service alone', () => {
    const [desired] = wishFor([service(1, { idleTimeout: 30 }), service(2)], azure).resources;
    const name = `/properties/loadBalancingRules[${ONE}-TCP-80]`;
    expect(desired!.attribution.get(name)).toEqual(['Service/default/web-1']);
  });
});

describe('two that move to one address', () => {
  const NSG = `${NETWORK}/networkSecurityGroups/nsg` as ArmId;
  const settings = {
    ...SETTINGS,
    securityGroups: [
      {
        id: NSG,
        allowPriorities: { from: 500, to: 600 },
        denyPriorities: { from: 601, to: 700 },
        nodeDestinations: 'Addresses' as const,
      },
    ],
  };
  const office = {
    id: `${NETWORK}/publicIPAddresses/office` as ArmId,
    name: 'office',
    type: 'Microsoft.Network/publicIPAddresses',
    location: 'westeurope',
    sku: { name: 'Standard' },
    properties: { ipAddress: '20.1.2.3', publicIPAddressVersion: 'IPv4', provisioningState: 'Succeeded' },
  };
  const open = (...ports: readonly number[]) => ({
    id: NSG,
    name: 'nsg',
    type: 'Microsoft.Network/networkSecurityGroups',
    properties: {
      securityRules: ports.map((number) => ({
        name: `azurenetwork_${number}`,
        properties: {
          description: 'azurenetwork.dev|prod-1|Service/default/web-1',
          access: 'Allow',
          protocol: 'Tcp',
          sourceAddressPrefix: 'Internet',
          destinationAddressPrefix: '20.1.2.3',
          destinationPortRange: String(number),
        },
      })),
    },
  });
  const pin = { by: 'Name', value: 'office', key: 'service.beta.kubernetes.io/azure-pip-name' } as const;
  const before = [service(1), service(2, { ports: [port(443, 30443)] })];
  const after = before.map((one) => ({ ...one, frontends: [{ ...PUBLIC_FRONTEND, pin }] }));
  const start = withResource(settled(exposures(before)), office);

  test.each([
    {
      because: 'a frontend takes the address when all who share it may be served there',
      ports: [80, 443],
      moves: true,
    },
    { because: 'while one of them is not let in there, nobody moves', ports: [443], moves: false },
    { because: 'whichever of them it is', ports: [80], moves: false },
  ])('$because', ({ ports, moves }) => {
    const azure = withResource(start, open(...ports));
    const next = applied(wishFor(after, azure, {}, settings), azure);
    const address = referred(childOf(next, FRONTENDS, ONE), 'publicIPAddress');
    expect(address).toBe(moves ? 'office' : `kubernetes-${ONE}`);
    expect(referred(childOf(next, RULES, `${TWO}-TCP-443`), 'frontendIPConfiguration')).toBe(moves ? ONE : TWO);
  });
});
