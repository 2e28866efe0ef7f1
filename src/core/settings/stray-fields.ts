// Which fields of spec.dns.sources[] mean nothing for the kind that they stand beside? They are no harm, and told: whoever
// wrote them thinks that they filter.
import type { AzureNetworkSpec } from '../kinds/index.js';
import type { NameSourceKind } from '../settings.js';
import type { BadValue } from './dns.js';

type Source = NonNullable<AzureNetworkSpec['dns']['sources']>[number];

interface Field {
  /** For people. */
  readonly isFor: string;
  readonly kinds: (kind: NameSourceKind) => boolean;
  readonly isSet: (source: Source) => boolean;
}

const isRoute = (kind: NameSourceKind): boolean => kind.endsWith('Route');
const isService = (kind: NameSourceKind): boolean => kind === 'Service';
/** Others write whole records. */
const namesHosts = (kind: NameSourceKind): boolean => kind !== 'DNSEndpoint';

const FIELDS: Readonly<Partial<Record<keyof Source, Field>>> = {
  ingressClassNames: {
    isFor: 'Ingress',
    kinds: (kind) => kind === 'Ingress',
    isSet: ({ ingressClassNames }) => ingressClassNames.length > 0,
  },
  gateway: { isFor: 'routes', kinds: isRoute, isSet: ({ gateway }) => Object.keys(gateway).length > 0 },
  serviceTypes: { isFor: 'Service', kinds: isService, isSet: ({ serviceTypes }) => serviceTypes.length > 0 },
  publishInternal: { isFor: 'Service', kinds: isService, isSet: ({ publishInternal }) => publishInternal },
  publishHostIP: { isFor: 'Service', kinds: isService, isSet: ({ publishHostIP }) => publishHostIP },
  publishNotReady: { isFor: 'Service', kinds: isService, isSet: ({ publishNotReady }) => publishNotReady },
  internalIPv6: {
    isFor: 'Service and Node',
    kinds: (kind) => kind === 'Service' || kind === 'Node',
    isSet: ({ internalIPv6 }) => internalIPv6,
  },
  hostnameTemplate: {
    isFor: 'all kinds but DNSEndpoint',
    kinds: namesHosts,
    isSet: ({ hostnameTemplate }) => hostnameTemplate !== undefined,
  },
  defaultTargets: {
    isFor: 'all kinds but DNSEndpoint',
    kinds: namesHosts,
    isSet: ({ defaultTargets }) => defaultTargets.length > 0,
  },
};

export function strayFields({ sources = [] }: AzureNetworkSpec['dns']): readonly BadValue[] {
  return sources.flatMap((source, index) =>
    Object.entries(FIELDS).flatMap(([name, { isFor, kinds, isSet }]) => {
      if (kinds(source.kind) || !isSet(source)) return [];
      const field = `spec.dns.sources[${index}].${name}`;
      const value = JSON.stringify(source[name as keyof Source]);
      return [{ field, value, message: `${field}: ${value} has no effect on ${source.kind}. It is for ${isFor}.` }];
    }),
  );
}
