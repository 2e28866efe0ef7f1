// Which ports of a frontend are taken? Somebody else may have put a rule on the frontend of one of our Services.
import type { LoadBalancerExposure, LoadBalancerPort } from '../../exposure.js';
import type { Problem } from '../../values/problem.js';
import { problem } from '../../values/problem.js';
import { children, propertiesOf, referredId, textOf } from './arm.js';
import type { Observed } from './observed.js';

/** By frontend id in lower case and port: `…/frontendIPConfigurations/a97c|80` → the rules there. */
export type TakenPorts = ReadonlyMap<string, readonly { readonly name: string; readonly protocol: string }[]>;

export function takenPorts({ resource }: Observed, isOurs: (name: string) => boolean): TakenPorts {
  const foreign = [
    ...children(resource, 'loadBalancingRules').filter(({ name }) => !isOurs(name)),
    ...children(resource, 'inboundNatRules'),
  ];
  return Map.groupBy(
    foreign.map((rule) => ({
      name: rule.name,
      protocol: textOf(rule, 'protocol').toLowerCase(),
      key: key(referredId(rule, 'frontendIPConfiguration') ?? '', Number(propertiesOf(rule)['frontendPort'])),
    })),
    (rule) => rule.key,
  );
}

/** The Service with the ports that are free, and a Problem for each of the others. */
export function withoutTaken(
  service: LoadBalancerExposure,
  frontendId: string,
  taken: TakenPorts,
): { readonly service: LoadBalancerExposure; readonly problems: readonly Problem[] } {
  if (taken.size === 0) return { service, problems: [] };
  const takerOf = ({ protocol, port }: LoadBalancerPort): string | undefined =>
    // A rule for all protocols on port 0 takes every port.
    [...(taken.get(key(frontendId, port)) ?? []), ...(taken.get(key(frontendId, 0)) ?? [])].find(
      (rule) => rule.protocol === 'all' || rule.protocol === protocol.toLowerCase(),
    )?.name;
  const problems = service.ports.flatMap((port, index) => {
    const taker = takerOf(port);
    if (taker === undefined) return [];
    const message = `${port.protocol} port ${port.port} of this Service's frontend is taken by rule ${taker}, which isn't ours.`;
    const origin = { object: service.source, key: `spec.ports[${index}].port`, reason: 'PortConflict' } as const;
    return [problem(origin, String(port.port), message)];
  });
  return { service: { ...service, ports: service.ports.filter((port) => !takerOf(port)) }, problems };
}

function key(frontendId: string, port: number): string {
  return `${frontendId.toLowerCase()}|${port}`;
}
