import { describe, expect, test } from '@jest/globals';
import type { ArmId } from '../../../src/core/values/arm-id.js';
import { ALLOW_DELETES, readAllowedDeletes } from '../../../src/core/settings/allowed-deletes.js';

const zone = (name: string, visibility: 'Public' | 'Private', group = 'dns') => ({
  id: `/subscriptions/s/resourceGroups/${group}/providers/Microsoft.Network/${visibility === 'Public' ? 'dnsZones' : 'privateDnsZones'}/${name}` as ArmId,
  name,
  visibility,
});
const ZONES = [
  zone('example.com', 'Public'),
  zone('both.example', 'Public'),
  zone('both.example', 'Private'),
  zone('twice.example', 'Private', 'Blue'),
  zone('twice.example', 'Private', 'green'),
];

const read = (text: string) => {
  const { value, problems } = readAllowedDeletes({ [ALLOW_DELETES]: text }, ZONES);
  return { released: Object.fromEntries(value ?? []), refused: problems.map((problem) => problem.value) };
};

describe('deletes are released', () => {
  test.each([
    { because: 'a zone by its name', text: 'example.com=12', released: { 'example.com': 12 } },
    {
      because: 'several, in any case and with spaces',
      text: ' Example.com = 3, SecurityRule=1 ',
      released: { 'example.com': 3, securityrule: 1 },
    },
    {
      because: 'one of two zones of a name',
      text: 'private/both.example=2',
      released: { 'private/both.example': 2 },
    },
    {
      because: 'one of two in two groups',
      text: 'blue/private/twice.example=2',
      released: { 'blue/private/twice.example': 2 },
    },
    { because: 'a name that two zones have', text: 'both.example=2', released: {}, refused: ['both.example=2'] },
    { because: 'nothing said', text: '', released: {} },
    { because: 'a zone that is not listed', text: 'example.org=4', released: {}, refused: ['example.org=4'] },
    { because: 'no number', text: 'example.com,publicip=all', released: {}, refused: ['example.com', 'publicip=all'] },
    { because: 'less than nothing', text: 'example.com=-1', released: {}, refused: ['example.com=-1'] },
  ])('$because: $text', ({ text, released, refused = [] }) => {
    expect(read(text)).toEqual({ released, refused });
  });
});
