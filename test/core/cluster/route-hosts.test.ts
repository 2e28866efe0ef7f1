// Whatever the hosts of a route and of a listener are: what they have in common is in both, and is all that is.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { NO_MEMORY } from '../../../src/core/memory.js';
import { readExposures } from '../../../src/core/cluster/read-exposures.js';
import { cluster, gateway, httpRoute, settings } from '../../builders.js';

const label = fc.constantFrom('a', 'b');
const below = fc.array(label, { maxLength: 3 }).map((labels) => [...labels, 'example.com'].join('.'));
const host = fc.tuple(fc.boolean(), below).map(([isWild, name]) => (isWild ? `*.${name}` : name));

/** Is a name that somebody asks for meant by the host? */
function means(pattern: string, name: string): boolean {
  return pattern.startsWith('*.') ? name.endsWith(pattern.slice(1)) : name === pattern;
}

test('what they have in common means exactly the names that both mean', () => {
  const name = fc.array(label, { maxLength: 5 }).map((labels) => [...labels, 'example.com'].join('.'));
  fc.assert(
    fc.property(host, host, name, (ofRoute, ofListener, asked) => {
      const edge = gateway('edge').at('192.0.2.1').listener({ hostname: ofListener });
      const web = httpRoute('web').host(ofRoute).under('edge');
      const context = { now: 0, memory: NO_MEMORY, assumeFinalizers: false };
      const { names } = readExposures(cluster(edge, web), settings(), context);
      const found = names.flatMap((one) => one.names.map((wanted) => wanted.host));
      expect(found.some((one) => means(one, asked))).toBe(means(ofRoute, asked) && means(ofListener, asked));
    }),
    { numRuns: 500 },
  );
});
