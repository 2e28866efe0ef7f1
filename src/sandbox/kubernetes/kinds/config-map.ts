// What does the API server do with a ConfigMap?
import { objectAt } from '../../json.js';
import type { KindRules } from '../kind.js';
import { AGE, column } from './columns.js';
import { validateConfigMap } from './data-checks.js';

export const CONFIG_MAP_RULES: KindRules = {
  validate: validateConfigMap,
  hasGeneration: false,
  columns: [
    column(
      'Data',
      (map) => Object.keys(objectAt(map, 'data')).length + Object.keys(objectAt(map, 'binaryData')).length,
    ),
    AGE,
  ],
};
