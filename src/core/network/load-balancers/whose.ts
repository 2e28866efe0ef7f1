// Whose is a child of a load balancer, and may it go? By its name: a Service that we know, one that is gone without a
// word (only on a load balancer with our mark), or somebody else.
import type { Exposures } from '../../exposure.js';
import type { Settings } from '../../settings.js';
import type { ArmId } from '../../values/arm-id.js';
import { networkId } from '../../values/arm-id.js';
import type { SourceRef } from '../../values/source-ref.js';
import type { AzureState } from '../azure-state.js';
import { find } from '../azure-state.js';
import { prefixOf, servicePrefix } from '../names.js';
import { isMarked, markedSources } from '../ownership.js';
import { children, COLLECTIONS } from './arm.js';
import type { Observed } from './observed.js';
import { prefixKey } from './observed.js';
import type { Verdict, Verdicts } from './verdicts.js';

export interface Whose {
  readonly isOurs: (name: string) => boolean;
  /** Goes, unless it is among what is to be there. */
  readonly goesUnlessBuilt: (name: string) => boolean;
  readonly sourcesOf: (prefix: string) => readonly SourceRef[];
  /** Services to be built on this load balancer. */
  readonly build: readonly Verdict[];
  /** Is there anything of ours to be taken off? */
  readonly isLeaving: boolean;
  /** Public IPs that will add to it. */
  readonly awaits: readonly ArmId[];
}

export function whoseOn(
  scheme: 'Public' | 'Internal',
  observed: Observed,
  verdicts: Verdicts,
  context: { readonly exposures: Exposures; readonly settings: Settings; readonly azure: AzureState },
): Whose {
  const { exposures, settings, azure } = context;
  const foreign = new Set([...exposures.foreignServiceUids].map(servicePrefix));
  const isMarkedOurs = isMarked(observed.resource?.tags, settings.clusterId);
  const isVanished = (name: string): boolean => {
    const prefix = isMarkedOurs ? prefixOf(name) : undefined;
    return prefix !== undefined && !verdicts.has(prefix) && !foreign.has(prefix);
  };
  const goesUnlessBuilt = (name: string): boolean => {
    const verdict = verdicts.get(prefixKey(name));
    return verdict ? verdict.act !== 'Keep' : isVanished(name);
  };
  const all = [...verdicts.values()];
  const here = all.filter(({ service }) => service.frontend.scheme === scheme);
  const build = here.filter(({ act }) => act === 'Build');
  const built = new Set(build.map(({ service }) => servicePrefix(service.uid)));
  return {
    isOurs: (name) => verdicts.has(prefixKey(name)) || isVanished(name),
    goesUnlessBuilt,
    sourcesOf: (prefix) => {
      const verdict = verdicts.get(prefix);
      return verdict ? [verdict.service.source] : foreign.has(prefix) ? [] : marked(prefix, settings, azure);
    },
    build,
    isLeaving: COLLECTIONS.some((collection) =>
      children(observed.resource, collection).some(({ name }) => goesUnlessBuilt(name) && !built.has(prefixKey(name))),
    ),
    awaits: here.flatMap(({ awaits }) => (awaits ? [awaits] : [])).sort(),
  };
}

/** Whom a Service's parts were for, when all that is left to tell is its public IP. */
function marked(prefix: string, settings: Settings, azure: AzureState): readonly SourceRef[] {
  const { subscriptionId, resourceGroup, loadBalancer } = settings;
  const name = `${loadBalancer.name}-${prefix}`;
  const tags = find(azure, networkId(subscriptionId, resourceGroup, 'publicIPAddresses', name))?.tags;
  return isMarked(tags, settings.clusterId) ? markedSources(tags) : [];
}
