// Is every event one that the API server takes?
import { expect, test } from '@jest/globals';
import { createEventRecorder } from '../../../src/adapters/kubernetes/events.js';
import type { Transport } from '../../../src/adapters/kubernetes/transport.js';
import type { SourceRef } from '../../../src/core/values/source-ref.js';

// https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

test.each([
  { name: 'web', because: 'short' },
  { name: `${'a'.repeat(199)}.example`, because: 'a dot where it is cut' },
  { name: `${'a'.repeat(198)}--b.example`, because: 'dashes where it is cut' },
])('an event of an object with a long name has a valid one: $because', async ({ name }) => {
  const names: string[] = [];
  const json = (request: { body?: unknown }): Promise<unknown> => {
    names.push((request.body as { metadata: { name: string } }).metadata.name);
    return Promise.resolve({});
  };
  const object = `Ingress/default/${name}` as SourceRef;
  await createEventRecorder({ json } as unknown as Transport).record({
    kind: 'Event',
    object,
    uid: 'u',
    type: 'Normal',
    reason: 'Accepted',
    action: 'Read',
    message: 'm',
  });
  expect(names).toHaveLength(1);
  expect(names[0]).toMatch(SUBDOMAIN);
  expect(names[0]!.length).toBeLessThanOrEqual(253);
});
