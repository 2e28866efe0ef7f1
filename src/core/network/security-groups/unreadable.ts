// What is said of a listed group that can't be read? Nothing is written to it, and nobody who needs it is told that
// the way is open.
import type { ArmId } from '../../values/arm-id.js';
import type { Problem } from '../../values/problem.js';
import { problem } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import { AZURE_NETWORK_REF, uniqueSources } from '../../values/source-ref.js';
import type { Unreadable } from '../azure-state.js';
import type { Asked, GroupWish } from './desire.js';

export function unreadableGroup(id: ArmId, index: number, why: Unreadable | undefined, asked: Asked): GroupWish {
  const reason = !why || why.status === 404 ? 'NotFound' : why.status === 403 ? 'Forbidden' : 'AzureError';
  const said = why ? ` Azure says: ${why.code}: ${why.message}` : '';
  const message = `${sentence(reason, id)}${said}`;
  const key = `spec.securityGroups[${index}].id`;
  const because = whoNeeds(asked);
  return {
    resources: [],
    problems: [problem({ object: AZURE_NETWORK_REF, key, reason }, id, `${key}: ${message}`)],
    withheld: because.length === 0 ? [] : [{ id, action: 'Update', reason: 'Unreadable', message, because }],
    owned: 0,
  };
}

function sentence(reason: Problem['reason'], id: ArmId): string {
  switch (reason) {
    case 'NotFound':
      return `There is no network security group ${id}. Allowed is the id of one that exists.`;
    case 'Forbidden':
      return `We may not read network security group ${id}. The operator's identity needs a role such as Network Contributor on it.`;
    default:
      return `Network security group ${id} can't be read.`;
  }
}

function whoNeeds({ openings, openPorts }: Asked): readonly SourceRef[] {
  return uniqueSources([
    ...openings.filter(({ wanted }) => wanted && wanted.length > 0).map(({ source }) => source),
    ...openPorts
      .filter(({ standing, grants }) => standing === 'Wanted' && grants.length > 0)
      .map(({ source }) => source),
  ]);
}
