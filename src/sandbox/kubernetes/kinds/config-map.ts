// What does the API server do with a ConfigMap?
import { objectAt } from '../../json.js';
import type { KindRules } from '../kind.js';
import { AGE, column } from './columns.js';

export const CONFIG_MAP_RULES: KindRules = {
  hasGeneration: false,
  columns: [
    column(
      'Data',
      (map) => Object.keys(objectAt(map, 'data')).length + Object.keys(objectAt(map, 'binaryData')).length,
    ),
    AGE,
  ],
};
