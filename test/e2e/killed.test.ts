// Killed at any moment, the next start goes on from what is there: nothing leaks, nothing is made twice.
import { afterAll, beforeAll, expect } from '@jest/globals';
import { describeOnBoth } from '../contract/describe-on-both.js';
import { eventually } from '../contract/eventually.js';
import type { Resource } from './fake-azure.js';
import type { World } from './world.js';
import { essence, startWorld } from './world.js';

const KILLS = 20;

describeOnBoth('a killed operator', (server, test) => {
  let world: World;
  let untouched: string;

  beforeAll(async () => {
    world = await startWorld(server(), { settings: { safety: { maxDeletePercent: 100 } } });
    untouched = essence(await world.azure.state());
  }, 60_000);
  afterAll(async () => world?.stop(), 60_000);

  test(`converges after each of ${KILLS} kills in the middle of its work`, async () => {
    for (let round = 1; round <= KILLS; round++) {
      // Work to be killed in: Services come, change and go, so that every kind of write is under way at some kill.
      await world.apply(services(round));
      if (round > 3) await world.cluster.mark('services', `s${round - 3}`);
      await untilBusy(round % 5);
      await world.operator().kill('SIGKILL');
      world.startOperator();
    }
    const wanted = [KILLS - 2, KILLS - 1, KILLS].map((round) => `s${round}`);
    await eventually(async () => {
      const items = (await world.cluster.list('services', 'suite=killed')) as Item[];
      expect(items.map(({ metadata }) => metadata.name).sort()).toEqual(wanted.sort());
      const addresses = items.map(({ status }) => status.loadBalancer.ingress?.[0]?.ip);
      const publicIPs = await world.azure.ofType('publicIPAddresses');
      expect(publicIPs.map(({ properties }) => properties.ipAddress as string).sort()).toEqual(addresses.sort());
      const balancer = (await world.azure.ofType('loadBalancers'))[0]!;
      expect(balancer.properties.frontendIPConfigurations).toHaveLength(3);
      expect(balancer.properties.loadBalancingRules).toHaveLength(3);
      const rules = (await world.azure.ofType('networkSecurityGroups'))[0]!.properties.securityRules as Resource[];
      const open = rules.flatMap(
        ({ properties: p }) =>
          [
            ...(p.destinationAddressPrefixes ?? []),
            ...(p.destinationAddressPrefix ? [p.destinationAddressPrefix] : []),
          ] as string[],
      );
      expect(open.sort()).toEqual(addresses.sort());
    }, 60_000);
  }, 240_000);

  test('and cleans up all the same', async () => {
    await world.cluster.remove('services', ...[2, 1, 0].map((back) => `s${KILLS - back}`));
    await eventually(async () => expect(essence(await world.azure.state())).toBe(untouched));
  }, 90_000);

  // Not a time but a moment of the work: after the first, second, … write since the start of the round.
  async function untilBusy(writes: number): Promise<void> {
    const start = (await world.azure.journal()).at(-1)?.sequence ?? 0;
    await eventually(
      async () => {
        const since = (await world.azure.journal(start)).filter(({ method }) => method !== 'GET');
        expect(since.length).toBeGreaterThanOrEqual(Math.min(writes, 2));
      },
      20_000,
      5,
    );
  }
});

interface Item {
  readonly metadata: { readonly name: string };
  readonly status: { readonly loadBalancer: { readonly ingress?: readonly { readonly ip: string }[] } };
}

function services(round: number): string {
  return `
apiVersion: v1
kind: Service
metadata: { name: s${round}, labels: { suite: killed } }
spec:
  type: LoadBalancer
  loadBalancerClass: azurenetwork.dev/azure
  selector: { app: s${round} }
  ports: [{ port: ${8000 + round} }]
`;
}
