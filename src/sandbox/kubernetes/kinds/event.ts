// What does the API server do with an Event? Both groups have one store: what they call differently is converted.
// https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/
import type { JsonObject } from '../../json.js';
import { copy, isObject, numberAt, stringAt } from '../../json.js';
import type { KindRules } from '../kind.js';
import { age } from './age.js';
import { validateEvent } from './event-checks.js';
import { column, nameOf, textOr, wideColumn } from './columns.js';

/** What both shapes write even where it says nothing. */
const ALWAYS: JsonObject = { eventTime: null };
const ALWAYS_OLD: JsonObject = {
  ...ALWAYS,
  firstTimestamp: null,
  lastTimestamp: null,
  involvedObject: {},
  source: {},
  reportingComponent: '',
  reportingInstance: '',
};
const ALWAYS_NEW: JsonObject = {
  ...ALWAYS,
  deprecatedFirstTimestamp: null,
  deprecatedLastTimestamp: null,
  regarding: {},
  deprecatedSource: {},
};

export const EVENT_RULES: KindRules = {
  fillDefaults: (draft) => {
    const always = draft.apiVersion === 'v1' ? ALWAYS_OLD : ALWAYS_NEW;
    for (const [key, value] of Object.entries(always)) draft[key] ??= copy(value);
  },
  validate: validateEvent,
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
  const young: JsonObject = { ...renamed(event, new Map(NAMES)), apiVersion: 'events.k8s.io/v1' };
  for (const key of ['reportingController', 'reportingInstance'] as const) if (young[key] === '') delete young[key];
  return young;
}

export function fromNewEvent(event: JsonObject): JsonObject {
  const old = { ...renamed(event, new Map(NAMES.map(([old, young]) => [young, old]))), apiVersion: 'v1' };
  return { reportingComponent: '', reportingInstance: '', ...old };
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
