// What does the API server do with a Service? It fills in, gives it addresses and node ports, and refuses what can't be.
import type { JsonObject } from '../../json.js';
import { objectAt } from '../../json.js';
import { invalid } from '../api-error.js';
import type { ClusterView, KindRules } from '../kind.js';
import { nameOf } from './columns.js';
import { dnsLabelProblems } from './names.js';
import { allocate, SERVICE } from './service-allocation.js';
import { alignClusterIps, dropWhatTypeEnds, keepAllocated } from './service-carry-over.js';
import { validateService } from './service-checks.js';
import { SERVICE_COLUMNS } from './service-columns.js';
import { fillServiceDefaults } from './service-defaults.js';
import { fillFamilies } from './service-families.js';
import { warnOfService } from './service-warnings.js';

export const SERVICE_RULES: KindRules = {
  fillDefaults: fillServiceDefaults,
  prepare: prepareService,
  validate: validateService,
  validateName: dnsLabelProblems,
  hasGeneration: false,
  warnings: warnOfService,
  columns: SERVICE_COLUMNS,
};

function prepareService(draft: JsonObject, before: JsonObject | undefined, cluster: ClusterView): void {
  const spec = objectAt(draft, 'spec');
  const old = before && objectAt(before, 'spec');
  if (!before) draft.status = { loadBalancer: {} };
  if (old) keepAllocated(spec, old);
  alignClusterIps(spec, old);
  const wrong = fillFamilies(spec, old);
  if (wrong.length > 0) throw invalid(SERVICE, nameOf(draft), wrong);
  allocate(draft, before, cluster);
  if (!old) return;
  dropWhatTypeEnds(spec, old);
  if (old.type === 'LoadBalancer' && spec.type !== 'LoadBalancer') {
    draft.status = { ...objectAt(draft, 'status'), loadBalancer: {} };
  }
}
