// What would be opened if a policy granted it? Shown as rules that aren't written.
import type { OpenPortExposure } from '../../exposure.js';
import type { Settings } from '../../settings.js';
import { childId } from '../../values/arm-id.js';
import type { ArmResource } from '../arm-resource.js';
import type { Withheld } from '../network-model.js';
import type { Child } from '../overlay.js';
import { grantBoxes } from './claims.js';
import { compile, portsText } from './compile/index.js';
import { openPortRuleName, ruleKey } from './rule-names.js';
import { RULES } from '../security-rule.js';

export function refusedRules(
  group: ArmResource,
  openPorts: readonly OpenPortExposure[],
  { clusterId }: Settings,
  ours: readonly Child[],
): readonly Withheld[] {
  const names = new Set(ours.map(({ name }) => name));
  return openPorts
    .filter(({ standing, refused }) => standing === 'Wanted' && refused.length > 0)
    .flatMap(({ source, mode, refused }) =>
      compile(grantBoxes(refused)).boxes.map((box): Withheld => {
        const name = openPortRuleName(clusterId, source, ruleKey(box));
        const ports = portsText(box.ports).replaceAll(',', ', ');
        const what = `${box.protocol.toUpperCase()} ${ports} from ${box.sources.join(', ')} to ${box.destinations.join(', ')}`;
        return {
          id: childId(group.id, RULES, name),
          action: names.has(name) ? 'Update' : 'Create',
          reason: mode === 'Plan' ? 'PlanMode' : 'NoPolicy',
          message:
            mode === 'Plan'
              ? `${source} has spec.mode Plan: ${what} is shown, not opened.`
              : `No ExposurePolicy grants ${source} ${what}.`,
          because: [source],
        };
      }),
    );
}
