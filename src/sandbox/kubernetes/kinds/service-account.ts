// What does the API server do with a ServiceAccount? It keeps it; who it is shows at requests.
import type { KindRules } from '../kind.js';
import { AGE } from './columns.js';

export const SERVICE_ACCOUNT_RULES: KindRules = { hasGeneration: false, columns: [AGE] };
