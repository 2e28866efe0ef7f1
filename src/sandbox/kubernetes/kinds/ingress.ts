// What does the API server do with an Ingress?
import type { JsonObject } from '../../json.js';
import { isObject, objectAt, objectsAt, stringAt } from '../../json.js';
import type { KindRules } from '../kind.js';
import { AGE, column } from './columns.js';
import { validateIngress } from './ingress-checks.js';
import { loadBalancerAddresses } from './service-columns.js';

const specOf = (ingress: JsonObject): JsonObject => objectAt(ingress, 'spec');

const OLD_CLASS =
  'annotation "kubernetes.io/ingress.class" is deprecated, please use \'spec.ingressClassName\' instead';

export const INGRESS_RULES: KindRules = {
  fillDefaults: (draft) => {
    const paths = objectsAt(specOf(draft), 'rules').flatMap((rule) => objectsAt(rule.http, 'paths'));
    const backends = [specOf(draft).defaultBackend, ...paths.map(({ backend }) => backend)];
    for (const backend of backends) {
      // Written even where it says nothing, as the API server does.
      if (isObject(backend) && isObject(backend.resource)) backend.resource.apiGroup ??= null;
    }
  },
  prepare: (draft, before, cluster) => {
    if (before) return;
    draft.status = { loadBalancer: {} };
    fillDefaultClass(draft, cluster.list('ingressclasses.networking.k8s.io'));
  },
  validate: validateIngress,
  warnings: (ingress) => {
    const annotations = objectAt(objectAt(ingress, 'metadata'), 'annotations');
    return annotations[OLD_CLASS_KEY] === undefined ? [] : [OLD_CLASS];
  },
  columns: [
    column('Class', (ingress) => stringAt(specOf(ingress), 'ingressClassName') ?? '<none>'),
    column('Hosts', (ingress) => hostsText(objectsAt(specOf(ingress), 'rules'))),
    column('Address', (ingress) => loadBalancerAddresses(ingress).join(',')),
    column('Ports', (ingress) => (objectsAt(specOf(ingress), 'tls').length > 0 ? '80, 443' : '80')),
    AGE,
  ],
};

const IS_DEFAULT = 'ingressclass.kubernetes.io/is-default-class';
const OLD_CLASS_KEY = 'kubernetes.io/ingress.class';

/** As the API server's admission does: the youngest default class, where the Ingress names none in either way. */
function fillDefaultClass(draft: JsonObject, classes: readonly JsonObject[]): void {
  const annotations = (object: JsonObject): JsonObject => objectAt(objectAt(object, 'metadata'), 'annotations');
  if (specOf(draft).ingressClassName !== undefined || annotations(draft)[OLD_CLASS_KEY] !== undefined) return;
  const born = (one: JsonObject): string => stringAt(objectAt(one, 'metadata'), 'creationTimestamp') ?? '';
  const defaults = classes.filter((one) => annotations(one)[IS_DEFAULT] === 'true');
  const youngest = defaults.toSorted((a, b) => (born(a) < born(b) ? 1 : -1))[0];
  const name = stringAt(youngest?.['metadata'], 'name');
  if (name !== undefined) draft.spec = { ...specOf(draft), ingressClassName: name };
}

const SHOWN_HOSTS = 3;

function hostsText(rules: readonly JsonObject[]): string {
  const hosts = rules.map((rule) => stringAt(rule, 'host') ?? '').filter((host) => host !== '');
  if (hosts.length === 0) return '*';
  const shown = hosts.slice(0, SHOWN_HOSTS);
  const third = rules.findIndex((rule) => stringAt(rule, 'host') === shown[SHOWN_HOSTS - 1]);
  const isCut = shown.length === SHOWN_HOSTS && rules.length > third + 1;
  return isCut ? `${shown.join(',')} + ${rules.length - SHOWN_HOSTS} more...` : shown.join(',');
}
