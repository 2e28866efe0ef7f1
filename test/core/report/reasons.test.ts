// Is each reason of the table given, on the objects and in the ways that it says, and with its example's words? The docs page
// is made of it.
import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { REASON_EXAMPLES } from '../../../src/core/report/reason-examples.js';
import type { Reason } from '../../../src/core/report/reasons.js';
import { REASONS } from '../../../src/core/report/reasons.js';
import type { Told } from './tellings.js';
import { TELLINGS, toldBy } from './tellings.js';

const GOLDEN = resolve(import.meta.dirname, '../../golden');

/** As the docs show it. */
const short = (message: string): string =>
  message.replace(/\/subscriptions\/\S+\/providers\/Microsoft\.Network\//g, '…/');

/** What of it the table doesn't say; undefined: all is in it. */
function unlisted({ reason, kind, as }: Told): string | undefined {
  if (!(reason in REASONS)) return `${reason} is not in the table`;
  const { conditions, event, on } = REASONS[reason as Reason];
  if (!on.split(', ').includes(kind.replace(/.+Route$/, 'routes'))) return `${reason} on ${kind}`;
  if ('event' in as) return as.event === event ? undefined : `${reason} as ${as.event}`;
  return conditions.split(', ').includes(as.condition) ? undefined : `${reason} as ${as.condition}`;
}

describe('the table of reasons', () => {
  test.each(Object.keys(REASONS) as Reason[])('%s: it is given, in the words of its example', (reason) => {
    const given = TELLINGS[reason]().filter((one) => one.reason === reason);
    expect(given.map(({ kind, message }) => ({ kind, message: short(message) }))).toContainEqual(
      REASON_EXAMPLES[reason],
    );
    const { event } = REASONS[reason];
    if (event !== '–') expect(given).toContainEqual(expect.objectContaining({ as: { event } }));
  });

  test('says of each telling on what and as what it comes', () => {
    const told = Object.values(TELLINGS).flatMap((tell) => tell());
    expect([...new Set(told.flatMap((one) => unlisted(one) ?? []))]).toEqual([]);
  });

  test('says so of all conditions in the golden scenarios too', () => {
    const reports = readdirSync(GOLDEN, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /report\.json$/.test(file),
    );
    const statuses = reports.flatMap((file) => statusesOf(readFileSync(join(GOLDEN, file), 'utf8')));
    const told = statuses.flatMap(({ object, conditions }) => conditions.map((one) => toldBy(object, one)));
    expect(told).not.toEqual([]);
    expect([...new Set(told.flatMap((one) => unlisted(one) ?? []))]).toEqual([]);
  });
});

interface Shown {
  readonly object: string;
  readonly conditions: readonly Parameters<typeof toldBy>[1][];
}

function statusesOf(report: string): readonly Shown[] {
  return (JSON.parse(report) as { readonly statuses: readonly Shown[] }).statuses;
}
