// What does the API server do with an Event? Both groups have one store: what they call differently is converted.
// https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/
import type { JsonObject } from '../../json.js';
import { isObject, numberAt, stringAt } from '../../json.js';
import type { KindRules } from '../kind.js';
import { age } from './age.js';
import { column, nameOf, textOr, wideColumn } from './columns.js';

export const EVENT_RULES: KindRules = {
  hasGeneration: false,
  columns: [
    column('Last Seen', lastSeen),
    column('Type', (event) => stringAt(event, 'type') ?? ''),
    column('Reason', (event) => stringAt(event, 'reason') ?? ''),
    column('Object', objectText),
    wideColumn('Subobject', (event) => stringAt(regarding(event), 'fieldPath') ?? ''),
    wideColumn('Source', sourceText),
    column('Message', (event) => (stringAt(event, 'message') ?? stringAt(event, 'note') ?? '').trim()),
    wideColumn('First Seen', (event, now) => age(firstTime(event), now)),
    wideColumn('Count', (event) => countOf(event)),
    column('Name', nameOf, { priority: 1, format: 'name' }),
  ],
};

/** The names of the core group, and those of events.k8s.io. */
const NAMES = [
  ['involvedObject', 'regarding'],
  ['message', 'note'],
  ['source', 'deprecatedSource'],
  ['firstTimestamp', 'deprecatedFirstTimestamp'],
  ['lastTimestamp', 'deprecatedLastTimestamp'],
  ['count', 'deprecatedCount'],
  ['reportingComponent', 'reportingController'],
] as const;

/** From the core group's shape, which is what is stored. */
export function toNewEvent(event: JsonObject): JsonObject {
  return { ...renamed(event, new Map(NAMES)), apiVersion: 'events.k8s.io/v1' };
}

export function fromNewEvent(event: JsonObject): JsonObject {
  return { ...renamed(event, new Map(NAMES.map(([old, young]) => [young, old]))), apiVersion: 'v1' };
}

function renamed(event: JsonObject, names: ReadonlyMap<string, string>): JsonObject {
  return Object.fromEntries(Object.entries(event).map(([key, value]) => [names.get(key) ?? key, value]));
}

// Tables show both shapes.
const either = (event: JsonObject, old: string, young: string): JsonObject[string] => event[old] ?? event[young];
const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

function regarding(event: JsonObject): JsonObject {
  const found = either(event, 'involvedObject', 'regarding');
  return isObject(found) ? found : {};
}

function firstTime(event: JsonObject): string | undefined {
  return textOf(either(event, 'firstTimestamp', 'deprecatedFirstTimestamp')) ?? textOf(event.eventTime);
}

function lastSeen(event: JsonObject, now: number): string {
  const { series } = event;
  if (isObject(series)) return age(stringAt(series, 'lastObservedTime'), now);
  return age(textOf(either(event, 'lastTimestamp', 'deprecatedLastTimestamp')) ?? firstTime(event), now);
}

function countOf(event: JsonObject): number {
  const { series } = event;
  if (isObject(series)) return numberAt(series, 'count') ?? 0;
  return Number(either(event, 'count', 'deprecatedCount') ?? 0) || 1;
}

function objectText(event: JsonObject): string {
  const kind = (stringAt(regarding(event), 'kind') ?? '').toLowerCase();
  const name = stringAt(regarding(event), 'name');
  return name ? `${kind}/${name}` : kind;
}

function sourceText(event: JsonObject): string {
  const source = either(event, 'source', 'deprecatedSource');
  const reporter = textOf(either(event, 'reportingComponent', 'reportingController')) ?? '';
  const component = textOr(stringAt(source, 'component'), reporter);
  const host = textOr(stringAt(source, 'host'), stringAt(event, 'reportingInstance') ?? '');
  return host === '' ? component : `${component}, ${host}`;
}
