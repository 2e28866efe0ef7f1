// Would the law on changes notice? Small stories in which one promise after the other is broken.
import { describe, expect, test } from '@jest/globals';
import type { Json } from './packets.js';
import type { Moment, Story } from './play.js';
import { broken } from './promises.js';
import { OUTSIDE, rule, smallAzure } from './small-azure.js';
import type { Wish } from './wishes.js';
import { BASE } from './wishes.js';

const OFFICE_ONLY: Wish = { ...BASE, ranges: ['203.0.113.0/24'] };
const FOREIGN = rule(200, 'Allow', '*', '10.224.0.4', '22');
const OFFICE = rule(3000, 'Allow', '203.0.113.0/24', OUTSIDE, '80');
const INTERNET = rule(3001, 'Allow', 'Internet', OUTSIDE, '80');
const PARTNER = rule(3002, 'Allow', '198.51.100.0/25', OUTSIDE, '80');
const NOTHING_LEADS = { frontendPort: 81 };

const azureWith = (rules: readonly Json[], lead: object = {}): readonly Json[] =>
  smallAzure([FOREIGN, ...rules], lead, 'a1');

let clock = 0;

function moment(
  azure: readonly Json[],
  wishes: readonly (Wish | 'Leaving')[],
  change: Partial<Moment> = {},
  shown = true,
): Moment {
  const services = [{ uid: '1', name: 'a', age: '1', wishes, addresses: shown ? [OUTSIDE] : [] }] as const;
  return { at: (clock += 1000), what: 'Azure', azure, services, nodes: ['10.224.0.4'], isQuiet: false, ...change };
}

const quiet = (azure: readonly Json[], wishes: readonly (Wish | 'Leaving')[], shown = true): Moment =>
  moment(azure, wishes, { isQuiet: true }, shown);

function told(moments: readonly Moment[]): readonly string[] {
  const start = azureWith([]);
  const story: Story = { moments, start, end: start, leftToDo: [], failures: [], refused: [] };
  return broken(story).map((text) => text.replace(/^\d+ ms \(.*?\): /, '').replace(/since \d+ ms/, 'since then'));
}

const OPEN = quiet(azureWith([OFFICE]), [OFFICE_ONLY]);

describe('the promises', () => {
  test.each([
    { moments: [OPEN], because: 'all is as it should be' },
    {
      moments: [OPEN, moment(azureWith([OFFICE, PARTNER]), [OFFICE_ONLY, { ...BASE, ranges: ['198.51.100.0/25'] }])],
      because: 'both old and new sources may come while it changes',
    },
    {
      moments: [OPEN, moment(azureWith([]), [OFFICE_ONLY, 'Leaving' as const])],
      because: 'nothing is promised to who leaves',
    },
    {
      moments: [OPEN, moment(azureWith([]), [OFFICE_ONLY, { ...OFFICE_ONLY, ranges: ['198.51.100.0/25'] }])],
      because: 'who is shut out has nobody in common with who comes',
    },
  ])('are kept where $because', ({ moments }) => {
    expect(told(moments)).toEqual([]);
  });

  test.each([
    {
      moments: [OPEN, moment(azureWith([OFFICE, PARTNER]), [OFFICE_ONLY])],
      says: '1: a lets in partner 198.18.0.1 Tcp 80',
    },
    { moments: [OPEN, moment(azureWith([]), [OFFICE_ONLY])], says: '2: a has lost office 198.18.0.1 Tcp 80' },
    {
      moments: [OPEN, moment(azureWith([OFFICE], NOTHING_LEADS), [OFFICE_ONLY])],
      says: '2: a has lost office 198.18.0.1 Tcp 80',
    },
    {
      moments: [
        OPEN,
        moment(azureWith([OFFICE], NOTHING_LEADS), [
          OFFICE_ONLY,
          { ...OFFICE_ONLY, ports: [{ protocol: 'Tcp' as const, port: 443 }] },
        ]),
      ],
      says: "3: a can't be reached by office",
    },
    {
      moments: [moment(azureWith([]), [OFFICE_ONLY], { what: 'status of a' })],
      says: '4: a shows 198.18.0.1, which has not answered since then',
    },
    {
      moments: [quiet(smallAzure([OFFICE], {}, 'a1'), [OFFICE_ONLY])],
      says: expect.stringMatching(/^5: .*networkSecurityGroups\/n has changed/),
    },
    {
      moments: [quiet(azureWith([INTERNET]), [{ ...BASE, noSecurityRules: true }])],
      says: '1: a lets in office 198.18.0.1 Tcp 80',
    },
    { moments: [quiet(azureWith([]), [OFFICE_ONLY])], says: '6: a does not let in office on Tcp 80' },
    { moments: [quiet(azureWith([OFFICE]), [OFFICE_ONLY], false)], says: '6: a shows 0 addresses' },
    {
      moments: [OPEN, quiet(azureWith([]), [OFFICE_ONLY, 'Leaving' as const])],
      says: '6: something still leads to 1, which is gone',
    },
    {
      moments: [quiet(azureWith([OFFICE, rule(3003, 'Allow', '*', '198.18.9.9', '80')]), [OFFICE_ONLY])],
      says: '6: the rule r3003 leads to 198.18.9.9, where nothing is',
    },
  ])('are broken: $says', ({ moments, says }) => {
    expect(told(moments)).toContainEqual(says);
  });
});
