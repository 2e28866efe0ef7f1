// What does the API server do with an IngressClass?
import type { JsonObject } from '../../json.js';
import { isObject, objectAt, stringAt } from '../../json.js';
import type { KindRules } from '../kind.js';
import { AGE, column, nameOf } from './columns.js';

const DEFAULT = 'ingressclass.kubernetes.io/is-default-class';

export const INGRESS_CLASS_RULES: KindRules = {
  fillDefaults: (draft) => {
    const { parameters } = objectAt(draft, 'spec');
    if (isObject(parameters)) parameters.scope ??= 'Cluster';
  },
  columns: [
    column('Name', nameText, { format: 'name' }),
    column('Controller', (one) => stringAt(objectAt(one, 'spec'), 'controller') ?? ''),
    column('Parameters', parametersText),
    AGE,
  ],
};

function nameText(ingressClass: JsonObject): string {
  const annotations = objectAt(objectAt(ingressClass, 'metadata'), 'annotations');
  return annotations[DEFAULT] === 'true' ? `${nameOf(ingressClass)} (default)` : nameOf(ingressClass);
}

function parametersText(ingressClass: JsonObject): string {
  const { parameters } = objectAt(ingressClass, 'spec');
  if (!isObject(parameters)) return '<none>';
  const group = stringAt(parameters, 'apiGroup');
  const kind = stringAt(parameters, 'kind') ?? '';
  return `${group === undefined ? kind : `${kind}.${group}`}/${stringAt(parameters, 'name') ?? ''}`;
}
