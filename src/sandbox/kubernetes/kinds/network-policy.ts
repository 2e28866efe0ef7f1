// What does the API server do with a NetworkPolicy?
import { isObject, objectAt, objectsAt } from '../../json.js';
import type { KindRules } from '../kind.js';
import { AGE, column, textOr } from './columns.js';
import { validateNetworkPolicy } from './network-policy-checks.js';
import { selectorText } from './selector-text.js';

export const NETWORK_POLICY_RULES: KindRules = {
  fillDefaults: ({ spec }) => {
    if (!isObject(spec)) return;
    const rules = [...objectsAt(spec, 'ingress'), ...objectsAt(spec, 'egress')];
    rules.flatMap((rule) => objectsAt(rule, 'ports')).forEach((port) => (port.protocol ??= 'TCP'));
    if (Array.isArray(spec.policyTypes) && spec.policyTypes.length > 0) return;
    spec.policyTypes = objectsAt(spec, 'egress').length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
  },
  validate: validateNetworkPolicy,
  columns: [
    column('Pod-Selector', (one) => textOr(selectorText(objectAt(objectAt(one, 'spec'), 'podSelector')), '<none>')),
    AGE,
  ],
};
