// Does a sink end with the truth, whatever the API server or the line does meanwhile?
import { afterEach, describe, expect, test } from '@jest/globals';
import { startReflector } from '../../../src/adapters/kubernetes/reflector.js';
import type { ClusterObject } from '../../../src/core/cluster/cluster-state.js';
import { project } from '../../../src/core/cluster/project.js';
import type { WatchSink } from '../../../src/operator/ports.js';
import { eventually } from '../../contract/eventually.js';
import {
  drop,
  end,
  event,
  item,
  list,
  open,
  refuse,
  scriptedApi,
  type Script,
  type ScriptedApi,
} from './scripted-api.js';

const TIMING = { silence: 150, poll: 20, firstRetry: 10, longestRetry: 40, shortWatch: 50 };

interface Seen extends WatchSink {
  readonly objects: Map<string, string>;
  readonly healths: string[];
  readonly changes: string[];
}

function recordingSink(): Seen {
  const seen = {
    objects: new Map<string, string>(),
    healths: [] as string[],
    changes: [] as string[],
    replace: (objects: readonly ClusterObject[]) => {
      seen.changes.push(`replace ${objects.map(({ meta }) => meta.name).join(',')}`);
      seen.objects.clear();
      for (const { meta } of objects) seen.objects.set(meta.name, meta.uid);
    },
    put: ({ meta }: ClusterObject) => {
      seen.changes.push(`put ${meta.name} ${meta.uid}`);
      seen.objects.set(meta.name, meta.uid);
    },
    remove: ({ meta }: ClusterObject) => {
      seen.changes.push(`remove ${meta.name} ${meta.uid}`);
      seen.objects.delete(meta.name);
    },
    health: (state: string) => void (seen.healths.at(-1) === state || seen.healths.push(state)),
  };
  return seen;
}

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function reflect(
  script: Script,
  read = (raw: unknown) => project('Service', raw),
): Promise<{ sink: Seen; api: ScriptedApi }> {
  const api = await scriptedApi(script);
  const sink = recordingSink();
  cleanups.push(() => api.close());
  cleanups.push(
    startReflector({ transport: api.transport, path: '/api/v1/services', project: read, sink, timing: TIMING }),
  );
  return { sink, api };
}

function names(sink: Seen): string[] {
  return [...sink.objects.keys()].sort();
}

const added = (name: string, resourceVersion: string, uid?: string): string =>
  event('ADDED', item(name, uid, resourceVersion));
const gone = event('ERROR', { kind: 'Status', code: 410, reason: 'Expired', message: 'too old resource version' });
const broken = event('ERROR', { kind: 'Status', code: 500, reason: 'InternalError', message: 'etcd is away' });

const FAILURES: readonly { because: string; script: Script; names: string[]; relists: boolean }[] = [
  {
    because: 'a watch that is refused with 410 is too old to be taken up',
    script: { lists: [list('1', [item('a')]), list('9', [item('b')])], watches: [refuse(410, 'Expired')] },
    names: ['b'],
    relists: true,
  },
  {
    because: 'an ERROR event with 410 says the same within the stream',
    script: { lists: [list('1', [item('a')]), list('9', [item('b')])], watches: [end(added('c', '2'), gone)] },
    names: ['b'],
    relists: true,
  },
  {
    because: 'an ERROR event of another kind leaves unknown what was missed',
    script: { lists: [list('1', [item('a')]), list('9', [item('b')])], watches: [open(broken)] },
    names: ['b'],
    relists: true,
  },
  {
    because: 'a malformed line is an event that was missed',
    script: { lists: [list('1', [item('a')]), list('9', [item('b')])], watches: [open('{"type":"ADDED","obj\n')] },
    names: ['b'],
    relists: true,
  },
  {
    because: 'lists are asked for again after 500s',
    script: { lists: [refuse(500), refuse(503), list('1', [item('a')])] },
    names: ['a'],
    relists: true,
  },
  {
    because: 'a watch that is refused with 500 goes on from where it was',
    script: { lists: [list('1', [item('a')])], watches: [refuse(500), refuse(502), open(added('b', '2'))] },
    names: ['a', 'b'],
    relists: false,
  },
  {
    because: 'a line torn mid-event is taken up behind the last whole event',
    script: { lists: [list('1', [])], watches: [drop(added('a', '2'), '{"type":"ADD'), open(added('b', '3'))] },
    names: ['a', 'b'],
    relists: false,
  },
  {
    because: 'a server that ends the watch in peace has nothing against the next',
    script: { lists: [list('1', [])], watches: [end(added('a', '2')), end(), end(), open(added('b', '3'))] },
    names: ['a', 'b'],
    relists: false,
  },
  {
    because: 'silence is a dead line',
    script: { lists: [list('1', [])], watches: [open(), open(added('a', '2'))] },
    names: ['a'],
    relists: false,
  },
  {
    because: '429 is waited out, for lists and watches alike',
    script: {
      lists: [refuse(429, 'TooManyRequests', { 'retry-after': '0' }), list('1', [item('a')])],
      watches: [refuse(429, 'TooManyRequests', { 'retry-after': '0' }), open(added('b', '2'))],
    },
    names: ['a', 'b'],
    relists: true,
  },
  {
    because: 'a page token that expires makes the whole list start over',
    script: {
      lists: [
        list('1', [item('a')], 'next'),
        refuse(410, 'Expired'),
        list('2', [item('b')], 'next'),
        list('2', [item('c')]),
      ],
    },
    names: ['b', 'c'],
    relists: true,
  },
];

describe('a reflector', () => {
  test.each(FAILURES)('ends with the truth: $because', async ({ script, names: expected, relists }) => {
    const { sink, api } = await reflect(script);
    await eventually(() => expect(names(sink)).toEqual(expected), 5000, 10);
    expect(sink.healths.at(-1)).toBe('Synced');
    const lists = api.requests.filter(({ url }) => url.searchParams.get('watch') === null);
    expect(lists.length > 1).toBe(relists);
  });

  test('gives a list of many pages at once, never a part of it', async () => {
    const lists = [list('7', [item('a')], 'one'), list('7', [item('b')], 'two'), list('7', [item('c')])];
    const { sink, api } = await reflect({ lists });
    await eventually(() => expect(sink.healths).toEqual(['Synced']), 5000, 10);
    expect(sink.changes).toEqual(['replace a,b,c']);
    await eventually(() => expect(api.requests).toHaveLength(4), 5000, 10);
    expect(api.requests.map(({ url }) => url.searchParams.get('continue'))).toEqual([null, 'one', 'two', null]);
    expect(api.requests.slice(0, 3).every(({ url }) => url.searchParams.get('limit') === '500')).toBe(true);
    expect(api.requests[3]!.url.searchParams.get('resourceVersion')).toBe('7');
  });

  test('gives nothing of a list whose second page fails, until all of it comes', async () => {
    const { sink } = await reflect({ lists: [list('1', [item('a')], 'next'), refuse(500), list('2', [item('b')])] });
    await eventually(() => expect(sink.healths).toContain('Synced'), 5000, 10);
    expect(sink.healths).toEqual(['Waiting', 'Synced']);
    expect(sink.changes).toEqual(['replace b']);
  });

  test('asks for one piece where page tokens keep expiring', async () => {
    const expiring = [list('1', [item('a')], 'next'), refuse(410, 'Expired')];
    const { sink, api } = await reflect({ lists: [...expiring, ...expiring, list('2', [item('b')])] });
    await eventually(() => expect(sink.changes).toEqual(['replace b']), 5000, 10);
    expect(api.requests[4]!.url.searchParams.has('limit')).toBe(false);
  });

  test('takes a watch up from the version of the last event, bookmarks included', async () => {
    const bookmark = event('BOOKMARK', { metadata: { resourceVersion: '50' } });
    const { sink, api } = await reflect({
      lists: [list('1', [])],
      watches: [end(added('a', '2'), bookmark), end(added('b', '60'))],
    });
    const versions = (): (string | null)[] =>
      api.requests.slice(1, 4).map(({ url }) => url.searchParams.get('resourceVersion'));
    await eventually(() => expect(versions()).toEqual(['1', '50', '60']), 5000, 10);
    expect(names(sink)).toEqual(['a', 'b']);
    const first = api.requests[1]!.url.searchParams;
    expect(first.get('allowWatchBookmarks')).toBe('true');
    expect(Number(first.get('timeoutSeconds'))).toBeGreaterThanOrEqual(300);
    expect(Number(first.get('timeoutSeconds'))).toBeLessThan(600);
  });

  test('tells the removal of an object that was made anew under its name', async () => {
    const modified = event('MODIFIED', item('a', 'second', '3'));
    const { sink } = await reflect({ lists: [list('1', [item('a', 'first')])], watches: [open(modified)] });
    await eventually(() => expect(sink.changes).toEqual(['replace a', 'remove a first', 'put a second']), 5000, 10);
  });

  test('reads events whose letters are cut in two', async () => {
    const bytes = Buffer.from(added('zoë', '2'));
    const middle = bytes.indexOf(Buffer.from('ë')) + 1;
    const halves: Script['watches'] = [
      (_, response) => {
        response.write(bytes.subarray(0, middle), () => setTimeout(() => response.write(bytes.subarray(middle)), 20));
      },
    ];
    const { sink } = await reflect({ lists: [list('1', [])], watches: halves });
    await eventually(() => expect(names(sink)).toEqual(['zoë']), 5000, 10);
  });

  test('waits for a kind that is not installed', async () => {
    const { sink } = await reflect({ lists: [refuse(404), refuse(404), list('1', [item('a')])] });
    await eventually(() => expect(names(sink)).toEqual(['a']), 5000, 10);
    expect(sink.healths).toEqual(['NotInstalled', 'Synced']);
  });

  test('tells that it may not read, and asks again', async () => {
    const { sink } = await reflect({ lists: [refuse(403, 'Forbidden'), list('1', [item('a')])] });
    await eventually(() => expect(names(sink)).toEqual(['a']), 5000, 10);
    expect(sink.healths).toEqual(['Forbidden', 'Synced']);
  });

  test('keeps what it knew of an object that can no longer be read', async () => {
    const read = (raw: unknown): ClusterObject => {
      if (JSON.stringify(raw).includes('unreadable')) throw new Error('unreadable');
      return project('Service', raw);
    };
    const bad = { ...item('a'), spec: 'unreadable' };
    const script = { lists: [list('1', [item('a')]), list('2', [bad, item('b')])], watches: [refuse(410)] };
    const { sink } = await reflect(script, read);
    await eventually(() => expect(names(sink)).toEqual(['a', 'b']), 5000, 10);
  });

  test('says nothing more once it is stopped', async () => {
    const api = await scriptedApi({ lists: [list('1', [item('a')])] });
    cleanups.push(() => api.close());
    const sink = recordingSink();
    const read = (raw: unknown): ClusterObject => project('Service', raw);
    const stop = startReflector({ transport: api.transport, path: '/x', project: read, sink, timing: TIMING });
    await eventually(() => expect(api.requests).toHaveLength(2), 5000, 10);
    stop();
    const before = [...sink.changes, ...sink.healths];
    await api.close();
    expect([...sink.changes, ...sink.healths]).toEqual(before);
    expect(api.requests).toHaveLength(2);
  });
});
