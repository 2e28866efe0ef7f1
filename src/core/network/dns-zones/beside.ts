// Which TXT records of external-dns' kind stand beside the record sets?
//
//   settings                    beside a record set of ours                   TXT
//   ownership: MetadataAndTXT   none, or ours, or of an owner taken over      as external-dns would write it, marked as ours
//                               anybody else's text, or a name that can't     left alone; a Warning: external-dns won't know
//                               be written                                    whose the record set is
//   adopt.removeTXT             of an owner taken over, once the record       goes
//                               set has our mark
import type { Settings, Zone } from '../../settings.js';
import type { Problem } from '../../values/problem.js';
import { warning } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import { markedSources } from '../ownership.js';
import { metadataOf, targetsOf, ttlIn } from './arm.js';
import type { Decision } from './decision.js';
import type { TxtCipher } from './txt-registry.js';
import { readTxt, txtName, writeTxt } from './txt-registry.js';
import type { RegistryReader } from './whose.js';
import { hostAt, relativeTo } from './whose.js';
import type { ZoneView } from './zone-view.js';
import { isOurs } from './zone-view.js';

interface Surroundings {
  readonly zone: Zone;
  readonly view: ZoneView;
  readonly reader: RegistryReader;
  readonly settings: Settings;
  readonly cipher: TxtCipher | undefined;
}

interface Beside {
  readonly decisions: readonly Decision[];
  readonly problems: readonly Problem[];
}

export function besideRecords(decisions: readonly Decision[], around: Surroundings): Beside {
  const { dns } = around.settings;
  const isWritten = dns.ownership === 'MetadataAndTXT';
  if (!isWritten && !(dns.adopt.removeTXT && dns.adopt.externalDNSOwners.length > 0))
    return { decisions, problems: [] };
  const result = new Map(decisions.map((decision) => [keyOf(decision), decision]));
  const problems: Problem[] = [];
  for (const decision of decisions) {
    if (decision.verdict.act === 'Remove') continue;
    if (dns.adopt.removeTXT) for (const left of leftBeside(decision, around)) result.set(keyOf(left), left);
    const beside = isWritten ? besideOne(decision, result, around) : undefined;
    if (beside && 'verdict' in beside) result.set(keyOf(beside), beside);
    else if (beside) problems.push(...beside.problems);
  }
  return { decisions: [...result.values()], problems };
}

function keyOf({ type, relative }: Pick<Decision, 'type' | 'relative'>): string {
  return `${type} ${relative.toLowerCase()}`;
}

function leftBeside(decision: Decision, { zone, reader, settings }: Surroundings): readonly Decision[] {
  const { type, relative, observed } = decision;
  if (!isOurs(observed, settings.clusterId)) return [];
  const because = markedSources(metadataOf(observed));
  return reader.leftBeside(relative, type).map((left): Decision => ({
    zone,
    type: 'TXT',
    relative: left.relative,
    verdict: { act: 'Remove', waiting: [] },
    observed: left.resource,
    because,
  }));
}

/** Undefined where the record set has none and needs none: it is one itself, or stays as it is. */
function besideOne(
  decision: Decision,
  all: ReadonlyMap<string, Decision>,
  { zone, view, reader, settings, cipher }: Surroundings,
): Decision | { readonly problems: readonly Problem[] } | undefined {
  const { verdict, type, relative, observed } = decision;
  if (verdict.act !== 'Write' && verdict.act !== 'Adopt') return undefined;
  const sources = verdict.sources;
  if (sources[0] === undefined) return undefined;
  const { dns, clusterId } = settings;
  const host = hostAt(relative, zone);
  const name = txtName(host, type, dns.txt);
  const at = relativeTo(name, zone);
  if (at === undefined || !isWritable(at)) return refused(sources, host, name, 'is no name that the zone takes');
  const there = view.names.get(at)?.get('TXT');
  const isLeft = reader.leftBeside(relative, type).some(({ resource }) => resource === there);
  const other = all.get(keyOf({ type: 'TXT', relative: at }));
  const texts = there ? targetsOf('TXT', there, zone.visibility) : [];
  const isText = texts.every((text) => readTxt(text, cipher));
  const isAskedFor = other?.verdict.act === 'Write' || (other?.verdict.act === 'Keep' && !isText);
  const isFree = there === undefined || isOurs(there, clusterId) || isLeft;
  if (isAskedFor || !isFree) return refused(sources, host, name, 'has another text already');
  const text = writeTxt(dns.txt.ownerId || clusterId, sources[0], cipher, texts[0]);
  const ttl = verdict.act === 'Write' ? verdict.ttl : (ttlIn(observed) ?? dns.ttl);
  const since = verdict.act === 'Write' ? verdict.since : '';
  const content = { targets: [text], ttl, sources, since, host: name, alias: false, metadata: {} };
  return { zone, type: 'TXT', relative: at, verdict: { act: 'Write', ...content }, observed: there };
}

const LONGEST_LABEL = 63;

function isWritable(relative: string): boolean {
  const labels = relative.split('.');
  return labels.every(
    (label, index) => label.length <= LONGEST_LABEL && (!label.includes('*') || (index === 0 && label === '*')),
  );
}

function refused(
  sources: readonly SourceRef[],
  host: string,
  name: string,
  why: string,
): { problems: readonly Problem[] } {
  const message =
    `${host} is ours by its metadata alone: ${name}, where external-dns would look for its owner, ${why}. ` +
    'spec.dns.txt says how these names are made.';
  return { problems: sources.map((object) => warning({ object, key: 'host', reason: 'Unsupported' }, host, message)) };
}
