// What does the API server do with an IngressClass?
import type { JsonObject } from '../../json.js';
import { isObject, objectAt, stringAt } from '../../json.js';
import type { KindRules } from '../kind.js';
import type { FieldError } from '../api-error.js';
import { AGE, column, nameOf } from './columns.js';
import { invalidValue, required } from './field-errors.js';
import { dnsSubdomainProblems } from './names.js';

const DEFAULT = 'ingressclass.kubernetes.io/is-default-class';

export const INGRESS_CLASS_RULES: KindRules = {
  fillDefaults: (draft) => {
    const { parameters } = objectAt(draft, 'spec');
    if (isObject(parameters)) parameters.scope ??= 'Cluster';
  },
  validate: checkController,
  columns: [
    column('Name', nameText, { format: 'name' }),
    column('Controller', (one) => stringAt(objectAt(one, 'spec'), 'controller') ?? ''),
    column('Parameters', parametersText),
    AGE,
  ],
};

const PREFIXED = 'must be a domain-prefixed path (such as "acme.io/foo")';

function checkController(ingressClass: JsonObject, before: JsonObject | undefined): readonly FieldError[] {
  const field = 'spec.controller';
  const controller = stringAt(objectAt(ingressClass, 'spec'), 'controller') ?? '';
  const was = before && (stringAt(objectAt(before, 'spec'), 'controller') ?? '');
  const changed =
    was === undefined || was === controller ? [] : [invalidValue(field, controller, 'field is immutable')];
  if (controller === '') return [...changed, required(field)];
  const [host = '', ...path] = controller.split('/');
  if (host === '' || path.join('/') === '') return [...changed, invalidValue(field, controller, PREFIXED)];
  return [...changed, ...dnsSubdomainProblems(host).map((problem) => invalidValue(field, host, problem))];
}

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
