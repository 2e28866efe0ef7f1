// How long may a DNS answer be kept? Whole seconds, or a Go duration as external-dns takes it (`5m`, `1h30m`), cut to
// seconds. Zero and text are mistakes; external-dns takes them for "unset".
// https://github.com/kubernetes-sigs/external-dns/blob/master/docs/advanced/ttl.md
import type { Origin, Parsed } from './problem.js';
import { problem, quoted } from './problem.js';

/** In seconds. Azure's bound, which is DNS' own (https://www.rfc-editor.org/rfc/rfc2181#section-8). */
export const LONGEST_TTL = 2_147_483_647;

const SECONDS: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
};
const TERM = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g;
const DURATION = new RegExp(`^\\+?(?:${TERM.source})+$`);

/** In seconds. */
export function parseTtl(text: string, origin: Origin): Parsed<number> {
  const trimmed = text.trim();
  const value = seconds(trimmed);
  if (value !== undefined && value >= 1 && value <= LONGEST_TTL) return { value, problems: [] };
  const what = value === undefined ? 'is no time to live' : 'is out of range';
  const allowed = `Allowed are 1 to ${LONGEST_TTL} seconds, as 300 or as a duration like 5m or 1h30m`;
  const message = `${origin.key}: ${quoted(text)} ${what}. ${allowed}.`;
  return { value: undefined, problems: [problem(origin, text, message)] };
}

function seconds(text: string): number | undefined {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  if (!DURATION.test(text)) return undefined;
  let sum = 0;
  for (const [, amount, unit] of text.matchAll(TERM)) sum += Number(amount) * SECONDS[unit!]!;
  return Math.floor(sum);
}
