// Is a filter of a zone as likely a mistake as one of a source?
import { expect, test } from '@jest/globals';
import { narrowedBySettings } from '../../../src/core/cluster/read-names.js';
import type { SourceRef } from '../../../src/core/values/source-ref.js';
import { cluster, ingress, naming, settings, zone } from '../../builders.js';

const there = cluster(ingress('web').host('www.example.com').at('192.0.2.1'));
test.each([
  ['its names', { names: ['shop.example.com'] }],
  ['its namespaces', { namespaceSelector: { matchLabels: { dns: 'yes' } } }],
])('%s: what they take away is guarded', (_, change) => {
  const isNarrowed = narrowedBySettings(there, settings({ dns: naming({ zones: [zone('example.com', change)] }) }));
  expect(isNarrowed('Ingress/default/web' as SourceRef)).toBe(true);
});
test('so is what a domain that is left out takes away', () => {
  const isNarrowed = narrowedBySettings(
    there,
    settings({ dns: naming({ zones: [zone('example.com')], excludeDomains: ['www.example.com'] }) }),
  );
  expect(isNarrowed('Ingress/default/web' as SourceRef)).toBe(true);
});
