// What holds at every instant, also when writes come one by one, in any order, and the cluster changes on the way.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { collectCluster } from '../../src/core/cluster/collect-cluster.js';
import type { ClusterObject } from '../../src/core/cluster/cluster-state.js';
import type { AzureState } from '../../src/core/network/azure-state.js';
import { find } from '../../src/core/network/azure-state.js';
import { predict } from '../../src/core/plan/predict.js';
import type { JsonObject } from '../../src/core/values/json.js';
import { isArray, isObject } from '../../src/core/values/json.js';
import { foresee } from '../../src/foresee.js';
import type { PassInput } from '../../src/reconcile.js';
import { reconcile } from '../../src/reconcile.js';
import { foreignAzure, objects, SETTINGS } from './worlds.js';
import { passInput } from '../builders.js';

const RUNS = { numRuns: 60 };

function input(some: readonly ClusterObject[], azure: AzureState): PassInput {
  return passInput({
    cluster: collectCluster(some),
    azure,
    settings: { ...SETTINGS, safety: { maxDeletePercent: 100 } },
  });
}

/** What is no longer in the cluster is on its way out: finalizers see to it that we learn of it. */
function succeeding(some: readonly ClusterObject[], next: readonly ClusterObject[]): readonly ClusterObject[] {
  const nameOf = ({ kind, meta }: ClusterObject): string => `${kind}/${meta.name}`;
  const kept = new Set(next.map(nameOf));
  const going = some.filter((one) => !kept.has(nameOf(one)) && one.kind !== 'Ingress');
  const deletionTimestamp = '2026-02-01T00:00:00Z';
  return [...next, ...going.map((one) => ({ ...one, meta: { ...one.meta, deletionTimestamp } }))];
}

/** All states on the road, one write after another, each picked by chance; the first `most` of them. */
function road(start: PassInput, chance: Iterator<number>, most = 200): readonly AzureState[] {
  const states = [start.azure];
  for (let { azure } = start; states.length <= most; states.push(azure)) {
    const { operations } = reconcile({ ...start, azure }).plan;
    if (operations.length === 0) return states;
    azure = predict(operations[(chance.next().value as number) % operations.length]!, azure);
  }
  if (most >= 200) throw new Error('the road has no end');
  return states;
}

test('the worlds of these laws have something in them', () => {
  const all = fc.sample(objects, { seed: 1, numRuns: 100 }).map((some) => foresee(input(some, foreignAzure())));
  const exposures = all.map(({ last }) => last.exposures);
  const ports = exposures.flatMap(({ loadBalancers }) => loadBalancers.flatMap((one) => one.ports));
  const names = exposures.flatMap((one) => one.names.flatMap((exposure) => exposure.names));
  const grants = exposures.flatMap(({ openPorts }) => openPorts.flatMap((one) => [...one.grants, ...one.refused]));
  const held = exposures.flatMap((one) => one.held);
  for (const list of [ports, names, grants, held]) expect(list.length).toBeGreaterThan(20);
  expect(all.filter(({ azure }) => opened(azure).size > 0).length).toBeGreaterThan(50);
});

test('a road that the cluster leaves half-way ends where the new cluster wants it', () => {
  fc.assert(
    fc.property(objects, objects, fc.nat({ max: 6 }), fc.infiniteStream(fc.nat()), (some, next, most, chance) => {
      const halfWay = road(input(some, foreignAzure()), chance, most).at(-1)!;
      const end = road(input(succeeding(some, next), halfWay), chance).at(-1)!;
      const { plan } = reconcile(input(succeeding(some, next), end));
      expect(plan.operations).toEqual([]);
      expect(plan.waiting).toEqual([]);
      // What is held keeps what it has, so it depends on the road; all others end alike.
      const straight = foresee(input(succeeding(some, next), foreignAzure()));
      if (straight.last.exposures.held.length === 0) expect(opened(end)).toEqual(opened(straight.azure));
    }),
    RUNS,
  );
});

test('at no instant is more open than before the change or after it', () => {
  fc.assert(
    fc.property(objects, objects, fc.infiniteStream(fc.nat()), (some, next, chance) => {
      const before = foresee(input(some, foreignAzure())).azure;
      const after = foresee(input(next, before)).azure;
      const allowed = new Set([...opened(before), ...opened(after)]);
      for (const azure of road(input(next, before), chance)) {
        expect([...opened(azure)].filter((one) => !isWithin(one, allowed))).toEqual([]);
      }
    }),
    RUNS,
  );
});

/** Said as it is, or as a part of what everybody on the Internet may do. */
function isWithin(one: string, allowed: ReadonlySet<string>): boolean {
  const [protocol, port, , ...destination] = one.split(' ');
  return allowed.has(one) || allowed.has([protocol, port, 'Internet', ...destination].join(' '));
}

test('no rule of ours opens the address of a public IP that is gone', () => {
  fc.assert(
    fc.property(objects, fc.infiniteStream(fc.nat()), (some, chance) => {
      const before = foresee(input(some, foreignAzure())).azure;
      const surroundings = some.filter(({ kind }) => kind === 'Node' || kind === 'Namespace');
      const states = road(input(succeeding(some, surroundings), before), chance);
      for (const azure of states) {
        const there = new Set([...azure.resources.values()].map(({ properties }) => properties?.['ipAddress']));
        const open = [...opened(azure)].map((one) => /\(known after apply\).*/.exec(one)?.[0]);
        expect(open.filter((one) => one !== undefined && /publicIPAddresses/i.test(one) && !there.has(one))).toEqual(
          [],
        );
      }
      expect([...opened(states.at(-1)!)].filter((one) => one.includes('known after apply'))).toEqual([]);
    }),
    RUNS,
  );
});

test('what is held gains nothing and loses nothing, whatever happens around it', () => {
  fc.assert(
    fc.property(objects, objects, fc.infiniteStream(fc.nat()), (some, next, chance) => {
      const before = foresee(input(some, foreignAzure())).azure;
      const start = input(next, before);
      const held = reconcile(start).exposures.loadBalancers.filter(({ standing }) => standing === 'Held');
      for (const { uid } of held) {
        const had = partsOf(uid, before);
        for (const azure of road(start, chance)) expect(partsOf(uid, azure)).toEqual(had);
      }
    }),
    RUNS,
  );
});

/** `protocol port source destination` of everything that our rules let in. */
function opened(azure: AzureState): ReadonlySet<string> {
  const rules = SETTINGS.securityGroups.flatMap(({ id }) => childrenOf(find(azure, id)?.properties, 'securityRules'));
  return new Set(
    rules.flatMap(({ properties: rule }) => {
      if (!isObject(rule) || rule['access'] !== 'Allow') return [];
      return listed(rule, 'destinationPortRange').flatMap((port) =>
        listed(rule, 'sourceAddressPrefix', 'sourceAddressPrefixes').flatMap((source) =>
          listed(rule, 'destinationAddressPrefix', 'destinationAddressPrefixes').map(
            (destination) => `${JSON.stringify(rule['protocol'])} ${port} ${source} ${destination}`,
          ),
        ),
      );
    }),
  );
}

function listed(rule: JsonObject, one: string, many = `${one}s`): readonly string[] {
  const several = rule[many];
  return [...(isArray(several) ? several : []), ...(rule[one] === undefined ? [] : [rule[one]])].map(String);
}

/** The children of load balancers, and the addresses, that bear the name of this Service. */
function partsOf(uid: string, azure: AzureState): readonly string[] {
  const prefix = `a${uid.replaceAll('-', '')}`.slice(0, 32).toLowerCase();
  return [...azure.resources.values()]
    .flatMap((resource) => [
      ...(/publicipaddresses$/i.test(resource.type) ? [resource as JsonObject] : []),
      ...(/loadbalancers$/i.test(resource.type)
        ? ['frontendIPConfigurations', 'loadBalancingRules', 'probes'].flatMap((collection) =>
            childrenOf(resource.properties, collection),
          )
        : []),
    ])
    .filter(({ name }) => typeof name === 'string' && name.toLowerCase().includes(prefix))
    .map((part) => JSON.stringify(part))
    .sort();
}

function childrenOf(properties: JsonObject | undefined, collection: string): readonly JsonObject[] {
  const list = properties?.[collection];
  return isArray(list) ? list.filter((child): child is JsonObject => isObject(child)) : [];
}
