// How is a CEL rule evaluated? A kept library does it, with the functions that Kubernetes adds and rules of CRDs use.
// https://kubernetes.io/docs/reference/using-api/cel/#cel-options-language-features-and-libraries
import { Environment } from '@marcbachmann/cel-js';
import { Address4, Address6 } from 'ip-address';

/** What a rule sees. `oldSelf` is left out of what isn't about it. */
export interface RuleInput {
  readonly self: unknown;
  readonly oldSelf?: unknown;
}

/** `error` in the words of the rule's language; `isOurs` where the library can't do what the API server can. */
export type Evaluated = { readonly value: unknown } | { readonly error: string; readonly isOurs: boolean };

const environment = new Environment({ enableOptionalTypes: true, homogeneousAggregateLiterals: false })
  .registerVariable('self', 'dyn')
  .registerVariable('oldSelf', 'dyn')
  .registerFunction('isIP(string): bool', (text: string) => isIp(text))
  .registerFunction('isCIDR(string): bool', (text: string) => isCidr(text))
  .registerFunction('cidr(string): string', (text: string) => canonicalCidr(text, 'correctForm'))
  .registerFunction('string.masked(): string', (text: string) => canonicalCidr(text, 'network'))
  .registerFunction('isURL(string): bool', (text: string) => URL.canParse(text) || text.startsWith('/'))
  .registerFunction('string.replace(string, string): string', (text: string, from: string, to: string) =>
    text.replaceAll(from, () => to),
  );

type Program = (input: RuleInput) => unknown;

const programs = new Map<string, Program | undefined>();

/** Undefined: the library can't read it. */
function compile(rule: string): Program | undefined {
  if (!programs.has(rule)) {
    try {
      programs.set(rule, environment.parse(rule));
    } catch {
      programs.set(rule, undefined);
    }
  }
  return programs.get(rule);
}

/** Can this rule be looked at? One that can't refuses nothing. */
export function isReadable(rule: string): boolean {
  return compile(rule) !== undefined;
}

export function evaluate(rule: string, input: RuleInput): Evaluated {
  const program = compile(rule);
  if (!program) return { error: 'unreadable', isOurs: true };
  try {
    return { value: program(input) };
  } catch (error) {
    const { code, message } = error as { readonly code?: string; readonly message: string };
    const first = message.split('\n')[0]!;
    const isKey = code === 'no_such_key' || /^No such key/i.test(first);
    return isKey
      ? { error: first.replace(/^No such key/i, 'no such key'), isOurs: false }
      : { error: first, isOurs: true };
  }
}

/** As strict as CEL's: no leading zeros, no zone, no IPv4 inside IPv6. */
function isIp(text: string): boolean {
  if (!text.includes(':')) return /^(?:(?:0|[1-9]\d{0,2})(?:\.|$)){4}$/.test(text) && Address4.isValid(text);
  if (!Address6.isValid(text) || /[%./]/.test(text)) return false;
  return !new Address6(text).canonicalForm().startsWith('0000:0000:0000:0000:0000:ffff:');
}

function isCidr(text: string): boolean {
  const [address, prefix, ...rest] = text.split('/');
  if (rest.length > 0 || !address || !prefix || !/^(0|[1-9]\d{0,2})$/.test(prefix)) return false;
  return isIp(address) && Number(prefix) <= (address.includes(':') ? 128 : 32);
}

/** A range is held as its canonical text. */
function canonicalCidr(text: string, which: 'correctForm' | 'network'): string {
  const address = text.includes(':') ? new Address6(text) : new Address4(text);
  const shown = which === 'network' ? address.startAddress() : address;
  return `${shown.correctForm()}/${address.subnetMask}`;
}
