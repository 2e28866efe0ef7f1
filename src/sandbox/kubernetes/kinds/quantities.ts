// How does the API server write an amount of a resource? As short as it can without losing anything: `0.5` is `500m`,
// `1024Mi` is `1Gi`. https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
import type { Json } from '../../json.js';
import { isObject } from '../../json.js';

interface Quantity {
  /** In 10⁻⁹, rounded up. */
  readonly nanos: bigint;
  readonly form: 'decimal' | 'binary' | 'exponent';
}

const NANO = 1_000_000_000n;
const DECIMAL = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

function parse(text: string): Quantity | undefined {
  const [, sign, whole = '', fraction = '', suffix = ''] =
    /^([+-]?)(\d*)\.?(\d*)([a-zA-Z]*|[eE][+-]?\d+)$/.exec(text) ?? [];
  if (whole + fraction === '') return undefined;
  const scale = scaleOf(suffix);
  if (!scale) return undefined;
  const divisor = scale.divisor * 10n ** BigInt(fraction.length);
  const nanos = (BigInt(whole + fraction) * NANO * scale.factor + divisor - 1n) / divisor;
  return { nanos: sign === '-' ? -nanos : nanos, form: scale.form };
}

function scaleOf(suffix: string): (Pick<Quantity, 'form'> & { factor: bigint; divisor: bigint }) | undefined {
  const exponent = /^[eE]([+-]?\d+)$/.exec(suffix)?.[1];
  if (exponent !== undefined) return { form: 'exponent', ...powerOfTen(Number(exponent)) };
  const binary = BINARY.indexOf(suffix);
  if (binary > 0) return { form: 'binary', factor: 1024n ** BigInt(binary), divisor: 1n };
  const decimal = DECIMAL.indexOf(suffix);
  return decimal < 0 ? undefined : { form: 'decimal', ...powerOfTen((decimal - 3) * 3) };
}

function powerOfTen(exponent: number): { factor: bigint; divisor: bigint } {
  const power = 10n ** BigInt(Math.min(Math.abs(exponent), 30));
  return exponent < 0 ? { factor: 1n, divisor: power } : { factor: power, divisor: 1n };
}

/** Undefined for what is no quantity. */
export function canonicalQuantity(value: Json | undefined): string | undefined {
  const parsed = typeof value === 'string' || typeof value === 'number' ? parse(String(value)) : undefined;
  if (!parsed) return undefined;
  const { nanos, form } = parsed;
  const isWhole = nanos % NANO === 0n;
  if (form === 'binary' && isWhole && (nanos >= 1024n * NANO || nanos <= -1024n * NANO)) {
    return shortest(nanos / NANO, 1024n, BINARY);
  }
  return form === 'exponent' ? withExponent(nanos) : shortest(nanos, 1000n, DECIMAL);
}

function shortest(amount: bigint, base: bigint, suffixes: readonly string[]): string {
  if (amount === 0n) return '0';
  let [left, index] = [amount, 0];
  for (; left % base === 0n && index < suffixes.length - 1; index += 1) left /= base;
  return `${left}${suffixes[index] ?? ''}`;
}

function withExponent(nanos: bigint): string {
  if (nanos === 0n) return '0';
  let [left, exponent] = [nanos, -9];
  for (; left % 1000n === 0n; exponent += 3) left /= 1000n;
  return exponent === 0 ? String(left) : `${left}e${exponent}`;
}

/** Of an object like `limits`, in place. */
export function shortenQuantities(amounts: Json | undefined): void {
  if (!isObject(amounts)) return;
  for (const [key, value] of Object.entries(amounts)) amounts[key] = canonicalQuantity(value) ?? value;
}

/** Is the first amount more than the second? */
export function isMore(one: Json | undefined, other: Json | undefined): boolean {
  const [left, right] = [one, other].map((value) => parse(typeof value === 'number' ? String(value) : textOf(value)));
  return left !== undefined && right !== undefined && left.nanos > right.nanos;
}

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
