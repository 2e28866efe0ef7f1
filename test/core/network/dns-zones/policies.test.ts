// Is nothing done in a zone that its policy doesn't let be done, and is that told?
import { expect, test } from '@jest/globals';
import type { DnsPolicy } from '../../../../src/core/settings.js';
import { naming, zone } from '../../../builders.js';
import { azure, desire, exposures, ingress, ours, ref, SETTINGS, want, wished, ZONE } from './world.js';

const there = azure(
  ours('A', 'changes', ['192.0.2.1'], 'a'),
  ours('A', 'goes', ['192.0.2.1'], 'b'),
  ours('A', 'turns', ['192.0.2.1'], 'a'),
  ours('A', 'stays', ['192.0.2.1'], 'a'),
);
const asked = exposures(
  ingress('a', 1, [
    want('comes.example.com', 'A', '192.0.2.9'),
    want('changes.example.com', 'A', '192.0.2.9'),
    want('turns.example.com', 'CNAME', 'www.example.net'),
    want('stays.example.com', 'A', '192.0.2.1'),
  ]),
);

const ROWS: readonly { policy: DnsPolicy; after: Record<string, readonly string[] | undefined>; withheld: unknown }[] =
  [
    {
      policy: 'Sync',
      after: { 'A changes': ['192.0.2.9'], 'A goes': undefined, 'A turns': undefined },
      withheld: [],
    },
    {
      policy: 'UpsertOnly',
      after: { 'A changes': ['192.0.2.9'], 'A goes': ['192.0.2.1'], 'A turns': ['192.0.2.1'] },
      withheld: [
        ['A/goes', 'Delete', [ref('b')]],
        ['A/turns', 'Delete', [ref('a')]],
      ],
    },
    {
      policy: 'CreateOnly',
      after: { 'A changes': ['192.0.2.1'], 'A goes': ['192.0.2.1'], 'A turns': ['192.0.2.1'] },
      withheld: [
        ['A/changes', 'Update', [ref('a')]],
        ['A/goes', 'Delete', [ref('b')]],
        ['A/turns', 'Delete', [ref('a')]],
      ],
    },
  ];

test.each(ROWS)('$policy', ({ policy, after, withheld }) => {
  const settings = { ...SETTINGS, dns: naming({ zones: [zone('example.com', { id: ZONE, policy })] }) };
  const wish = desire(asked, settings, there);
  expect(wished(wish)).toEqual({ ...after, 'A comes': ['192.0.2.9'], 'A stays': ['192.0.2.1'] });
  expect(wish.withheld.map(({ id, action, because }) => [id.slice(ZONE.length + 1), action, because])).toEqual(
    withheld,
  );
  expect(wish.withheld.every(({ reason, message }) => reason === 'DnsPolicy' && message.includes(policy))).toBe(true);
  expect(wish.resources.flatMap(({ removals }) => removals)).toHaveLength(policy === 'Sync' ? 2 : 0);
});
