import { describe, expect, test } from '@jest/globals';
import { ClusterStore, WATCHED_KINDS } from '../../src/operator/cluster-store.js';
import { dnsEndpoint } from '../builders.js';
import { service } from './world.js';

const names = (store: ClusterStore): string[] => store.state().services.map(({ meta }) => meta.name);

describe('the cluster as it is held', () => {
  test('is sorted, however objects come, change and go, and however many', () => {
    const store = new ClusterStore(() => undefined);
    const sink = store.sink('Service');
    const expected = new Set<string>();
    // A fixed, well mixed order.
    for (let n = 0; n < 1500; n++) {
      const name = `s${(n * 7919) % 401}`;
      if (n % 3 === 2) {
        sink.remove(service(name));
        expected.delete(name);
      } else {
        sink.put(service(name));
        expected.add(name);
      }
      if (n % 50 === 0 || n > 1400) expect(names(store)).toEqual([...expected].sort());
    }
    sink.replace([service('b'), service('a')]);
    expect(names(store)).toEqual(['a', 'b']);
  });

  test('is one value until something changes, and what was handed out never does', () => {
    const store = new ClusterStore(() => undefined);
    store.sink('Service').put(service('a'));
    const before = store.state();
    expect(store.state()).toBe(before);
    store.sink('Service').put(service('b'));
    expect(before.services).toHaveLength(1);
    expect(store.state().nodes).toBe(before.nodes);
  });

  test.each([
    { missing: 'PortExposure', isComplete: true, because: 'a kind of ours that is not installed has no objects' },
    { missing: 'Service', isComplete: false, because: 'a built-in kind is always there: something is wrong' },
  ] as const)('$missing not installed: $because', ({ missing, isComplete }) => {
    const store = new ClusterStore(() => undefined);
    for (const kind of WATCHED_KINDS) if (kind !== missing) store.sink(kind).replace([]);
    store.sink(missing).health('NotInstalled');
    expect(store.isComplete).toBe(isComplete);
  });

  test('stays complete while a watch is away: the last that is known is acted on', () => {
    const store = new ClusterStore(() => undefined);
    for (const kind of WATCHED_KINDS) store.sink(kind).replace([]);
    store.sink('Service').put(service('a'));
    store.sink('Service').health('Waiting', 'connection refused');
    expect(store.isComplete).toBe(true);
    expect(names(store)).toEqual(['a']);
    expect(store.troubles()).toContain('Service: Waiting, connection refused');
  });
});

describe('a kind that goes away', () => {
  const synced = (): ClusterStore => {
    const store = new ClusterStore(() => undefined);
    for (const kind of WATCHED_KINDS) store.sink(kind).replace([]);
    return store;
  };

  test.each(WATCHED_KINDS)('without having been read whole keeps all waiting: %s', (missing) => {
    const store = new ClusterStore(() => undefined);
    for (const kind of WATCHED_KINDS) if (kind !== missing) store.sink(kind).replace([]);
    expect(store.isComplete).toBe(false);
    store.sink(missing).health('Forbidden', 'no rights');
    expect(store.isComplete).toBe(false);
  });

  test('and is no longer installed has nothing, but nothing of it was seen being deleted', () => {
    const store = synced();
    store.sink('DNSEndpoint').put(dnsEndpoint('mail').object());
    store.sink('DNSEndpoint').health('NotInstalled');
    expect(store.state().dnsEndpoints).toEqual([]);
    expect(store.seenDeleted().size).toBe(0);
  });

  test('and may no longer be read stays as it was last known', () => {
    const store = synced();
    store.sink('DNSEndpoint').put(dnsEndpoint('mail').object());
    store.sink('DNSEndpoint').health('Forbidden', 'no rights');
    expect(store.state().dnsEndpoints.map(({ meta }) => meta.name)).toEqual(['mail']);
    expect(store.isComplete).toBe(true);
  });
});
