// What would be opened if a policy granted it? Shown as rules that aren't written.
import type { Settings } from '../../settings.js';
import { childId } from '../../values/arm-id.js';
import type { ArmResource } from '../arm-resource.js';
import type { Withheld } from '../network-model.js';
import type { Child } from '../overlay.js';
import { RULES } from './arm.js';
import type { Asking } from './claims.js';
import { openPortDemands } from './demand.js';
import { openPortRuleName } from './rule-names.js';

export function refusedRules(
  group: ArmResource,
  { openPorts }: Asking,
  { clusterId }: Settings,
  ours: ReadonlyMap<string, Child>,
): readonly Withheld[] {
  return openPorts
    .filter(({ exposure }) => exposure.standing === 'Wanted')
    .flatMap(({ exposure }) =>
      openPortDemands(exposure.refused).map(({ key, protocol, sources, ports, destinations }): Withheld => {
        const { source } = exposure;
        const name = openPortRuleName(clusterId, source, key);
        const what = `${protocol.toUpperCase()} ${ports.join(', ')} from ${sources.join(', ')} to ${destinations.join(', ')}`;
        return {
          id: childId(group.id, RULES, name),
          action: ours.has(name) ? 'Update' : 'Create',
          reason: exposure.mode === 'Plan' ? 'PlanMode' : 'NoPolicy',
          message:
            exposure.mode === 'Plan'
              ? `${source} has spec.mode Plan: ${what} is shown, not opened.`
              : `No ExposurePolicy grants ${source} ${what}.`,
          because: [source],
        };
      }),
    );
}
