// May our denies stand where the settings put them? Azure takes the first rule that fits, in the order of their numbers, so
// a band of denies before that of allows would shut out those who are let in.
import type { Settings } from '../../settings.js';
import { formatPortRange } from '../../values/port-range.js';
import type { Problem } from '../../values/problem.js';
import { problem } from '../../values/problem.js';
import { AZURE_NETWORK_REF } from '../../values/source-ref.js';
import type { Claim } from './claims.js';
import type { Box } from './compile/index.js';
import { isInOrder } from './priorities.js';

type Group = Settings['securityGroups'][number];

const DENY_KEY = 'service.beta.kubernetes.io/azure-deny-all-except-load-balancer-source-ranges';

/** Claims without denies where there is no place for them, and what is to be said of it. */
export function withoutMisplacedDenies(
  claims: readonly Claim[],
  group: Group,
  index: number,
): { readonly claims: readonly Claim[]; readonly problems: readonly Problem[] } {
  if (isInOrder(group)) return { claims, problems: [] };
  const allowed = (boxes: readonly Box[]): readonly Box[] => boxes.filter(({ access }) => access === 'Allow');
  const denying = claims.filter(({ wanted }) => wanted?.some(({ access }) => access === 'Deny'));
  const key = `spec.securityGroups[${index}].denyPriorities`;
  const [denies, allows] = [formatPortRange(group.denyPriorities), formatPortRange(group.allowPriorities)];
  const why = `${key} is ${denies}, which is before allowPriorities ${allows}: a rule that denies would come before those that allow`;
  return {
    claims: claims.map((claim) => ({
      ...claim,
      wanted: claim.wanted && allowed(claim.wanted),
      has: allowed(claim.has),
    })),
    problems: [
      problem(
        { object: AZURE_NETWORK_REF, key, reason: 'InvalidSettings' },
        denies,
        `${why}. Allowed is a range behind allowPriorities; until then no rule that denies is written.`,
      ),
      ...denying.map(({ source: object }) =>
        problem(
          { object, key: DENY_KEY, reason: 'InvalidSettings' },
          'true',
          `${DENY_KEY} can't be obeyed: ${why}. Set it in the AzureNetwork to a range behind allowPriorities.`,
        ),
      ),
    ],
  };
}
