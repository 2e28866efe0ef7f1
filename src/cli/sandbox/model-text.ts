// What is in Azure for this cluster, at a glance? Addresses, load balancer rules, security rules and records, each
// with the object that caused it.
import type { ChalkInstance } from 'chalk';
import type { ArmResource } from '../../core/network/arm-resource.js';
import { isRecordSet, TYPES } from '../../core/network/arm-resource.js';
import type { AzureState } from '../../core/network/azure-state.js';
import { find, ofType } from '../../core/network/azure-state.js';
import { recordTexts } from '../../core/network/dns-zones/index.js';
import { prefixOf, servicePrefix } from '../../core/network/names.js';
import { describedSources, isMarked, isOurRule, markedSources } from '../../core/network/ownership.js';
import type { Pass } from '../../reconcile.js';
import { armKey, parseArmId } from '../../core/values/arm-id.js';
import type { JsonObject } from '../../core/values/json.js';
import { isArray, isObject, textOf } from '../../core/values/json.js';

type Row = readonly string[];

export function modelText(azure: AzureState, { exposures }: Pass, clusterId: string, colour: ChalkInstance): string {
  const serviceOf = new Map(exposures.loadBalancers.map(({ uid, source }) => [servicePrefix(uid), source as string]));
  const because = (child: JsonObject): string => serviceOf.get(prefixOf(textOf(child['name'])) ?? '') ?? '';
  const balancers = ofType(azure, TYPES.loadBalancer);
  const sections: readonly [string, readonly Row[]][] = [
    [
      'Addresses',
      balancers.flatMap((balancer) =>
        children(balancer, 'frontendIPConfigurations').map((frontend) =>
          addressRow(azure, frontend, because(frontend)),
        ),
      ),
    ],
    [
      'Load balancer rules',
      balancers.flatMap((balancer) =>
        children(balancer, 'loadBalancingRules').map((rule) => ruleRow(azure, balancer, rule, because(rule))),
      ),
    ],
    ['Security rules', ofType(azure, TYPES.securityGroup).flatMap((group) => securityRows(group, clusterId))],
    [
      'DNS records',
      [...azure.resources.values()]
        .filter((one) => isRecordSet(one) && isMarked(metadataOf(one), clusterId))
        .map(recordRow),
    ],
  ];
  return sections
    .map(([title, rows]) =>
      [colour.bold.underline(title), ...(rows.length > 0 ? table(rows) : [colour.dim('  none')])].join('\n'),
    )
    .join('\n\n')
    .concat('\n');
}

function addressRow(azure: AzureState, frontend: JsonObject, because: string): Row {
  return [
    addressOf(azure, frontend),
    isObject(properties(frontend)['publicIPAddress']) ? 'public' : 'internal',
    because,
  ];
}

function addressOf(azure: AzureState, frontend: JsonObject): string {
  const { privateIPAddress, publicIPAddress } = properties(frontend);
  if (!isObject(publicIPAddress)) return textOf(privateIPAddress);
  return textOf(find(azure, textOf(publicIPAddress['id']))?.properties?.['ipAddress']);
}

function ruleRow(azure: AzureState, balancer: ArmResource, rule: JsonObject, because: string): Row {
  const { protocol, frontendPort, frontendIPConfiguration, backendAddressPool, probe } = properties(rule);
  const frontend = childAt(balancer, 'frontendIPConfigurations', frontendIPConfiguration);
  const pool = childAt(balancer, 'backendAddressPools', backendAddressPool);
  const members = pool && properties(pool)['loadBalancerBackendAddresses'];
  const probed = childAt(balancer, 'probes', probe);
  return [
    `${frontend ? addressOf(azure, frontend) : '?'}:${textOf(frontendPort)}/${textOf(protocol)}`,
    `→ ${isArray(members) ? members.length : 0} nodes`,
    probed ? `probe ${textOf(properties(probed)['protocol'])} ${textOf(properties(probed)['port'])}` : 'no probe',
    because,
  ];
}

function securityRows(group: ArmResource, clusterId: string): readonly Row[] {
  return children(group, 'securityRules')
    .filter((rule) =>
      isOurRule({ name: textOf(rule['name']), description: textOf(properties(rule)['description']) }, clusterId),
    )
    .sort((a, b) => Number(properties(a)['priority']) - Number(properties(b)['priority']))
    .map((rule) => {
      const p = properties(rule);
      return [
        `${textOf(p['priority'])} ${textOf(p['access']).toLowerCase()} ${textOf(p['protocol'])} ${either(p, 'destinationPortRange')}`,
        `from ${either(p, 'sourceAddressPrefix', 'sourceAddressPrefixes')}`,
        `to ${either(p, 'destinationAddressPrefix', 'destinationAddressPrefixes')}`,
        describedSources(textOf(p['description'])).join(', '),
      ];
    });
}

function recordRow(record: ArmResource): Row {
  const p = record.properties ?? {};
  const [zone, relative] = parseArmId(record.id)?.names ?? [];
  const alias = isObject(p['targetResource']) ? textOf(p['targetResource']['id']).split('/').at(-1)! : '';
  const records = Object.entries(p).flatMap(([key, value]) => recordTexts(key, value) ?? []);
  const targets = alias === '' ? records : [`address of ${alias}`];
  return [
    `${record.type.split('/').at(-1)} ${relative === '@' ? zone : `${relative}.${zone}`}`,
    `→ ${targets.join(', ')}`,
    `TTL ${textOf(p['TTL'] ?? p['ttl'])}`,
    markedSources(metadataOf(record)).join(', '),
  ];
}

function metadataOf(record: ArmResource): JsonObject | undefined {
  const metadata = record.properties?.['metadata'];
  return isObject(metadata) ? metadata : undefined;
}

function childAt(balancer: ArmResource, collection: string, reference: unknown): JsonObject | undefined {
  if (!isObject(reference)) return undefined;
  const name = armKey(textOf(reference['id'])).split('/').at(-1);
  return children(balancer, collection).find((child) => textOf(child['name']).toLowerCase() === name);
}

function children(resource: ArmResource, collection: string): readonly JsonObject[] {
  const list = resource.properties?.[collection];
  return isArray(list) ? list.filter(isObject) : [];
}

function properties(child: JsonObject): JsonObject {
  return isObject(child['properties']) ? child['properties'] : {};
}

function either(p: JsonObject, one: string, many = `${one}s`): string {
  const several = p[many];
  return isArray(several) && several.length > 0 ? several.map(textOf).join(', ') : textOf(p[one]);
}

/** Columns as wide as their widest cell, two blanks apart. */
function table(rows: readonly Row[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map(
    (row) =>
      `  ${row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd()}`,
  );
}
