// How are values checked that many kinds have alike: labels, selectors, names, ports, addresses?
import { isIP, isIPv4, isIPv6 } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import { Address4, Address6 } from 'ip-address';
import type { Json, JsonObject } from '../../json.js';
import { objectAt, objectsAt, stringAt, stringsAt } from '../../json.js';
import type { FieldError } from '../api-error.js';
import { forbiddenField, invalidValue, notSupported, required } from './field-errors.js';
import { labelValueProblems, portNameProblems, portProblems, qualifiedNameProblems } from './names.js';

/** Two values as JSON; the order of keys says nothing. */
export function isEqual(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(plain(one), plain(other));
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null)) as unknown;

export function checkText(
  field: string,
  text: string,
  problems: (text: string) => readonly string[],
): readonly FieldError[] {
  return problems(text).map((problem) => invalidValue(field, text, problem));
}

export function checkOneOf(field: string, value: Json | undefined, allowed: readonly string[]): readonly FieldError[] {
  if (value === undefined || value === '') return [required(field)];
  return typeof value === 'string' && allowed.includes(value) ? [] : [notSupported(field, value, allowed)];
}

export function checkLabels(field: string, labels: JsonObject): readonly FieldError[] {
  return Object.keys(labels)
    .sort()
    .flatMap((key) => [
      ...checkText(field, key, qualifiedNameProblems),
      ...checkText(field, stringAt(labels, key) ?? '', labelValueProblems),
    ]);
}

/** `matchLabels` and `matchExpressions`. */
export function checkSelector(field: string, selector: JsonObject): readonly FieldError[] {
  const expressions = objectsAt(selector, 'matchExpressions').flatMap((expression, index) =>
    checkExpression(`${field}.matchExpressions[${index}]`, expression),
  );
  return [...checkLabels(`${field}.matchLabels`, objectAt(selector, 'matchLabels')), ...expressions];
}

function checkExpression(field: string, expression: JsonObject): readonly FieldError[] {
  const values = stringsAt(expression, 'values');
  const operator = stringAt(expression, 'operator') ?? '';
  const key = checkText(`${field}.key`, stringAt(expression, 'key') ?? '', qualifiedNameProblems);
  return [...checkOperator(field, operator, values.length), ...key];
}

function checkOperator(field: string, operator: string, count: number): readonly FieldError[] {
  switch (operator) {
    case 'In':
    case 'NotIn':
      return count > 0 ? [] : [required(`${field}.values`, "must be specified when `operator` is 'In' or 'NotIn'")];
    case 'Exists':
    case 'DoesNotExist':
      return count === 0
        ? []
        : [forbiddenField(`${field}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")];
    default:
      return [invalidValue(`${field}.operator`, operator, 'not a valid selector operator')];
  }
}

export function selects(selector: JsonObject, labels: JsonObject): boolean {
  const equal = Object.entries(objectAt(selector, 'matchLabels')).every(([key, value]) => labels[key] === value);
  const all = objectsAt(selector, 'matchExpressions').every((expression) => {
    const value = stringAt(labels, stringAt(expression, 'key') ?? '');
    switch (expression.operator) {
      case 'In':
        return value !== undefined && stringsAt(expression, 'values').includes(value);
      case 'NotIn':
        return value === undefined || !stringsAt(expression, 'values').includes(value);
      case 'Exists':
        return value !== undefined;
      default:
        return value === undefined;
    }
  });
  return equal && all;
}

export function isEmptySelector(selector: JsonObject): boolean {
  const { matchLabels, matchExpressions } = selector;
  return (
    Object.keys(matchLabels ?? {}).length === 0 && (!Array.isArray(matchExpressions) || matchExpressions.length === 0)
  );
}

export function checkPort(field: string, port: number): readonly FieldError[] {
  return portProblems(port).map((problem) => invalidValue(field, port, problem));
}

/** A number, or the name of a container's port. */
export function checkPortOrName(field: string, port: Json | undefined): readonly FieldError[] {
  return typeof port === 'string' ? checkText(field, port, portNameProblems) : checkPort(field, Number(port ?? 0));
}

const withoutZeros = (address: string): string => address.replace(/\b0+(?=\d)/g, '');

export function checkAddress(field: string, address: string): readonly FieldError[] {
  if (isIP(address) !== 0 && !address.includes('%')) {
    return isMapped(address) ? [invalidValue(field, address, 'must not be an IPv4-mapped IPv6 address')] : [];
  }
  if (isIPv4(withoutZeros(address))) return [invalidValue(field, address, 'must not have leading 0s')];
  return [invalidValue(field, address, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)')];
}

const isMapped = (address: string): boolean => isIPv6(address) && /^(0*:)*:?ffff:[\d.]+$/i.test(address);

export function checkCidr(field: string, text: string): readonly FieldError[] {
  const refuse = (detail: string): readonly FieldError[] => [invalidValue(field, text, detail)];
  const notOne = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';
  const [address = '', length = '', ...rest] = text.split('/');
  const isNumber = /^\d+$/.test(length) && rest.length === 0 && !address.includes('%');
  const family = isIP(withoutZeros(address)) || isIP(address);
  if (!isNumber || family === 0 || Number(length) > (family === 4 ? 32 : 128)) return refuse(notOne);
  const hasZeros = length !== String(Number(length)) || isIP(address) === 0;
  if (hasZeros) return refuse('must not have leading 0s in IP or prefix length');
  if (isMapped(address)) return refuse('must not have an IPv4-mapped IPv6 address');
  const parsed = family === 4 ? new Address4(text) : new Address6(text);
  const isNetwork = parsed.bigInt() === parsed.startAddress().bigInt();
  return isNetwork ? [] : refuse('must not have bits set beyond the prefix length');
}
