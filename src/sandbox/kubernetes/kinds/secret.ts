// What does the API server do with a Secret? What comes as text is kept in base64.
import type { JsonObject } from '../../json.js';
import { isObject, objectAt, stringAt } from '../../json.js';
import type { KindRules } from '../kind.js';
import { AGE, column } from './columns.js';
import { validateSecret } from './data-checks.js';

export const SECRET_RULES: KindRules = {
  fillDefaults: (draft) => {
    draft.type ||= 'Opaque';
    const { stringData } = draft;
    if (!isObject(stringData)) return;
    const data = objectAt(draft, 'data');
    for (const key of Object.keys(stringData)) {
      data[key] = Buffer.from(stringAt(stringData, key) ?? '').toString('base64');
    }
    if (Object.keys(data).length > 0) draft.data = data;
    delete draft.stringData;
  },
  validate: validateSecret,
  hasGeneration: false,
  warnings: warnOfTls,
  columns: [
    column('Type', (secret) => stringAt(secret, 'type') ?? ''),
    column('Data', (secret) => Object.keys(objectAt(secret, 'data')).length),
    AGE,
  ],
};

/** A pair that is no PEM at all; whether key and certificate belong together isn't looked at. */
function warnOfTls(secret: JsonObject): readonly string[] {
  if (secret.type !== 'kubernetes.io/tls') return [];
  const isPem = (key: string): boolean =>
    Buffer.from(stringAt(objectAt(secret, 'data'), key) ?? '', 'base64').includes('-----BEGIN ');
  if (!isPem('tls.crt')) return ['tls: failed to find any PEM data in certificate input'];
  return isPem('tls.key') ? [] : ['tls: failed to find any PEM data in key input'];
}
