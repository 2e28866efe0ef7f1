// Which TXT records of external-dns' kind stand beside the record sets?
//
//   settings                    beside a record set of ours                   TXT
//   ownership: MetadataAndTXT   none, or ours, or of an owner taken over      as external-dns would write it, marked as ours
//                               somebody else's, of the owner that we write   left alone: it says what we would
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

/** Undefined where nothing is to be written: the record set stays as it is, or who owns it is said there already. */
function besideOne(
  decision: Decision,
  all: ReadonlyMap<string, Decision>,
  { zone, view, reader, settings, cipher }: Surroundings,
): Decision | { readonly problems: readonly Problem[] } | undefined {
  const { verdict, type, relative } = decision;
  if (verdict.act !== 'Write' && verdict.act !== 'Adopt') return undefined;
  const sources = verdict.sources;
  if (sources[0] === undefined) return undefined;
  const { dns, clusterId } = settings;
  const host = hostAt(relative, zone);
  const name = txtName(host, type, dns.txt);
  const at = relativeTo(name, zone);
  if (at === undefined || !isWritable(at)) return refused(sources, host, name, 'is no name that the zone takes');
  const there = view.names.get(at)?.get('TXT');
  const texts = there ? targetsOf('TXT', there, zone.visibility) : [];
  const owners = texts.map((text) => readTxt(text, cipher)?.owner);
  const other = all.get(keyOf({ type: 'TXT', relative: at }))?.verdict.act;
  const isAskedFor = other === 'Write' || (other === 'Keep' && owners.includes(undefined));
  const isLeft = reader.leftBeside(relative, type).some(({ resource }) => resource === there);
  const isFree = there === undefined || isOurs(there, clusterId) || isLeft;
  const owner = dns.txt.ownerId || clusterId;
  if (!isAskedFor && !isFree && owners.length === 1 && owners[0] === owner) return undefined;
  if (isAskedFor || !isFree) return refused(sources, host, name, 'has another text already');
  const text = writeTxt(owner, sources[0], cipher, texts[0]);
  const content = { targets: [text], ...agesAs(decision, dns.ttl), sources, host: name, alias: false, metadata: {} };
  return { zone, type: 'TXT', relative: at, verdict: { act: 'Write', ...content }, observed: there };
}

/** What it has in common with its record set. */
function agesAs({ verdict, observed }: Decision, usual: number): { readonly ttl: number; readonly since: string } {
  if (verdict.act === 'Write') return { ttl: verdict.ttl, since: verdict.since };
  return { ttl: ttlIn(observed) ?? usual, since: '' };
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
