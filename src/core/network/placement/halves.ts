// What are the halves of a Service called? As the peer calls them, unless what is there says otherwise: a family that
// comes or goes must not rename the other, which would cut that one off.
//
//   families       there already                              IPv4       IPv6
//   IPv4           –                                          plain
//   IPv6           `-IPv6` is of IPv6, plain isn't                       -IPv6
//   IPv6           otherwise                                             plain
//   both           plain is of IPv6, or `-IPv4` of IPv4       -IPv4      plain
//   both           otherwise                                  plain      -IPv6
//
// IPv4 alone was never beside an older IPv6: the API server keeps a Service's first family.
// https://kubernetes.io/docs/concepts/services-networking/dual-stack/#dual-stack-defaults-on-existing-services
import type { Frontend, LoadBalancerExposure } from '../../exposure.js';
import type { Settings } from '../../settings.js';
import type { Family } from '../../values/ip-address.js';
import type { AzureState } from '../azure-state.js';
import { find } from '../azure-state.js';
import type { Suffix } from '../names.js';
import { servicePrefix, suffixOf, SUFFIXES } from '../names.js';
import { familyOfPublicIP } from './found-address.js';
import { publicIPsOf } from './public-ips-of.js';
import type { Scheme, ServedFrontend } from './served.js';
import { SCHEMES, servedOn } from './served.js';

/** One half of a Service, and how its names end. */
export type Named<F extends Frontend = Frontend> = F & { readonly suffix: Suffix };

export function namedHalves(service: LoadBalancerExposure, settings: Settings, azure: AzureState): readonly Named[] {
  const { frontends, uid } = service;
  if (frontends.every(({ family }) => family === 4)) return frontends.map((one) => ({ ...one, suffix: '' }));
  const familyAt = familiesAt(uid, frontends[0]?.scheme ?? 'Public', settings, azure);
  const isSixPlain =
    familyAt('') === 6 || (frontends.length === 1 ? familyAt(SUFFIXES[6]) !== 6 : familyAt(SUFFIXES[4]) === 4);
  return frontends.map((frontend) => ({
    ...frontend,
    suffix: isSixPlain === (frontend.family === 6) ? '' : SUFFIXES[frontend.family],
  }));
}

/** Of what family is that which bears a name of this Service with this suffix? What serves speaks before what doesn't yet. */
function familiesAt(
  uid: string,
  scheme: Scheme,
  settings: Settings,
  azure: AzureState,
): (suffix: Suffix) => Family | undefined {
  const prefix = servicePrefix(uid);
  const there = SCHEMES.toSorted((one) => (one === scheme ? -1 : 1)).flatMap((one) => {
    const { frontends, frontendsOfPrefix, ofPrefix } = servedOn(one, settings, azure);
    const own = (frontendsOfPrefix.get(prefix) ?? []).map((frontend) => [suffixOf(frontend.name), frontend] as const);
    const rules = (ofPrefix.get(prefix) ?? []).map(
      ({ suffix, frontend }) => [suffix, frontends.get(frontend)] as const,
    );
    return [...rules, ...own];
  });
  return (suffix) => {
    for (const [one, frontend] of there) {
      const family = one === suffix && frontend ? familyOfFrontend(frontend, azure) : undefined;
      if (family !== undefined) return family;
    }
    const publicIP = publicIPsOf(uid, settings, azure).find(({ name }) => suffixOf(name) === suffix);
    return publicIP && familyOfPublicIP(publicIP);
  };
}

function familyOfFrontend({ publicIP, family }: ServedFrontend, azure: AzureState): Family | undefined {
  if (publicIP === undefined) return family;
  const resource = find(azure, publicIP);
  return resource && familyOfPublicIP(resource);
}
