// What always holds, whatever the world looks like.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { collectCluster } from '../../src/core/cluster/collect-cluster.js';
import type { ClusterObject } from '../../src/core/cluster/cluster-state.js';
import type { ArmResource } from '../../src/core/network/arm-resource.js';
import type { AzureState } from '../../src/core/network/azure-state.js';
import type { Operation } from '../../src/core/network/operation.js';
import { predict } from '../../src/core/plan/predict.js';
import type { JsonObject } from '../../src/core/values/json.js';
import { isArray, isObject } from '../../src/core/values/json.js';
import { foresee } from '../../src/foresee.js';
import type { PassInput } from '../../src/reconcile.js';
import { reconcile } from '../../src/reconcile.js';
import { foreignAzure, objects, SETTINGS } from './worlds.js';
import { passInput } from '../builders.js';

const RUNS = { numRuns: 60 };

function input(some: readonly ClusterObject[], azure: AzureState = foreignAzure()): PassInput {
  return passInput({
    cluster: collectCluster(some),
    azure,
    settings: SETTINGS,
  });
}

/** Azure as text, with what only its etags and its order can differ in left out. */
function shown({ resources }: AzureState): string {
  return JSON.stringify([...resources.values()].sort((a, b) => (a.id.toLowerCase() < b.id.toLowerCase() ? -1 : 1)));
}

function walk(start: PassInput, choose: (operations: readonly Operation[]) => readonly Operation[]): AzureState {
  let { azure } = start;
  for (let step = 0; step < 200; step++) {
    const { operations } = reconcile({ ...start, azure }).plan;
    if (operations.length === 0) return azure;
    azure = choose(operations).reduce((state, operation) => predict(operation, state), azure);
  }
  throw new Error('the road has no end');
}

test('when all is done, nothing is left to do', () => {
  fc.assert(
    fc.property(objects, (some) => {
      const { azure, last } = foresee(input(some));
      expect(reconcile(input(some, azure)).plan.operations).toEqual([]);
      expect([...last.plan.waiting]).toEqual([]);
    }),
    RUNS,
  );
});

test('every road ends at the same place, whichever writes come first', () => {
  fc.assert(
    fc.property(objects, fc.infiniteStream(fc.nat()), (some, chance) => {
      const start = input(some);
      const one = (operations: readonly Operation[]) => [operations[chance.next().value! % operations.length]!];
      expect(essence(walk(start, one))).toEqual(essence(foresee(start).azure));
    }),
    RUNS,
  );
});

test('the order of the objects makes no difference', () => {
  fc.assert(
    fc.property(
      objects.chain((some) => fc.tuple(fc.constant(some), fc.shuffledSubarray([...some], { minLength: some.length }))),
      ([some, other]) => {
        expect(foresee(input(other)).steps).toEqual(foresee(input(some)).steps);
      },
    ),
    RUNS,
  );
});

test('what others have is as it was, to the last property, in every write and at the end', () => {
  const before = foreignParts(foreignAzure());
  fc.assert(
    fc.property(objects, objects, (some, next) => {
      const first = foresee(input(some)).azure;
      const { azure, steps } = foresee({
        ...input(next, first),
        settings: { ...SETTINGS, safety: { maxDeletePercent: 100 } },
      });
      expect(foreignParts(azure)).toEqual(before);
      const ids = steps.flat().map(({ id }) => id.toLowerCase());
      expect(ids.filter((id) => /\/publicipaddresses\/theirs$|\/txt\/|\/a\/www$/.test(id))).toEqual([]);
    }),
    RUNS,
  );
});

test('deleting every object leaves only what others have', () => {
  fc.assert(
    fc.property(objects, (some) => {
      const { azure } = foresee(input(some));
      const going = some.map((object) => ({
        ...object,
        meta: { ...object.meta, deletionTimestamp: '2026-02-01T00:00:00Z' },
      }));
      const gone = going.filter(({ kind }) => kind !== 'Ingress');
      const seenDeleted = new Set(
        going
          .filter(({ kind }) => kind === 'Ingress')
          .map(({ kind, meta }) => `${kind}/${meta.namespace}/${meta.name}` as never),
      );
      const end = foresee({ ...input(gone, azure), seenDeleted });
      expect(essence(end.azure)).toEqual(essence(foreignAzure()));
      const finalizers = end.last.report.publications.filter(({ kind }) => kind === 'Finalizers');
      expect(
        finalizers.every(
          (one) => one.kind === 'Finalizers' && !one.finalizers.some((name) => name.includes('cleanup')),
        ),
      ).toBe(true);
    }),
    RUNS,
  );
});

test('no public IP goes while a frontend names it or a rule of ours opens its address', () => {
  fc.assert(
    fc.property(objects, objects, fc.infiniteStream(fc.nat()), (some, next, chance) => {
      const start = {
        ...input(next, foresee(input(some)).azure),
        settings: { ...SETTINGS, safety: { maxDeletePercent: 100 } },
      };
      walkWatching(start, chance, (operation, azure) => {
        if (operation.action !== 'Delete' || !operation.type.toLowerCase().endsWith('publicipaddresses')) return;
        const address = azure.resources.get(operation.id.toLowerCase() as never)?.properties?.['ipAddress'] as string;
        const others = [...azure.resources.values()].filter(({ type }) =>
          /loadBalancers$|networkSecurityGroups$/i.test(type),
        );
        expect(JSON.stringify(others)).not.toContain(`"${address}"`);
        expect(JSON.stringify(others.filter(({ type }) => /loadBalancers$/i.test(type))).toLowerCase()).not.toContain(
          `"${operation.id.toLowerCase()}"`,
        );
      });
    }),
    RUNS,
  );
});

function walkWatching(
  start: PassInput,
  chance: Iterator<number>,
  watch: (operation: Operation, azure: AzureState) => void,
): void {
  let { azure } = start;
  for (let step = 0; step < 200; step++) {
    const { operations } = reconcile({ ...start, azure }).plan;
    if (operations.length === 0) return;
    const operation = operations[(chance.next().value as number) % operations.length]!;
    watch(operation, azure);
    azure = predict(operation, azure);
  }
}

/** Whose priorities and order may depend on the road: sets of what is there. */
function essence({ resources }: AzureState): readonly string[] {
  return [...resources.values()].map((one) => JSON.stringify(canonical(one as unknown as JsonObject))).sort();
}

// What Azure gives, or what depends on who came first.
const GIVEN = new Set(['priority', 'id', 'provisioningState']);

function canonical(value: unknown): unknown {
  if (isArray(value)) return value.map((member) => JSON.stringify(canonical(member))).sort();
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(
    ([key, member]) => !GIVEN.has(key) && !(isArray(member) && member.length === 0),
  );
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, member]) => [key, canonical(member)]),
  );
}

function foreignParts(azure: AzureState): unknown {
  const theirs = (resource: ArmResource): unknown => {
    const properties = Object.fromEntries(
      Object.entries(resource.properties ?? {}).map(([key, value]) => [
        key,
        isArray(value)
          ? value
              .filter(isObject)
              .filter(({ name }) => /^(theirs|ssh|k8s-azure)/.test(name as string))
              .map(({ id: _given, ...rest }) => rest)
          : value,
      ]),
    );
    const { later, securityRules, frontendIPConfigurations, backendAddressPools, loadBalancingRules, inboundNatRules } =
      properties;
    return {
      id: resource.id,
      tags: resource.tags?.['team'],
      later,
      securityRules,
      frontendIPConfigurations,
      backendAddressPools,
      loadBalancingRules,
      inboundNatRules,
    };
  };
  const known = new Set([...foreignAzure().resources.keys()]);
  return [...azure.resources].filter(([key]) => known.has(key)).map(([, resource]) => theirs(resource));
}

test('the same world gives the same bytes', () => {
  fc.assert(
    fc.property(objects, (some) => {
      const once = foresee(input(some));
      const again = foresee(input(structuredClone(some)));
      expect(JSON.stringify(again.steps)).toBe(JSON.stringify(once.steps));
      expect(shown(again.azure)).toBe(shown(once.azure));
      expect(JSON.stringify(again.last.report)).toBe(JSON.stringify(once.last.report));
    }),
    RUNS,
  );
});
