// What does `plan -o json` say? One document in the shape that docs/commands.md promises.
import type { Foreseen } from '../../foresee.js';
import type { Exposure } from '../../core/exposure.js';
import type { ArmResource } from '../../core/network/arm-resource.js';
import { find } from '../../core/network/azure-state.js';
import { wishesOf } from '../../core/network/network-model.js';
import type { ObjectStatus } from '../../core/report/said.js';
import type { Problem } from '../../core/values/problem.js';
import { compareProblems } from '../../core/values/problem.js';

export type PlanDocument = ReturnType<typeof planDocument>;

export function planDocument({ steps, last, azure }: Foreseen, more: readonly Problem[], notes: readonly string[]) {
  const { exposures, model, report } = last;
  return {
    apiVersion: 'azurenetwork.dev/v1alpha1',
    kind: 'Plan',
    model: wishesOf(model)
      .flatMap((wish) => wish.resources)
      .flatMap(({ id }) => find(azure, id) ?? [])
      .sort((a: ArmResource, b: ArmResource) => (a.id < b.id ? -1 : 1)),
    operations: steps.flatMap((operations, index) =>
      operations.map(({ action, id, type, because, changes }) => ({
        step: index + 1,
        action,
        id,
        type,
        because,
        changes,
      })),
    ),
    exposures: [...exposures.loadBalancers, ...exposures.openPorts, ...exposures.names].map(shown),
    statuses: report.statuses.map(statusShown),
    problems: [...more, ...report.problems].sort(compareProblems),
    held: report.held,
    withheld: last.plan.withheld,
    notes,
  };

  function shown(exposure: Exposure): Record<string, unknown> {
    const { source, kind, standing } = exposure;
    switch (exposure.kind) {
      case 'LoadBalancer': {
        const { frontends, ports, sources, denyOthers, additionalAddresses, idleTimeout, affinity } = exposure;
        const backends = exposures.poolNodes;
        return {
          source,
          kind,
          standing,
          frontends,
          ports,
          idleTimeout,
          affinity,
          backends,
          sources,
          denyOthers,
          additionalAddresses,
        };
      }
      case 'OpenPort': {
        const { path, grants, refused } = exposure;
        return {
          source,
          kind,
          standing,
          path,
          ports: grants,
          refused,
          backends: [...new Set([...grants, ...refused].flatMap(({ destinations }) => destinations))].sort(),
          sources: [...new Set(grants.flatMap(({ cidrs }) => cidrs))].sort(),
        };
      }
      case 'Names':
        return {
          source,
          kind,
          standing,
          names: exposure.names.map(({ host, type, targets, ttl, zoneId }) => ({
            name: host,
            type,
            targets,
            ttl,
            zone: zoneId,
          })),
        };
    }
  }
}

function statusShown({ object, loadBalancer, conditions, details, names }: ObjectStatus) {
  return {
    object,
    ...(loadBalancer && { loadBalancer }),
    ...details,
    conditions: conditions.map(({ lastTransitionTime: _time, ...rest }) => rest),
    ...(names && { names }),
  };
}
