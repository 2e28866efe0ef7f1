// Which CEL rules does a value break? The same rules that the API server evaluates, on the same values.
import { Environment } from '@marcbachmann/cel-js';
import { Address4, Address6 } from 'ip-address';
import { isArray, isObject } from '../values/json.js';
import type { Rule, Schema } from './schema.js';

export interface Broken {
  readonly path: string;
  readonly value: unknown;
  readonly message: string;
}

// Kubernetes' own functions on ranges (https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-cidr-library). A
// range is held as its canonical text.
const environment = new Environment({ unlistedVariablesAreDyn: true })
  .registerFunction('isCIDR(string): bool', isCidr)
  .registerFunction('cidr(string): string', (text: string) => canonical(text, 'correctForm'))
  .registerFunction('string.masked(): string', (text: string) => canonical(text, 'network'));
const parsed = new Map<string, (context: object) => unknown>();

/** Rules on how a value may change (`oldSelf`) are left to the API server, which alone knows what it was. */
export function brokenRules(schema: Schema, value: unknown, path: string): readonly Broken[] {
  const own = brokenOf(schema['x-kubernetes-validations'] ?? [], value, path);
  return [...own, ...children(schema, value, path)];
}

export function brokenOf(rules: readonly Rule[], self: unknown, path: string): readonly Broken[] {
  return rules
    .filter(({ rule }) => !/\boldSelf\b/.test(rule) && !holds(rule, self))
    .map(({ message, fieldPath = '' }) => ({ path: `${path}${fieldPath}`, value: at(self, fieldPath), message }));
}

function children(schema: Schema, value: unknown, path: string): readonly Broken[] {
  if (schema.items && isArray(value)) {
    return value.flatMap((item, index) => brokenRules(schema.items!, item, `${path}[${index}]`));
  }
  if (!schema.properties || !isObject(value)) return [];
  return Object.entries(schema.properties).flatMap(([key, property]) =>
    value[key] === undefined ? [] : brokenRules(property, value[key], `${path}.${key}`),
  );
}

// The API server refuses an object when a rule can't be evaluated; so do we.
function holds(rule: string, self: unknown): boolean {
  const program = parsed.get(rule) ?? (environment.parse(rule) as (context: object) => unknown);
  parsed.set(rule, program);
  try {
    return program({ self }) === true;
  } catch {
    return false;
  }
}

function at(self: unknown, fieldPath: string): unknown {
  return fieldPath
    .split('.')
    .slice(1)
    .reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), self);
}

// As strict as CEL's: no leading zeros, no zone, no IPv4 inside IPv6 (https://pkg.go.dev/k8s.io/apiserver/pkg/cel/library#CIDR).
function isCidr(text: string): boolean {
  const [address, prefix, ...rest] = text.split('/');
  if (rest.length > 0 || !address || !prefix || !/^(0|[1-9]\d{0,2})$/.test(prefix)) return false;
  if (address.includes(':')) {
    return Address6.isValid(address) && !/[%.]/.test(address) && !isMapped(address) && Number(prefix) <= 128;
  }
  const isPlain = address.split('.').every((part) => /^(0|[1-9]\d{0,2})$/.test(part));
  return isPlain && Address4.isValid(address) && Number(prefix) <= 32;
}

function isMapped(address: string): boolean {
  return new Address6(address).canonicalForm().startsWith('0000:0000:0000:0000:0000:ffff:');
}

function canonical(text: string, which: 'correctForm' | 'network'): string {
  const address = text.includes(':') ? new Address6(text) : new Address4(text);
  const shown = which === 'network' ? address.startAddress() : address;
  return `${shown.correctForm()}/${address.subnetMask}`;
}
