// Can we see every listed security group? While one can't be read, nobody can be told that the way is open.
import { find } from '../network/azure-state.js';
import { armKey } from '../values/arm-id.js';
import type { ReportInput } from './report-input.js';

export function areSecurityGroupsThere({ azure, settings }: Pick<ReportInput, 'azure' | 'settings'>): boolean {
  return settings.securityGroups.every(({ id }) => find(azure, id) !== undefined && !azure.unreadable.has(armKey(id)));
}
