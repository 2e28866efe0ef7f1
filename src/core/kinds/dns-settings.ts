// What may an administrator decide about names: their zones, where they come from, and how we mark what is ours?
import { Type } from 'typebox';
import { NAME_SOURCE_KINDS } from '../settings.js';
import { labelSelector } from './label-selector.js';
import { armIdOfOne, cidrs, defaulted, duration, fields, oneOf, ruled, SAME_ID } from './schema.js';

const POLICIES = ['Sync', 'UpsertOnly', 'CreateOnly'] as const;
const POLICY = 'Sync: records come, change and go. UpsertOnly: none goes. CreateOnly: none changes either.';

function domains(description: string) {
  return Type.Array(Type.String({ minLength: 1, maxLength: 253 }), { description, maxItems: 64 });
}

function seconds(description: string, minimum: number) {
  return Type.Integer({ description, minimum, maximum: 2147483647 });
}

const zone = fields(
  {
    id: armIdOfOne(['dnsZones', 'privateDnsZones'], 'The zone, by its id; its name is the last part.'),
    policy: Type.Optional(oneOf(POLICIES, `${POLICY} Default: that of all zones. The narrower of the two counts.`)),
    namespaceSelector: Type.Optional(
      labelSelector('Which namespaces may have names in it, by their labels. Default: all.'),
    ),
    names: Type.Optional(
      domains('Which names they may have: hosts, or `*.` and a domain for all below it. Default: all of the zone.'),
    ),
  },
  'A zone that names are written to.',
);

const source = fields(
  {
    kind: oneOf(NAME_SOURCE_KINDS, 'The kind of the objects.'),
    namespaceSelector: Type.Optional(labelSelector('Only in namespaces with these labels. Default: all.')),
    labelSelector: Type.Optional(labelSelector('Only objects with these labels. Default: all.')),
    annotationSelector: Type.Optional(
      labelSelector('Only objects with these annotations, compared like labels. Default: all.'),
    ),
    ingressClassNames: defaulted(
      Type.Array(Type.String({ minLength: 1, maxLength: 253 }), {
        description: 'Ingress: only of these classes. None: all.',
        maxItems: 32,
      }),
      [],
    ),
    gateway: defaulted(
      fields(
        {
          name: Type.Optional(Type.String({ description: 'Its name. Default: any.', minLength: 1, maxLength: 253 })),
          namespace: Type.Optional(
            Type.String({ description: 'Its namespace. Default: any.', minLength: 1, maxLength: 63 }),
          ),
        },
        'Routes: only by this Gateway.',
      ),
      {},
    ),
    serviceTypes: defaulted(
      Type.Array(oneOf(['LoadBalancer', 'NodePort', 'ClusterIP', 'Headless', 'ExternalName'], 'A type of Services.'), {
        description: 'Service: only of these types. None: all.',
        maxItems: 5,
      }),
      [],
    ),
    hostnames: defaulted(
      fields(
        {
          rules: defaulted(
            Type.Boolean({ description: "Ingress: hosts of its rules. Routes: the route's own." }),
            true,
          ),
          tls: defaulted(Type.Boolean({ description: 'Ingress: hosts of spec.tls.' }), true),
          annotation: defaulted(Type.Boolean({ description: 'The hostname annotation.' }), true),
        },
        'Where hosts are read from.',
      ),
      {},
    ),
    hostnameTemplate: Type.Optional(
      Type.String({
        description:
          'Hosts of objects that name none, separated by commas, with {{.Name}}, {{.Namespace}}, {{.Kind}}, {{.Labels.key}}, {{.Annotations.key}} or {{index .Labels "any/key"}} in them.',
        minLength: 1,
        maxLength: 1024,
      }),
    ),
    combineTemplate: defaulted(
      Type.Boolean({ description: 'Whether objects that name hosts have those of the template besides.' }),
      false,
    ),
    publishInternal: defaulted(
      Type.Boolean({ description: 'Service: whether the hostname annotation of a ClusterIP Service counts.' }),
      false,
    ),
    publishHostIP: defaulted(
      Type.Boolean({
        description: "Headless Service: whether names lead to the nodes' addresses instead of the pods'.",
      }),
      false,
    ),
    publishNotReady: defaulted(
      Type.Boolean({ description: "Headless Service: whether pods count that aren't ready." }),
      false,
    ),
    internalIPv6: defaulted(
      Type.Boolean({ description: 'NodePort Service and Node: whether internal IPv6 addresses count.' }),
      false,
    ),
    defaultTargets: defaulted(
      Type.Array(Type.String({ minLength: 1, maxLength: 253 }), {
        description: 'Addresses or one name that names lead to where an object has no address.',
        maxItems: 20,
      }),
      [],
    ),
    targetCIDRs: defaulted(
      cidrs('Addresses outside of these ranges are left out. None: all are taken.', { maxItems: 32 }),
      [],
    ),
    zones: defaulted(
      oneOf(
        ['Public', 'Private', 'Both'],
        'Which zones its names go to where there is a public and a private one, unless the object says otherwise.',
      ),
      'Both',
    ),
    minimumTTL: Type.Optional(seconds('Lower TTLs are raised to it. Default: that of all sources.', 0)),
  },
  'Objects that give names.',
);

const txt = ruled(
  fields(
    {
      ownerId: defaulted(Type.String({ description: 'Written as the owner. Empty: clusterId.', maxLength: 128 }), ''),
      prefix: defaulted(
        Type.String({
          description: 'Before the name of the record; `%{record_type}` in it stands for the type.',
          maxLength: 200,
        }),
        '',
      ),
      suffix: defaulted(
        Type.String({
          description: "Behind the first label of the record's name; `%{record_type}` in it stands for the type.",
          maxLength: 200,
        }),
        '',
      ),
      wildcardReplacement: defaulted(
        Type.String({ description: 'Stands for a `*` as the first label.', maxLength: 63 }),
        '',
      ),
    },
    'How external-dns names and writes its TXT records of ownership; must be as that external-dns is configured.',
  ),
  {
    rule: "!has(self.prefix) || !has(self.suffix) || self.prefix == '' || self.suffix == ''",
    message: 'must be empty where prefix is not: external-dns takes one of them',
    fieldPath: '.suffix',
  },
);

const adopt = fields(
  {
    externalDNSOwners: defaulted(
      Type.Array(Type.String({ minLength: 1, maxLength: 128 }), {
        description: 'Owner ids of external-dns whose records become ours with the next pass.',
        maxItems: 16,
      }),
      [],
    ),
    removeTXT: defaulted(
      Type.Boolean({ description: "Whether external-dns' TXT record goes once the record is ours." }),
      false,
    ),
    unowned: defaulted(
      domains("Names whose record sets carry nobody's mark and become ours when an object asks for them."),
      [],
    ),
  },
  'Taking over records that others made.',
);

export const dns = fields(
  {
    zones: defaulted(
      ruled(
        Type.Array(zone, { description: 'The zones that names are written to, in any subscription.', maxItems: 64 }),
        { rule: SAME_ID, message: 'must not name a zone twice' },
      ),
      [],
    ),
    includeDomains: defaulted(domains('Only names in these domains are written. None: all.'), []),
    excludeDomains: defaulted(domains('Names in these domains are not written.'), []),
    sources: Type.Optional(
      ruled(
        Type.Array(source, {
          description:
            'Which objects give names. Default: Ingress, Service, HTTPRoute, GRPCRoute, TLSRoute and DNSEndpoint, all of them.',
          maxItems: NAME_SOURCE_KINDS.length,
        }),
        { rule: 'self.all(a, self.exists_one(b, b.kind == a.kind))', message: 'must not name a kind twice' },
      ),
    ),
    privateTargets: defaulted(
      oneOf(
        ['Internal', 'All'],
        'Internal: private zones take no addresses that everybody can reach, unless the object names the zones. All: they take all.',
      ),
      'Internal',
    ),
    alias: defaulted(
      oneOf(
        ['ByAnnotation', 'OwnFrontends'],
        'ByAnnotation: names are alias record sets where their objects ask for it. OwnFrontends: also those that lead to a public IP that we manage.',
      ),
      'ByAnnotation',
    ),
    ownership: defaulted(
      oneOf(
        ['Metadata', 'MetadataAndTXT'],
        'Metadata: what is ours is marked in its metadata. MetadataAndTXT: also by a TXT record, so that external-dns leaves it alone.',
      ),
      'Metadata',
    ),
    txt: defaulted(txt, {}),
    adopt: defaulted(adopt, {}),
    policy: defaulted(oneOf(POLICIES, POLICY), 'Sync'),
    ttl: defaulted(seconds('Seconds that resolvers may keep a record, unless its object says otherwise.', 1), 300),
    minimumTTL: defaulted(seconds('Seconds to which lower TTLs are raised.', 0), 0),
    typeChangeTTL: Type.Optional(
      seconds(
        'Seconds to which the TTL of a record set is lowered before it makes room for one of another type, as soon as nobody has the old answer any more. Default: it makes room at once.',
        1,
      ),
    ),
    gracePeriod: defaulted(duration('How long names outlive the addresses of their object.'), '10m'),
    afterGracePeriod: defaulted(
      oneOf(
        ['Remove', 'Keep'],
        'Remove: then they go. Keep: they stay for as long as their object is there, so that a controller may be down for long.',
      ),
      'Remove',
    ),
  },
  'Names.',
);
