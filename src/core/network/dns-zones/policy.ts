// Does the zone's policy let this be done? What isn't done stays as it is, and is told to those who wait for it.
//
//   policy        comes    changes    goes
//   Sync          yes      yes        yes
//   UpsertOnly    yes      yes        no, nor does anything change its type
//   CreateOnly    yes      no         no
import type { Zone } from '../../settings.js';
import { uniqueSources } from '../../values/source-ref.js';
import { same } from '../change.js';
import type { DesiredResource, Withheld } from '../network-model.js';
import type { Decision } from './decision.js';

export interface Permitted {
  readonly desired: DesiredResource;
  readonly withheld?: Withheld;
}

export function underPolicy({ zone, verdict, observed }: Decision, desired: DesiredResource): Permitted {
  if (!observed || zone.policy === 'Sync') return { desired };
  const action = desired.body === undefined ? 'Delete' : 'Update';
  if (action === 'Update' && (zone.policy !== 'CreateOnly' || same(observed, desired.body))) return { desired };
  const because = uniqueSources([...desired.because, ...(verdict.act === 'Remove' ? verdict.waiting : [])]);
  return {
    desired: { ...desired, body: observed, because: [], removals: [] },
    withheld: { id: desired.id, action, reason: 'DnsPolicy', message: sentence(zone, action), because },
  };
}

function sentence({ name, policy }: Zone, action: 'Update' | 'Delete'): string {
  const what = action === 'Delete' ? 'goes' : 'is changed';
  return `The policy of zone ${name} is ${policy}, so no record set in it ${what}.`;
}
