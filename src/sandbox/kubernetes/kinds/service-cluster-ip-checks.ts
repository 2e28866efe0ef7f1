// Do a Service's addresses, families and policy go together? In the API server's words.
import type { JsonObject } from '../../json.js';
import { stringAt, stringsAt } from '../../json.js';
import type { FieldError } from '../api-error.js';
import { checkAddress } from './checks.js';
import { duplicate, invalidValue, notSupported, required } from './field-errors.js';
import { FAMILIES, familyOf } from './service-ranges.js';

const ADDRESSES = 'spec.clusterIPs';
const POLICIES = ['PreferDualStack', 'RequireDualStack', 'SingleStack'];

/** Addresses that stood there before are never wrong. */
export function checkClusterIps(spec: JsonObject, old: JsonObject | undefined): readonly FieldError[] {
  if (spec.type === 'ExternalName') return [];
  const addresses = stringsAt(spec, 'clusterIPs');
  const known = stringsAt(old, 'clusterIPs');
  const before = [...checkFirst(spec, addresses), ...checkFamilies(spec)];
  const misplaced = addresses[0] === 'None' && addresses.length > 1;
  const wrong = [
    ...(misplaced ? [invalidValue(ADDRESSES, addresses, "'None' must be the first and only value")] : []),
    ...addresses.flatMap((address, index) =>
      (index === 0 && address === 'None') || known.includes(address)
        ? []
        : checkAddress(`${ADDRESSES}[${index}]`, address),
    ),
  ];
  const tooMany = addresses.length > 2 ? [invalidValue(ADDRESSES, addresses, 'may only hold up to 2 values')] : [];
  if (wrong.length > 0) return [...before, ...wrong, ...tooMany];
  return [...before, ...tooMany, ...checkMix(spec, addresses)];
}

function checkFirst(spec: JsonObject, addresses: readonly string[]): FieldError[] {
  const address = stringAt(spec, 'clusterIP') ?? '';
  if (address === '') {
    const detail = 'must be empty when `clusterIP` is not specified';
    return addresses.length > 0 ? [invalidValue(ADDRESSES, [...addresses], detail)] : [];
  }
  if (addresses.length === 0) return [required(ADDRESSES)];
  return addresses[0] === address
    ? []
    : [invalidValue(ADDRESSES, [...addresses], 'first value must match `clusterIP`')];
}

function checkFamilies(spec: JsonObject): FieldError[] {
  const families = stringsAt(spec, 'ipFamilies');
  const wrong = families.flatMap((family, index) => [
    ...(FAMILIES.some((one) => one === family) ? [] : [notSupported(`spec.ipFamilies[${index}]`, family, FAMILIES)]),
    ...(families.indexOf(family) < index ? [duplicate(`spec.ipFamilies[${index}]`, family)] : []),
  ]);
  const policy = stringAt(spec, 'ipFamilyPolicy');
  if (policy === undefined || POLICIES.includes(policy)) return wrong;
  return [...wrong, notSupported('spec.ipFamilyPolicy', policy, POLICIES)];
}

function checkMix(spec: JsonObject, addresses: readonly string[]): FieldError[] {
  const families = stringsAt(spec, 'ipFamilies');
  const isDual = new Set(addresses.map(familyOf)).size === addresses.length;
  const alike =
    addresses.length > 1 && !isDual
      ? [invalidValue(ADDRESSES, [...addresses], 'may specify no more than one IP for each IP family')]
      : [];
  if (addresses[0] === 'None') return alike;
  const other = addresses.flatMap((address, index) => {
    const family = families[index];
    if (family === undefined || !FAMILIES.some((one) => one === family) || familyOf(address) === family) return [];
    const detail = `expected an ${family} value as indicated by \`ipFamilies[${index}]\``;
    return [invalidValue(`${ADDRESSES}[${index}]`, address, detail)];
  });
  return [...alike, ...other];
}
