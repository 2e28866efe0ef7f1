// What does a Service have in the security groups now? Asked while it is held: then that stays, to the last port.
import { expect, test } from '@jest/globals';
import { readOpenings } from '../../../src/core/network/openings.js';
import { contextOf, exposures, INTERNAL_FRONTEND, port, service, settled } from './world.js';

test('with one rule for all ports, all of them at the nodes are its: what refuses others there refuses port 0 too', () => {
  const asked = service(1, {
    frontends: [{ ...INTERNAL_FRONTEND, floatingIP: false }],
    ports: [port(80, 30080)],
    allPorts: true,
    denyOthers: true,
    sources: { tags: [], cidrs: ['10.1.0.0/16'] },
  });
  const azure = settled(exposures([asked]));
  const [openings] = readOpenings(contextOf(exposures([{ ...asked, standing: 'Held' }]), azure));
  const ofNodes = openings!.has.filter(({ ports }) => ports);
  expect(ofNodes.length).toBeGreaterThan(0);
  for (const { ports } of ofNodes) expect(ports).toEqual([{ from: 0, to: 65_535 }]);
});
