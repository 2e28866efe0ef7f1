// What does the API server do with a Secret? What comes as text is kept in base64.
import { isObject, objectAt, stringAt } from '../../json.js';
import type { KindRules } from '../kind.js';
import { AGE, column } from './columns.js';

export const SECRET_RULES: KindRules = {
  fillDefaults: (draft) => {
    draft.type ||= 'Opaque';
    const { stringData } = draft;
    if (!isObject(stringData)) return;
    const encoded = Object.entries(stringData).map(([key, text]) => [
      key,
      Buffer.from(typeof text === 'string' ? text : '').toString('base64'),
    ]);
    if (encoded.length > 0) draft.data = { ...objectAt(draft, 'data'), ...Object.fromEntries(encoded) };
    delete draft.stringData;
  },
  hasGeneration: false,
  columns: [
    column('Type', (secret) => stringAt(secret, 'type') ?? ''),
    column('Data', (secret) => Object.keys(objectAt(secret, 'data')).length),
    AGE,
  ],
};
