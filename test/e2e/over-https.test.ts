// The operator with the real SDK over HTTPS to the fake Azure; Kubernetes is in memory, so that this runs anywhere.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { writesOf } from '../../bench/count.js';
import { ingress, internalService, publicService, times } from '../../bench/objects.js';
import type { World } from '../../bench/world.js';
import { startWorld } from '../../bench/world.js';
import type { ClusterObject, Service } from '../../src/core/cluster/cluster-state.js';
import { essence } from './world.js';

let world: World;
let untouched: string;
const SERVICES = [...times(5, publicService), ...times(2, internalService)];

beforeAll(async () => {
  world = await startWorld('instant');
  untouched = essence(await world.azure.state());
}, 60_000);
afterAll(async () => world?.stop(), 60_000);

const ofType = async (type: string) =>
  (await world.azure.state()).filter((one) => one.type.toLowerCase() === `microsoft.network/${type}`);

test('Services get addresses that stand in Azure, with few writes', async () => {
  const { failures, count } = await world.measure(() => SERVICES.forEach((service) => world.cluster.put(service)));
  expect(failures).toEqual([]);
  const services = world.cluster.list('Service') as readonly Service[];
  const addresses = services.flatMap(({ ingress: status }) => status.map(({ ip }) => ip));
  const publicIPs = (await ofType('publicipaddresses')).map(({ properties }) => properties?.['ipAddress']);
  const internal = (await ofType('loadbalancers'))
    .flatMap(({ properties }) => properties?.['frontendIPConfigurations'] as unknown as Frontend[])
    .flatMap(({ properties }) => properties.privateIPAddress ?? []);
  expect([...publicIPs, ...internal].sort()).toEqual(addresses.sort());
  expect(addresses).toHaveLength(7);
  expect(count.writes.get('publicIPAddresses')).toBe(5);
}, 60_000);

test('a name of an Ingress is one write', async () => {
  const { count } = await world.measure(() => world.cluster.put(ingress(1, world.zone)));
  expect(await ofType('dnszones/a')).toHaveLength(1);
  expect(writesOf(count)).toBe(1);
}, 60_000);

test('deleting all of it leaves Azure as it was', async () => {
  await world.measure(() => {
    for (const object of world.cluster.list('Service')) world.cluster.put(deleted(object));
    for (const object of world.cluster.list('Ingress')) world.cluster.remove(object);
  });
  expect(essence(await world.azure.state())).toBe(untouched);
  const left = world.cluster.list('Service').filter(({ meta }) => meta.finalizers.length > 0);
  expect(left).toEqual([]);
}, 60_000);

interface Frontend {
  readonly properties: { readonly privateIPAddress?: string };
}

function deleted(object: ClusterObject): ClusterObject {
  return { ...object, meta: { ...object.meta, deletionTimestamp: '2026-02-01T00:00:00Z' } };
}
