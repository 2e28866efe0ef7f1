// Which TXT records of external-dns' kind stand beside the record sets?
//
//   settings                    beside a record set of ours                   TXT
//   ownership: MetadataAndTXT   none, or ours, or of an owner taken over      as external-dns would write it, marked as ours
//                               somebody else's, of the owner that we write   left alone: it says what we would
//                               anybody else's text, or a name that can't     left alone; a Warning: external-dns won't know
//                               be written                                    whose the record set is
//                               ours, sealed with a key that we don't have    left alone; a Warning
//   adopt.removeTXT             of an owner taken over, once the record       goes
//                               set has our mark
import type { Settings, Zone } from '../../settings.js';
import type { Problem } from '../../values/problem.js';
import { warning } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import type { ArmResource } from '../arm-resource.js';
import { markedSources } from '../ownership.js';
import { metadataOf, targetsOf, ttlIn } from './arm.js';
import type { Decision } from './decision.js';
import type { TxtCipher } from './txt-registry.js';
import { isSealed, readTxt, txtName, writeTxt } from './txt-registry.js';
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
    const beside = isWritten ? besideOne(decision, result, around) : NOTHING;
    if (beside.decision) result.set(keyOf(beside.decision), beside.decision);
    problems.push(...beside.problems);
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

interface BesideOne {
  /** None: the record set stays as it is, or who owns it is said there already. */
  readonly decision?: Decision;
  readonly problems: readonly Problem[];
}

const NOTHING: BesideOne = { problems: [] };

function besideOne(decision: Decision, all: ReadonlyMap<string, Decision>, around: Surroundings): BesideOne {
  const { verdict, type, relative } = decision;
  if (verdict.act === 'Remove') return NOTHING;
  const { zone, view, settings, cipher } = around;
  const host = hostAt(relative, zone);
  const name = txtName(host, type, settings.dns.txt);
  const at = relativeTo(name, zone);
  const there = at === undefined ? undefined : view.names.get(at)?.get('TXT');
  if (verdict.act === 'Keep' || verdict.act === 'Fade') return leftAsIs(there, all, around);
  const { sources } = verdict;
  const [first] = sources;
  if (first === undefined) return NOTHING;
  if (at === undefined || !isWritable(at)) return refused(sources, host, name, 'is no name that the zone takes');
  const texts = there ? targetsOf('TXT', there, zone.visibility) : [];
  if (isOurs(there, settings.clusterId) && texts.some((text) => isSealed(text, cipher)))
    return { ...leftAsIs(there, all, around), ...refused(sources, host, name, cantBeOpened(cipher)) };
  const occupant = occupantAt({ at, there, texts }, decision, all, around);
  if (occupant === 'Same') return NOTHING;
  if (occupant === 'Other') return refused(sources, host, name, 'has another text already');
  const text = writeTxt(ownerOf(settings), first, cipher, texts[0]);
  const ages = agesAs(decision, settings.dns.ttl);
  const content = { targets: [text], ...ages, sources, host: name, alias: false, metadata: {} };
  const write: Decision['verdict'] = { act: 'Write', ...content };
  return { decision: { zone, type: 'TXT', relative: at, verdict: write, observed: there }, problems: [] };
}

/** A text of ours beside what stays: it would go otherwise, for nobody asks for it. */
function leftAsIs(
  there: ArmResource | undefined,
  all: ReadonlyMap<string, Decision>,
  { settings }: Surroundings,
): BesideOne {
  const decision = there && all.get(keyOf({ type: 'TXT', relative: there.name }));
  const isToGo = decision?.verdict.act === 'Remove' && isOurs(there, settings.clusterId);
  return isToGo ? { decision: { ...decision, verdict: { act: 'Keep' } }, problems: [] } : NOTHING;
}

function ownerOf({ dns, clusterId }: Settings): string {
  return dns.txt.ownerId || clusterId;
}

interface TxtPlace {
  readonly at: string;
  readonly there: ArmResource | undefined;
  readonly texts: readonly string[];
}

/** `Same`: it says what we would. */
function occupantAt(
  { at, there, texts }: TxtPlace,
  { relative, type }: Decision,
  all: ReadonlyMap<string, Decision>,
  { reader, settings, cipher }: Surroundings,
): 'Nobody' | 'Same' | 'Other' {
  const owners = texts.map((text) => readTxt(text, cipher)?.owner);
  const other = all.get(keyOf({ type: 'TXT', relative: at }))?.verdict.act;
  if (other === 'Write' || (other === 'Keep' && owners.includes(undefined))) return 'Other';
  const isLeft = reader.leftBeside(relative, type).some(({ resource }) => resource === there);
  if (there === undefined || isOurs(there, settings.clusterId) || isLeft) return 'Nobody';
  return owners.length === 1 && owners[0] === ownerOf(settings) ? 'Same' : 'Other';
}

function cantBeOpened(cipher: TxtCipher | undefined): string {
  const without = cipher ? 'with the key of --txt-encryption-key' : 'without --txt-encryption-key';
  return `has a sealed text that can't be opened ${without}, and is left as it is`;
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
