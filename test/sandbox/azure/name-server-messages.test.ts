// What the fake's name server makes of messages: large answers, odd questions, and askers that are not this repository's.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decode, encode } from 'dns-packet';
import { Resolver } from 'node:dns/promises';
import type { RunningFake } from '../../../src/sandbox/azure/index.js';
import { startFakeAzure } from '../../../src/sandbox/azure/index.js';
import { ask, overTcp, overUdp } from '../../dns-client.js';
import { NAMES } from './name-server-zones.js';

let running: RunningFake;
const port = (): number => Number(running.dns.split(':')[1]);

beforeAll(async () => {
  running = await startFakeAzure({ state: NAMES });
});
afterAll(() => running.stop());

describe('an answer that is too large', () => {
  test.each([
    { because: 'beyond 512 octets', udpPayloadSize: undefined, cut: true },
    { because: 'an asker who takes less than 512 means 512', udpPayloadSize: 100, cut: true },
    { because: 'an asker who takes more', udpPayloadSize: 1232, cut: false },
  ])('is cut over UDP: $because', async ({ udpPayloadSize, cut }) => {
    const said = await ask(port(), 'many.example.com', 'A', udpPayloadSize === undefined ? {} : { udpPayloadSize });
    expect([said.flags.includes('tc'), said.answers.length]).toEqual([cut, cut ? 0 : 20]);
    expect((await ask(port(), 'many.example.com', 'A', { tcp: true })).answers).toHaveLength(20);
  });

  test('is cut at 4096 octets whatever the asker takes', async () => {
    const said = await ask(port(), 'huge.example.com', 'TXT', { udpPayloadSize: 65_535 });
    expect(said.flags).toContain('tc');
    expect((await ask(port(), 'huge.example.com', 'TXT', { tcp: true })).answers).toHaveLength(20);
  });
});

describe('an odd message', () => {
  const question = { type: 'A', name: 'www.example.com' } as const;
  const query = encode({ type: 'query', id: 7, questions: [question] });
  const changed = (change: (copy: Buffer) => void): Buffer => {
    const copy = Buffer.from(query);
    change(copy);
    return copy;
  };
  const withEdns = (ednsVersion: number): Buffer =>
    encode({
      type: 'query',
      id: 7,
      questions: [question],
      additionals: [
        {
          type: 'OPT',
          name: '.',
          udpPayloadSize: 1232,
          extendedRcode: 0,
          ednsVersion,
          flags: 0,
          flag_do: false,
          options: [],
        },
      ],
    });

  test.each([
    { because: 'cut off in its question', message: query.subarray(0, 20), rcode: 'FORMERR' },
    { because: 'a header without a question', message: encode({ type: 'query', id: 7 }), rcode: 'FORMERR' },
    {
      because: 'two questions',
      message: encode({ type: 'query', id: 7, questions: [question, question] }),
      rcode: 'FORMERR',
    },
    {
      because: 'a name that points at itself',
      message: changed((copy) => copy.writeUInt16BE(0xc00c, 12)),
      rcode: 'FORMERR',
    },
    { because: 'a dynamic update', message: changed((copy) => copy.writeUInt16BE(5 << 11, 2)), rcode: 'NOTIMP' },
    { because: 'another class', message: changed((copy) => copy.writeUInt16BE(3, copy.length - 2)), rcode: 'REFUSED' },
  ])('is told what is wrong with it: $because', async ({ message, rcode }) => {
    for (const send of [overUdp, overTcp]) {
      const answer = decode(await send(port(), message));
      expect([answer.id, answer.type, (answer as unknown as { rcode: string }).rcode]).toEqual([7, 'response', rcode]);
    }
  });

  test('of a later EDNS gets BADVERS', async () => {
    const answer = decode(await overUdp(port(), withEdns(1)));
    expect(answer.additionals).toMatchObject([{ type: 'OPT', extendedRcode: 1, ednsVersion: 0 }]);
    expect(decode(await overUdp(port(), withEdns(0))).answers).toHaveLength(2);
  });

  test('leaves the server standing: junk, an answer, half a question', async () => {
    const answer = encode({ type: 'response', id: 7 });
    for (const junk of [Buffer.alloc(3), answer]) await expect(overUdp(port(), junk, 200)).rejects.toThrow();
    expect((await ask(port(), 'www.example.com')).answers).toHaveLength(2);
  });
});

describe('Node’s own resolver, which is c-ares, reads', () => {
  const resolver = (): Resolver => {
    const made = new Resolver({ timeout: 2000, tries: 1 });
    made.setServers([running.dns]);
    return made;
  };

  test.each([
    { type: 'A', name: 'long.example.com', is: ['198.18.0.2', '198.18.0.3'] },
    { type: 'AAAA', name: 'www.example.com', is: ['2001:db8::2'] },
    { type: 'CNAME', name: 'short.example.com', is: ['www.example.com'] },
    { type: 'TXT', name: 'text.example.com', is: [['one', 'two words'], ['"quoted"']] },
    { type: 'MX', name: 'mail.example.com', is: [{ priority: 10, exchange: 'mx.example.com' }] },
    {
      type: 'SRV',
      name: '_http._tcp.web.example.com',
      is: [{ priority: 1, weight: 2, port: 80, name: 'www.example.com' }],
    },
    { type: 'CAA', name: 'example.com', is: [{ critical: 0, issue: 'ca.example.net' }] },
    { type: 'PTR', name: '4.example.com', is: ['www.example.com'] },
    { type: 'SOA', name: 'example.com', is: { nsname: 'ns1-01.azure-dns.com', serial: 1, minttl: 300 } },
    { type: 'A', name: 'alias4.example.com', is: ['198.18.9.4'] },
  ])('$type of $name', async ({ type, name, is }) => {
    const found = await resolver().resolve(name, type);
    const sorted = Array.isArray(found) && typeof found[0] === 'string' ? (found as string[]).toSorted() : found;
    expect(sorted).toMatchObject(is);
  });

  test('what was cut over UDP again over TCP', async () => {
    expect(await resolver().resolve4('many.example.com')).toHaveLength(20);
    expect(await resolver().resolveTxt('huge.example.com')).toHaveLength(20);
  });

  test.each([
    { name: 'no.example.org', code: 'ENOTFOUND' },
    { name: 'empty.example.com', code: 'ENODATA' },
    { name: 'www.elsewhere.net', code: 'EREFUSED' },
  ])('$name: $code', async ({ name, code }) => {
    await expect(resolver().resolve4(name)).rejects.toMatchObject({ code });
  });
});
