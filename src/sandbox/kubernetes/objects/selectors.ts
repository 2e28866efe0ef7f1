// Which objects of a list are meant? Label and field selectors as a query spells them.
// https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
import type { Json, JsonObject } from '../../json.js';
import { isObject, objectAt, textAt } from '../../json.js';
import { badRequest } from '../api-error.js';
import type { Kind } from '../kind.js';

export type Selects = (object: JsonObject) => boolean;

const KEY = String.raw`[A-Za-z0-9](?:[-A-Za-z0-9_./]*[A-Za-z0-9])?`;
const IN_SET = new RegExp(`^(${KEY})\\s+(in|notin)\\s*\\(([^()]*)\\)$`);
const EQUAL = new RegExp(`^(${KEY})\\s*(==|=|!=)\\s*([-A-Za-z0-9_.]*)$`);
const ORDER = new RegExp(`^(${KEY})\\s*(>|<)\\s*(-?\\d+)$`);
const EXISTS = new RegExp(`^(!?)\\s*(${KEY})$`);

/** Throws 400 for a selector that can't be read. */
export function labelSelector(text: string): Selects {
  const terms = splitTerms(text).map((term) => labelTerm(term, text));
  return (object) => {
    const labels = objectAt(object['metadata'], 'labels');
    return terms.every((term) => term(labels));
  };
}

function labelTerm(term: string, whole: string): (labels: JsonObject) => boolean {
  const inSet = IN_SET.exec(term);
  if (inSet) {
    const [, key, operator, list] = inSet as unknown as [string, string, string, string];
    const values = new Set(list.split(',').map((value) => value.trim()));
    const isIn = (labels: JsonObject): boolean => labels[key] !== undefined && values.has(textAt(labels, key));
    return operator === 'in' ? isIn : (labels) => !isIn(labels);
  }
  const equal = EQUAL.exec(term);
  if (equal) {
    const [, key, operator, value] = equal as unknown as [string, string, string, string];
    return operator === '!=' ? (labels) => labels[key] !== value : (labels) => labels[key] === value;
  }
  const order = ORDER.exec(term);
  if (order) {
    const [, key, operator, bound] = order as unknown as [string, string, string, string];
    return (labels) => {
      const value = labels[key] === undefined ? Number.NaN : Number(labels[key]);
      return operator === '>' ? value > Number(bound) : value < Number(bound);
    };
  }
  const exists = EXISTS.exec(term);
  if (exists) {
    const [, not, key] = exists as unknown as [string, string, string];
    return (labels) => (labels[key] !== undefined) === (not === '');
  }
  throw badRequest(`unable to parse requirement: ${whyNot(term) ?? JSON.stringify(whole)}`);
}

function whyNot(term: string): string | undefined {
  if (/^\S+\s+(in|notin)\s*\([^)]*$/.test(term)) return "found '', expected: ',' or ')'";
  return /===/.test(term) ? "found '=', expected: identifier" : undefined;
}

/** Fields that any kind can be selected by, and those of a few kinds; a value is compared as text. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  '': ['metadata.name', 'metadata.namespace'],
  pods: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.nominatedNodeName',
  ],
  services: ['spec.clusterIP', 'spec.type'],
  nodes: ['spec.unschedulable'],
  namespaces: ['status.phase'],
  secrets: ['type'],
  events: [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  replicasets: ['status.replicas'],
};
const UNSET: Readonly<Record<string, string>> = { 'spec.unschedulable': 'false', 'spec.hostNetwork': 'false' };

/** Throws 400 for a field that the kind can't be selected by. */
export function fieldSelector(text: string, { plural }: Pick<Kind, 'plural'>): Selects {
  const allowed = [...FIELDS['']!, ...(FIELDS[plural] ?? [])];
  const terms = splitTerms(text).map((term) => {
    const match = /^([^=!]+?)(==|=|!=)(.*)$/.exec(term);
    if (!match) throw badRequest(`invalid selector: '${text}'; can't understand '${term}'`);
    const [, field, operator, value] = match as unknown as [string, string, string, string];
    if (!allowed.includes(stored(field))) {
      // Kinds with fields of their own are refused in other words than those without.
      const isPlain = FIELDS[plural] === undefined;
      const all = FIELDS['']!.map((one) => JSON.stringify(one)).join(', ');
      throw badRequest(
        isPlain
          ? `${JSON.stringify(field)} is not a known field selector: only ${all}`
          : `field label not supported: ${field}`,
      );
    }
    const path = field === 'source' ? 'source.component' : stored(field);
    const isEqual = (object: JsonObject): boolean => textUnder(object, path.split('.'), UNSET[field] ?? '') === value;
    return operator === '!=' ? (object: JsonObject) => !isEqual(object) : isEqual;
  });
  return (object) => terms.every((term) => term(object));
}

/** An Event of the newer group is kept as one of the older. */
function stored(field: string): string {
  return field.replace(/^regarding\./, 'involvedObject.').replace(/^reportingController$/, 'reportingComponent');
}

function textUnder(object: JsonObject, path: readonly string[], unset: string): string {
  const parent = path.slice(0, -1).reduce<Json | undefined>((at, key) => (isObject(at) ? at[key] : undefined), object);
  return textAt(parent, path.at(-1)!) || unset;
}

/** Commas between terms, but not those within `in (a, b)`. */
function splitTerms(text: string): readonly string[] {
  return text
    .split(/,(?![^(]*\))/)
    .map((term) => term.trim())
    .filter((term) => term !== '');
}
