// Which IP families does a Service have? As it says, as its addresses say, or as the cluster has them: dual stack here.
// https://kubernetes.io/docs/concepts/services-networking/dual-stack/#services
import type { JsonObject } from '../../json.js';
import { objectAt, stringAt, stringsAt } from '../../json.js';
import type { FieldError } from '../api-error.js';
import { invalidValue } from './field-errors.js';
import { isSame } from './service-carry-over.js';
import { checkClusterIps } from './service-cluster-ip-checks.js';
import { FAMILIES, familyOf, type Family } from './service-ranges.js';

/** Fills `ipFamilies` and `ipFamilyPolicy`; what is returned ends the write. */
export function fillFamilies(spec: JsonObject, old: JsonObject | undefined): readonly FieldError[] {
  if (spec.type === 'ExternalName') return [];
  const isSelectorless = spec.clusterIP === 'None' && Object.keys(objectAt(spec, 'selector')).length === 0;
  spec.ipFamilyPolicy ??= old?.ipFamilyPolicy ?? (isSelectorless ? 'RequireDualStack' : 'SingleStack');
  const wrong = checkClusterIps(spec, old);
  if (wrong.length > 0) return wrong;
  if (old) shrink(spec, old);
  const clashes = [...(old ? checkReleases(spec, old) : []), ...checkSingleStack(spec)];
  if (clashes.length > 0) return clashes;
  spec.ipFamilies = withMissing(spec);
  return [];
}

function withMissing(spec: JsonObject): Family[] {
  const families = stringsAt(spec, 'ipFamilies') as Family[];
  const ofAddresses = stringsAt(spec, 'clusterIPs').filter((address) => address !== 'None' && address !== '');
  families.push(...ofAddresses.slice(families.length).map(familyOf));
  if (families.length === 0) families.push(FAMILIES[0]!);
  if (spec.ipFamilyPolicy !== 'SingleStack' && families.length === 1) {
    families.push(...FAMILIES.filter((family) => family !== families[0]));
  }
  return families;
}

/** Back to one family: the second address and family go, unless they were just written. */
function shrink(spec: JsonObject, old: JsonObject): void {
  if (spec.ipFamilyPolicy !== 'SingleStack') return;
  for (const key of ['clusterIPs', 'ipFamilies']) {
    if (isSame(spec, old, key) && stringsAt(spec, key).length > 1) spec[key] = stringsAt(spec, key).slice(0, 1);
  }
}

function checkReleases(spec: JsonObject, old: JsonObject): FieldError[] {
  if (spec.ipFamilyPolicy === 'SingleStack') return [];
  const isReduced = (key: string): boolean => {
    const now = stringsAt(spec, key);
    const before = stringsAt(old, key);
    return now.length > 0 && now.length < before.length && now.every((one, index) => one === before[index]);
  };
  const names = { clusterIPs: 'cluster IP', ipFamilies: 'IP family' };
  return Object.entries(names)
    .filter(([key]) => isReduced(key))
    .map(([, name]) => policyError(spec, `must be 'SingleStack' to release the secondary ${name}`));
}

function checkSingleStack(spec: JsonObject): FieldError[] {
  if (spec.ipFamilyPolicy !== 'SingleStack') return [];
  const names = { clusterIPs: 'cluster IPs', ipFamilies: 'IP families' };
  return Object.entries(names)
    .filter(([key]) => stringsAt(spec, key).length === 2)
    .map(([, name]) =>
      policyError(spec, `must be 'RequireDualStack' or 'PreferDualStack' when multiple ${name} are specified`),
    );
}

function policyError(spec: JsonObject, detail: string): FieldError {
  return invalidValue('spec.ipFamilyPolicy', stringAt(spec, 'ipFamilyPolicy'), detail);
}
