// What is said of the names that an object asks for? One finding over all of them. A Service shows it as a condition; the
// status of the other sources is somebody else's, so `plan` shows what the condition would be, and the cluster gets
// events: one for each reason when it comes up, and one when the names are there.
//
//   some name, or the object     reason         status
//   is AzureError                AzureError     False
//   is Withheld                  Withheld       False
//   the object is held           Held           as it was
//   is Pending                   Pending        False
//   is Refused                   NotAccepted    False
//   all are Programmed           Programmed     True
import type { Condition } from '../cluster/cluster-state.js';
import type { NamesExposure } from '../exposure.js';
import { countOf } from '../values/count-of.js';
import type { SourceRef } from '../values/source-ref.js';
import type { Finding } from './conditions.js';
import { NAMES_PROGRAMMED } from './conditions.js';
import { event } from './events.js';
import type { Facts } from './facts.js';
import type { NameResult, NameState } from './name-results.js';
import { nameResults } from './name-results.js';
import type { EventPublication } from './publication.js';
import type { ReportInput } from './report-input.js';

export interface NamesFinding {
  readonly finding: Finding;
  readonly results: readonly NameResult[];
  /** It is held, and nothing is wrong with it: what it lacks is somebody else's to give. */
  readonly isWaiting: boolean;
}

export function findNames(
  exposure: NamesExposure,
  existing: readonly Condition[],
  facts: Facts,
  input: ReportInput,
): NamesFinding {
  const results = nameResults(exposure, facts, input);
  const finding = { type: NAMES_PROGRAMMED, ...found(exposure, results, existing, facts) };
  const isWrong = (): boolean => facts.problemsOf(exposure.source).some(({ severity }) => severity === 'Error');
  return { results, finding, isWaiting: finding.reason === 'Held' && !isWrong() };
}

function found(
  { source, standing }: NamesExposure,
  results: readonly NameResult[],
  existing: readonly Condition[],
  { names: facts, problemsOf }: Facts,
): Omit<Finding, 'type'> {
  const of = (state: NameState): readonly NameResult[] => results.filter((one) => one.state === state);
  const failed = of('AzureError');
  if (failed.length > 0) return { status: 'False', reason: 'AzureError', message: sayNot(failed, results) };
  // Of what it had before, and no longer asks for.
  const failure = facts.failureOf(source);
  if (failure)
    return { status: 'False', reason: 'AzureError', message: `${failure.code}: ${failure.message} (${failure.id})` };
  const withheld = of('Withheld');
  const kept = facts.withheldOf(source);
  if (withheld.length > 0) return { status: 'False', reason: 'Withheld', message: sayNot(withheld, results) };
  if (kept) return { status: 'False', reason: 'Withheld', message: kept.message };
  const held = standing === 'Held' ? facts.heldOf(source) : undefined;
  if (held) {
    const before = existing.find(({ type }) => type === NAMES_PROGRAMMED)?.status ?? 'False';
    return { status: before, reason: 'Held', message: `${held.message} What it already has in Azure stays as it is.` };
  }
  const pending = of('Pending');
  if (pending.length > 0) return { status: 'False', reason: 'Pending', message: sayNot(pending, results) };
  if (facts.isUnfinished(source))
    return { status: 'False', reason: 'Pending', message: 'Azure is being brought in step with it.' };
  const refused = of('Refused');
  if (refused.length > 0) return { status: 'False', reason: 'NotAccepted', message: sayNot(refused, results) };
  const error = problemsOf(source).find(({ severity }) => severity === 'Error');
  if (results.length === 0 && error) return { status: 'False', reason: 'NotAccepted', message: error.message };
  return { status: 'True', reason: 'Programmed', message: answer(results) };
}

const MOST_SHOWN = 5;

function answer(results: readonly NameResult[]): string {
  const hosts = hostsOf(results);
  return hosts.length === 0 ? 'It asks for no names.' : `${listed(hosts)} answer${hosts.length === 1 ? 's' : ''}.`;
}

/** `2 of 300 names aren't there yet. a.example.com, b.example.com: It is to be written.` */
function sayNot(some: readonly NameResult[], all: readonly NameResult[]): string {
  const hosts = hostsOf(some);
  const total = hostsOf(all).length;
  const groups = [...Map.groupBy(some, ({ message }) => message)];
  const parts = groups.slice(0, MOST_SHOWN).map(([message, members]) => {
    const named = hostsOf(members);
    return named.length === 1 && message.includes(named[0]!) ? message : `${listed(named)}: ${message}`;
  });
  const rest = groups.length - parts.length;
  const more = rest > 0 ? [`The same kind of thing is so of ${rest} more.`] : [];
  const head =
    total === 1
      ? []
      : [`${hosts.length} of ${countOf(total, 'name')} ${hosts.length === 1 ? "isn't" : "aren't"} there.`];
  return [...head, ...parts, ...more].join(' ');
}

function listed(hosts: readonly string[]): string {
  const more = hosts.length - MOST_SHOWN;
  return hosts.slice(0, MOST_SHOWN).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function hostsOf(results: readonly NameResult[]): readonly string[] {
  return [...new Set(results.map(({ host }) => host))];
}

/** What was said of it last, where it wasn't that all is there. */
export type NamesTold = ReadonlyMap<SourceRef, string>;

/** Numbers and single names left out: as 300 of them are written one by one, nothing new is to be told. */
export function tellingOf({ finding, results, isWaiting }: NamesFinding): string | undefined {
  if (isWaiting) return `Waiting ${finding.message.replace(/\d+/g, '')}`;
  if (finding.status === 'True') return undefined;
  const why = results.find(({ state }) => state === 'AzureError')?.message.split(':')[0] ?? '';
  return `${finding.reason} ${why}`;
}

export function namesEvents(
  object: SourceRef,
  uid: string,
  names: NamesFinding,
  told: NamesTold,
): readonly EventPublication[] {
  const { finding, results, isWaiting } = names;
  const before = told.get(object);
  if (before === tellingOf(names)) return [];
  const { reason, message } = finding;
  if (reason === 'AzureError' || reason === 'Withheld') return [event(object, uid, 'Warning', reason, message)];
  // The condition of a Service says so already.
  if (isWaiting) return object.startsWith('Service/') ? [] : [event(object, uid, 'Normal', 'Waiting', message)];
  const isNews = finding.status === 'True' && results.length > 0;
  return isNews ? [event(object, uid, 'Normal', 'NamesProgrammed', message)] : [];
}
