// Is a misspelt annotation about names told, wherever it stands, and nobody bothered who wrote for others?
import { expect, test } from '@jest/globals';
import { dnsEndpoint, httpRoute, ingress, node, service } from '../../../builders.js';
import { warnOfUnreadNames } from '../../../../src/core/cluster/annotations/index.js';
import type { NameSourceKind } from '../../../../src/core/settings.js';
import { saidNames } from '../said-names.js';

const OURS = 'azurenetwork.dev/';
const THEIRS = 'external-dns.kubernetes.io/';
const OLD = 'external-dns.alpha.kubernetes.io/';

function warn(kind: NameSourceKind, key: string): readonly string[] {
  const { meta } = ingress('web').annotated(key, 'x').object();
  return warnOfUnreadNames(meta, kind, 'Ingress/default/web' as never).map(({ message }) => message);
}

test.each<{ kind: NameSourceKind; key: string; says: string }>([
  { kind: 'Service', key: `${OURS}hostnme`, says: `${OURS}hostname was probably meant` },
  { kind: 'Service', key: `${OLD}internal-hostnames`, says: `${OLD}internal-hostname was probably meant` },
  { kind: 'Ingress', key: `${THEIRS}Target`, says: `${THEIRS}target was probably meant` },
  { kind: 'Ingress', key: `${THEIRS}zone`, says: `${OURS}zones was probably meant` },
  { kind: 'Node', key: `${OURS}x`, says: 'Allowed on Node are azurenetwork.dev/alias, ' },
  {
    kind: 'HTTPRoute',
    key: `${OURS}something`,
    says: 'azurenetwork.dev/gateway-hostname-source, azurenetwork.dev/hostname, ',
  },
  { kind: 'Service', key: `${OURS}allow-address-chnge`, says: `${OURS}allow-address-change was probably meant` },
  { kind: 'Ingress', key: `${OURS}aws-weight`, says: 'there is no annotation of that name' },
  { kind: 'Ingress', key: `${THEIRS}access`, says: 'it is for Service.' },
  { kind: 'HTTPRoute', key: `${THEIRS}target`, says: 'it is for Ingress, Gateway, ListenerSet, Service, ' },
  { kind: 'TLSRoute', key: `${OURS}ingress-hostname-source`, says: 'it is for Ingress.' },
  { kind: 'DNSEndpoint', key: `${OURS}hostname`, says: 'it is for Ingress, routes, Service.' },
  { kind: 'Ingress', key: `${THEIRS}record-type`, says: 'external-dns has it' },
])('$kind $key has no effect, and the warning says: $says', ({ kind, key, says }) => {
  expect(warn(kind, key)).toEqual([expect.stringContaining(says)]);
});

test.each<{ kind: NameSourceKind; key: string }>([
  { kind: 'Service', key: `${OURS}hostname` },
  { kind: 'DNSEndpoint', key: `${THEIRS}ttl` },
  { kind: 'GRPCRoute', key: `${OLD}hostname` },
  { kind: 'Ingress', key: `${OLD}aws-weight` },
  { kind: 'Ingress', key: `${THEIRS}cloudflare-proxied` },
  { kind: 'Ingress', key: 'example.com/hostnme' },
])('nothing is said of $key on $kind', ({ kind, key }) => {
  expect(warn(kind, key)).toEqual([]);
});

test.each<{ kind: NameSourceKind; object: Parameters<typeof saidNames>[0][number] }>([
  { kind: 'Service', object: service('web').annotated(`${OURS}hostnme`, 'www.example.com') },
  { kind: 'Ingress', object: ingress('web').annotated(`${OURS}hostnme`, 'www.example.com') },
  { kind: 'HTTPRoute', object: httpRoute('web').asking('edge').annotated(`${OURS}hostnme`, 'www.example.com') },
  { kind: 'DNSEndpoint', object: dnsEndpoint('web').annotated(`${OURS}tttl`, '60') },
  { kind: 'Node', object: node('web').annotated(`${OURS}tttl`, '60') },
])('it is told of a $kind that asks for nothing else', ({ kind, object }) => {
  const { problems } = saidNames([object], { kind });
  expect(problems).toContainEqual(expect.stringContaining(`Warning Unsupported ${OURS}`));
});
