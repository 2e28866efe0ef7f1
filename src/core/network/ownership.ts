// What in Azure is ours? This file alone decides; everything else asks it. What isn't ours is never changed or deleted.
//
//   thing                      mark                                                              read as ours when
//   public IP                  tags azurenetwork-cluster=<clusterId>, azurenetwork-sources=…     the cluster tag is ours
//   load balancer              the same tags                                                     its name is in the settings
//   frontend, rule, probe      name begins with the prefix of a Service's UID (names.ts)         the Service is ours, or the load balancer
//                                                                                                has our tag and the UID is no foreign Service's
//   backend pool               its name is in the settings                                       on one of our two load balancers
//   security rule              name begins with azurenetwork_, description with our marker        both, and the marker has our clusterId
//   DNS record set             metadata azurenetwork-cluster, azurenetwork-sources                the cluster is ours
//
// Taking over from Azure's cloud controller: a public IP that it made for a Service of ours (its tags name the Service,
// and the name is the one that we would give) and the parts of a load balancer named after that Service are taken
// as ours as they are: the public IP gets our tags with the next write that something else makes necessary, never for
// their own sake. A load balancer gets them only when we create it: one that was there before stays when our parts go.
import type { ArmResource } from './arm-resource.js';
import { digest } from '../values/digest.js';
import type { JsonObject } from '../values/json.js';
import type { SourceRef } from '../values/source-ref.js';
import { parseSourceRef, sourceRef, uniqueSources } from '../values/source-ref.js';

export const CLUSTER_MARK = 'azurenetwork-cluster';
export const SOURCES_MARK = 'azurenetwork-sources';
/** Who set the DNS label of a public IP. */
export const DNS_LABEL_MARK = 'azurenetwork-dns-label';
/** Names of the tags that users asked us for, so that they can go again. */
export const TAGS_MARK = 'azurenetwork-tags';
/** The TTL of a record set before it was lowered, in seconds. */
export const LOWERED_MARK = 'azurenetwork-lowered-from';
export const RULE_PREFIX = 'azurenetwork_';

/** Tag and metadata values hold at most 256 characters (https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources). */
const LONGEST_MARK = 256;
/** https://learn.microsoft.com/rest/api/virtualnetwork/security-rules/create-or-update */
const LONGEST_DESCRIPTION = 140;

/** Tags of public IPs and load balancers, metadata of record sets. A load balancer's sources would change with every Service, so it has none. */
export function marks(clusterId: string, sources?: readonly SourceRef[]): Record<string, string> {
  return {
    [CLUSTER_MARK]: clusterId,
    ...(sources && sources.length > 0 && { [SOURCES_MARK]: sourcesMark(sources) }),
  };
}

export function isMarked(marksOfResource: JsonObject | undefined, clusterId: string): boolean {
  return marksOfResource?.[CLUSTER_MARK] === clusterId;
}

// Those that don't fit are there by their digests: whoever knows a source can tell whether it is one of them.
function sourcesMark(sources: readonly SourceRef[]): string {
  const sorted = uniqueSources(sources);
  // No source is shorter than `Node/a`, and no more than these can have room.
  const digests = sorted.slice(0, LONGEST_MARK / 'Node/a'.length).map(digestOf);
  for (let whole = digests.length; digests.length === sorted.length && whole >= 0; whole--) {
    const text = [...sorted.slice(0, whole), ...digests.slice(whole)].join(',');
    if (text.length <= LONGEST_MARK) return text;
  }
  const most = Math.floor((LONGEST_MARK - LONGEST_REST + 1) / (digests[0]!.length + 1));
  return `${digests.slice(0, most).join(',')} +${sorted.length - most}`;
}

const DIGEST = '~';
/** ` +99999` */
const LONGEST_REST = 7;

function digestOf(source: SourceRef): string {
  return DIGEST + digest(source, 8);
}

/** Digests of those that had no room in the mark; for `isDigestOf`. */
export function markedDigests(marksOfResource: JsonObject | undefined): readonly string[] {
  const text = marksOfResource?.[SOURCES_MARK];
  if (typeof text !== 'string' || !text.includes(DIGEST)) return [];
  return text.split(/[, ]/).filter((part) => part.startsWith(DIGEST));
}

export function isDigestOf(source: SourceRef, digests: readonly string[]): boolean {
  return digests.includes(digestOf(source));
}

/** Whom a marked resource was made for; those that didn't fit are missing. */
export function markedSources(marksOfResource: JsonObject | undefined): readonly SourceRef[] {
  const text = marksOfResource?.[SOURCES_MARK];
  return typeof text === 'string' ? split(text) : [];
}

/** Did more sources have a part in it than its mark has room for, even by their digests? */
export function isMarkCut(marksOfResource: JsonObject | undefined): boolean {
  const text = marksOfResource?.[SOURCES_MARK];
  return typeof text === 'string' && / \+[1-9]\d*$/.test(text);
}

/** As many names as fit; one that is left out is never taken away again. */
export function tagsMark(names: readonly string[]): string {
  let text = '';
  for (const name of [...names].sort()) {
    if (name.includes(',')) continue;
    const more = text === '' ? name : `${text},${name}`;
    if (more.length <= LONGEST_MARK) text = more;
  }
  return text;
}

/** Seconds; undefined where its TTL wasn't lowered. */
export function loweredFrom(marksOfResource: JsonObject | undefined): number | undefined {
  const text = marksOfResource?.[LOWERED_MARK];
  return typeof text === 'string' && /^\d{1,10}$/.test(text) ? Number(text) : undefined;
}

/** Never one of our own marks. */
export function markedTags(tags: JsonObject | undefined): readonly string[] {
  const text = tags?.[TAGS_MARK];
  const names = typeof text === 'string' ? text.split(',') : [];
  return names.filter((name) => name !== '' && !name.toLowerCase().startsWith('azurenetwork-'));
}

/** `azurenetwork.dev|prod-1|Service/default/web,Service/default/api +3`, at most 140 characters. */
export function ruleDescription(clusterId: string, sources: readonly SourceRef[]): string {
  const head = `azurenetwork.dev|${clusterId}|`;
  return head + joined(sources, LONGEST_DESCRIPTION - head.length);
}

export function isOurRule(rule: { readonly name: string; readonly description?: string }, clusterId: string): boolean {
  return rule.name.startsWith(RULE_PREFIX) && (rule.description ?? '').startsWith(`azurenetwork.dev|${clusterId}|`);
}

export function describedSources(description: string): readonly SourceRef[] {
  return split(description.split('|').slice(2).join('|'));
}

/**
 * The Services that Azure's cloud controller made this public IP for; none where it didn't. Its tag holds `namespace/name`, several
 * with commas (https://github.com/kubernetes-sigs/cloud-provider-azure, pkg/consts).
 */
export function peersSources({ tags }: ArmResource): readonly SourceRef[] {
  const owners = tags?.['k8s-azure-service'] ?? tags?.['service'] ?? '';
  return owners.split(',').flatMap((owner) => {
    const [namespace, name, ...rest] = owner.trim().split('/');
    return namespace && name && rest.length === 0 ? [sourceRef('Service', namespace, name)] : [];
  });
}

/** A public IP of the name that we give to this Service's: may we use, change and delete it? */
export function isOurPublicIP(resource: ArmResource, clusterId: string, service: SourceRef): boolean {
  return isMarked(resource.tags, clusterId) || peersSources(resource).includes(service);
}

/** Whom a public IP of ours is for, as far as its tags say. */
export function sourcesOfPublicIP(resource: ArmResource, clusterId: string): readonly SourceRef[] {
  return isMarked(resource.tags, clusterId) ? markedSources(resource.tags) : peersSources(resource);
}

/** Whose is the DNS label of a public IP, as we or Azure's cloud controller noted it? Undefined: nobody noted it. */
export function labelOwner({ tags }: ArmResource): SourceRef | undefined {
  const ours = tags?.[DNS_LABEL_MARK];
  if (ours !== undefined) return parseSourceRef(ours) ? (ours as SourceRef) : undefined;
  const peers = tags?.['k8s-azure-dns-label-service'] ?? tags?.['kubernetes-dns-label-service'] ?? '';
  const [namespace, name] = peers.split('/');
  return namespace && name ? sourceRef('Service', namespace, name) : undefined;
}

// As many as fit. Thousands may share a rule, so those that can't fit are never joined.
function joined(sources: readonly SourceRef[], longest: number): string {
  const sorted = uniqueSources(sources);
  let best = `+${sorted.length}`;
  let text = '';
  for (const [index, source] of sorted.entries()) {
    text += (index === 0 ? '' : ',') + source;
    if (text.length > longest) break;
    const rest = sorted.length - index - 1;
    const whole = text + (rest ? ` +${rest}` : '');
    if (whole.length <= longest) best = whole;
  }
  return best;
}

function split(text: string): readonly SourceRef[] {
  return text
    .replace(/ ?\+\d+$/, '')
    .split(',')
    .filter((part) => parseSourceRef(part) !== undefined) as SourceRef[];
}
