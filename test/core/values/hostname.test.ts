// Do plain names come out as IDNA would have them, though it isn't asked?
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { toASCII } from 'tr46';
import { parseHostname } from '../../../src/core/values/hostname.js';
import { sourceRef } from '../../../src/core/values/source-ref.js';

const origin = { object: sourceRef('Ingress', 'a', 'b'), key: 'host', reason: 'InvalidHostname' } as const;

const aLabel = fc.string({ unit: fc.constantFrom('a', 'Z', '0', '-', '_', '*', 'x', 'n'), maxLength: 8 });

test('a plain name is what IDNA makes of it', () => {
  fc.assert(
    fc.property(fc.array(aLabel, { minLength: 1, maxLength: 4 }), (labels) => {
      const text = labels.join('.');
      const { value } = parseHostname(text, origin);
      fc.pre(value !== undefined);
      expect(value).toBe(toASCII(text, { checkBidi: true, checkJoiners: true })?.replace(/\.$/, ''));
    }),
    { seed: 11, numRuns: 2_000 },
  );
});

test.each([
  { text: 'xn--bcher-kva.example', value: 'xn--bcher-kva.example', because: 'it is IDNA already' },
  { text: 'XN--BCHER-KVA.example', value: 'xn--bcher-kva.example', because: 'so in any case' },
  { text: 'xn--a.example', value: undefined, because: 'it claims to be IDNA and is not' },
  { text: 'a.xn--a.example', value: undefined, because: 'one of its labels claims to be IDNA and is not' },
])('$text: $because', ({ text, value }) => {
  expect(parseHostname(text, origin).value).toBe(value);
});
