import { describe, expect, test } from '@jest/globals';
import {
  describedSources,
  isDigestOf,
  isMarkCut,
  isMarked,
  isOurRule,
  labelOwner,
  markedDigests,
  markedSources,
  marks,
  peersSources,
  ruleDescription,
} from '../../../src/core/network/ownership.js';
import type { ArmResource } from '../../../src/core/network/arm-resource.js';
import type { SourceRef } from '../../../src/core/values/source-ref.js';

const sources = (count: number): readonly SourceRef[] =>
  Array.from({ length: count }, (_, index) => `Service/default/web-${String(index).padStart(2, '0')}` as SourceRef);

describe('marks', () => {
  test('say the cluster and for whom', () => {
    expect(marks('prod-1', sources(2).toReversed())).toEqual({
      'azurenetwork-cluster': 'prod-1',
      'azurenetwork-sources': 'Service/default/web-00,Service/default/web-01',
    });
    expect(marks('prod-1')).toEqual({ 'azurenetwork-cluster': 'prod-1' });
  });

  test('are read as ours for our cluster alone, letter by letter', () => {
    expect(isMarked(marks('prod-1'), 'prod-1')).toBe(true);
    expect(isMarked(marks('prod-1'), 'prod-10')).toBe(false);
    expect(isMarked(undefined, 'prod-1')).toBe(false);
  });

  test.each([1, 9, 10, 12, 20, 25])('never outgrow a tag of 256 characters, and tell of all of %d sources', (count) => {
    const all = sources(count);
    const mark = marks('prod-1', all);
    expect(mark['azurenetwork-sources']!.length).toBeLessThanOrEqual(256);
    const digests = markedDigests(mark);
    const named = markedSources(mark);
    expect(named).toEqual(all.slice(0, named.length));
    expect(all.slice(named.length).filter((source) => !isDigestOf(source, digests))).toEqual([]);
    expect(isMarkCut(mark)).toBe(false);
    expect(isDigestOf('Service/default/nobody' as SourceRef, digests)).toBe(false);
  });

  test.each([26, 400, 99_999])('count whom even digests have no room for: %d', (count) => {
    const mark = marks('prod-1', sources(count));
    expect(mark['azurenetwork-sources']!.length).toBeLessThanOrEqual(256);
    expect(markedDigests(mark).length).toBeGreaterThan(20);
    expect(mark['azurenetwork-sources']).toContain(` +${count - markedDigests(mark).length}`);
    expect(isMarkCut(mark)).toBe(true);
  });

  test('with one source that is too long for it tell of that by its digest', () => {
    const long = `Service/default/${'x'.repeat(300)}` as SourceRef;
    const mark = marks('prod-1', [long]);
    expect([markedSources(mark), isDigestOf(long, markedDigests(mark)), isMarkCut(mark)]).toEqual([[], true, false]);
  });

  test('of nobody say nothing', () => {
    expect(marks('prod-1', [])).toEqual({ 'azurenetwork-cluster': 'prod-1' });
  });
});

describe("a rule's description", () => {
  test('says whose it is in at most 140 characters, and can be read again', () => {
    const short = ruleDescription('prod-1', sources(2));
    expect(short).toBe('azurenetwork.dev|prod-1|Service/default/web-00,Service/default/web-01');
    expect(describedSources(short)).toEqual(sources(2));
    expect(ruleDescription('prod-1', sources(40)).length).toBeLessThanOrEqual(140);
  });

  test.each([
    { because: 'name and marker are ours', name: 'azurenetwork_x', cluster: 'prod-1', ours: true },
    { because: 'the marker alone is not enough', name: 'mine', cluster: 'prod-1', ours: false },
    { because: "another cluster's", name: 'azurenetwork_x', cluster: 'prod-10', ours: false },
  ])('$because', ({ name, cluster, ours }) => {
    expect(isOurRule({ name, description: ruleDescription(cluster, sources(1)) }, 'prod-1')).toBe(ours);
    expect(isOurRule({ name }, 'prod-1')).toBe(false);
  });
});

test.each([
  { because: 'made for it', tags: { 'k8s-azure-service': 'default/web' }, of: ['Service/default/web'] },
  { because: 'made for it, long ago', tags: { service: 'default/web' }, of: ['Service/default/web'] },
  {
    because: 'shared by two',
    tags: { 'k8s-azure-service': 'default/web,default/api' },
    of: ['Service/default/web', 'Service/default/api'],
  },
  { because: 'made by hand', tags: {}, of: [] },
  { because: 'a tag of somebody else that is called like it', tags: { service: 'billing' }, of: [] },
])("a public IP of the peer's: $because", ({ tags, of }) => {
  expect(peersSources(tagged(tags))).toEqual(of);
});

test.each([
  { because: 'we noted it', tags: { 'azurenetwork-dns-label': 'Service/a/b' }, owner: 'Service/a/b' },
  { because: 'the peer noted it', tags: { 'k8s-azure-dns-label-service': 'a/b' }, owner: 'Service/a/b' },
  { because: 'the peer noted it long ago', tags: { 'kubernetes-dns-label-service': 'a/b' }, owner: 'Service/a/b' },
  { because: 'nobody noted it', tags: { owner: 'me' }, owner: undefined },
])('the owner of a DNS label: $because', ({ tags, owner }) => {
  expect(labelOwner(tagged(tags))).toBe(owner);
});

function tagged(tags: object): ArmResource {
  return { id: 'x', name: 'x', type: 'x', tags } as unknown as ArmResource;
}
