// Which probes does one half of a Service need, and how are they written?
// https://learn.microsoft.com/rest/api/load-balancer/load-balancers/create-or-update#probe
import type { Probe } from '../../exposure.js';
import { ruleName, SHARED_PROBE } from '../names.js';
import type { Child, Overlay } from '../overlay.js';
import type { Place, WantedRule } from '../placement/index.js';
import { halfOf } from '../placement/index.js';
import { propertiesOf } from './arm.js';

/** By name; rules may share one. */
export function probeParts(
  place: Place,
  rules: readonly WantedRule[],
  find: (name: string) => Child | undefined,
): readonly (readonly [string, Overlay])[] {
  return rules.flatMap((rule) => {
    if (!rule.probe) return [];
    const name = probeName(place, rule);
    return [[name, part(rule.probe, find(name))] as const];
  });
}

export function probeName({ service, frontend }: Place, { probe, probed, name }: WantedRule): string {
  switch (probe?.scope) {
    case 'Shared':
      return SHARED_PROBE;
    case 'Health':
      return ruleName(halfOf(service, frontend), 'Tcp', probe.port);
    case 'Own':
      return ruleName(halfOf(service, frontend), probed.protocol, probed.port);
    case undefined:
      return name;
  }
}

function part({ protocol, port, path, interval, threshold }: Probe, observed: Child | undefined): Overlay {
  return {
    properties: {
      protocol,
      port,
      ...(path !== undefined
        ? { requestPath: path }
        : propertiesOf(observed)['requestPath'] !== undefined && { requestPath: undefined }),
      intervalInSeconds: interval,
      probeThreshold: threshold,
    },
  };
}
