// A story in lines, for who wants to know how it came to what the law complains of.
import type { Moment, Story } from './play.js';
import type { Json } from './packets.js';

/** What each moment changed: wishes, status, rules of the load balancers and of the security groups. */
export function tell({ moments }: Story): string {
  const lines: string[] = [];
  let before: ReadonlySet<string> = new Set();
  for (const moment of moments) {
    const now = new Set(factsOf(moment));
    const news = [
      ...[...before].filter((one) => !now.has(one)).map((one) => `  - ${one}`),
      ...[...now].filter((one) => !before.has(one)).map((one) => `  + ${one}`),
    ];
    if (news.length > 0 || moment.what.startsWith('{')) {
      lines.push(`${Math.round(moment.at)} ms${moment.isQuiet ? ', quiet' : ''}: ${moment.what}`, ...news);
    }
    before = now;
  }
  return lines.join('\n');
}

function factsOf({ azure, services, nodes }: Moment): readonly string[] {
  return [
    `nodes ${nodes.join(' ')}`,
    ...services.map(
      ({ name, uid, addresses }) => `${name} (${uid.slice(0, 8)}) shows ${addresses.join(', ') || 'nothing'}`,
    ),
    ...azure.flatMap(({ name, type, properties }) => {
      switch (type.split('/').at(-1)?.toLowerCase()) {
        case 'loadbalancers':
          return properties.loadBalancingRules.map((rule: Json) => `${name}: ${leadOf(rule, properties)}`);
        case 'networksecuritygroups':
          return properties.securityRules.map((rule: Json) => `${name}: ${doorOf(rule.properties)}`);
        case 'publicipaddresses':
          return [`address ${properties.ipAddress} (${name})`];
        default:
          return [];
      }
    }),
  ];
}

function leadOf({ name, properties: rule }: Json, loadBalancer: Json): string {
  const frontend = rule.frontendIPConfiguration.id.split('/').at(-1) as string;
  const { privateIPAddress, publicIPAddress } = loadBalancer.frontendIPConfigurations.find(
    (one: Json) => one.name === frontend,
  ).properties;
  const place = privateIPAddress ?? publicIPAddress.id.split('/').at(-1);
  return `${name} leads ${place} ${rule.protocol} ${rule.frontendPort} to ${rule.backendPort}${rule.enableFloatingIP ? ' floating' : ''}`;
}

function doorOf(rule: Json): string {
  const several = (one: string, many: string): string => [rule[one] ?? [], rule[many] ?? []].flat().join(',');
  const from = several('sourceAddressPrefix', 'sourceAddressPrefixes');
  const to = several('destinationAddressPrefix', 'destinationAddressPrefixes');
  const ports = several('destinationPortRange', 'destinationPortRanges');
  return `${rule.priority} ${rule.access} ${rule.protocol} ${from} to ${to} ${ports}`;
}
