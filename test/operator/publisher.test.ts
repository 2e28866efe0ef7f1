// What reaches Kubernetes when it doesn't take everything?
import { expect, test } from '@jest/globals';
import type { Publication } from '../../src/core/report/publication.js';
import type { SourceRef } from '../../src/core/values/source-ref.js';
import { SILENT } from '../../src/operator/log.js';
import { Publisher } from '../../src/operator/publisher.js';
import { VirtualClock } from './virtual-clock.js';

const WEB = 'Service/default/web' as SourceRef;

const event: Publication = {
  kind: 'Event',
  object: WEB,
  uid: 'u',
  type: 'Warning',
  reason: 'Held',
  action: 'Reconciling',
  message: 'no',
};
const finalizers: Publication = { kind: 'Finalizers', object: WEB, uid: 'u', finalizers: [], resourceVersion: '1' };

test('an event that is never taken is given up, and the patches of its object go on', async () => {
  const clock = new VirtualClock();
  const taken: string[] = [];
  const publisher = new Publisher({
    clock,
    log: SILENT,
    random: () => 0.5,
    changed: () => undefined,
    mayWrite: () => true,
    published: () => undefined,
    kubernetes: {
      publish: ({ kind }) => {
        if (kind === 'Event') return Promise.reject(new Error('422: the name is invalid'));
        taken.push(kind);
        return Promise.resolve(true);
      },
    },
  });
  publisher.publish([event, finalizers]);
  await clock.advance(60_000);
  expect(taken).toEqual(['Finalizers']);
  expect(publisher.waiting).toBe(0);
});
