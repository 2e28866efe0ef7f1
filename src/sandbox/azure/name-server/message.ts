// What goes back for a DNS message? Header, EDNS (RFC 6891) and truncation around what the zones say; a question that
// can't be read gets FORMERR, one of another kind NOTIMP.
import type { DecodedPacket, OptAnswer, Packet } from 'dns-packet';
import { AUTHORITATIVE_ANSWER, decode, encode, RECURSION_AVAILABLE, TRUNCATED_RESPONSE } from 'dns-packet';
import type { Reply } from './lookup.js';
import type { View } from './zones.js';

const HEADER = 12;
const PLAIN_UDP = 512;
const MAX_UDP = 4096;
const MAX_TCP = 65_535;
const RESPONSE = 0x8000;
// Opcode, recursion desired, checking disabled: given back as they came.
const KEPT = 0x7910;

const CODES = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5, BADVERS: 16 } as const;
type Code = keyof typeof CODES;

export interface Question {
  readonly name: string;
  readonly type: string;
}

export type Ask = (question: Question) => Reply;

/** undefined: nothing that can be answered, such as an answer. */
export function answerMessage(message: Buffer, view: View, transport: 'udp' | 'tcp', ask: Ask): Buffer | undefined {
  if (message.length < HEADER || (message.readUInt16BE(2) & RESPONSE) !== 0) return undefined;
  const query = read(message);
  if (query === undefined) return bare(message, 'FORMERR');
  try {
    const packet = respond(query, view, ask);
    const opt = optOf(query);
    const size = transport === 'tcp' ? MAX_TCP : Math.min(MAX_UDP, Math.max(PLAIN_UDP, opt?.udpPayloadSize ?? 0));
    const whole = encode(packet);
    if (whole.length <= size) return whole;
    return encode({ ...packet, flags: (packet.flags ?? 0) | TRUNCATED_RESPONSE, answers: [], authorities: [] });
  } catch {
    return bare(message, 'SERVFAIL');
  }
}

function read(message: Buffer): DecodedPacket | undefined {
  try {
    return decode(message);
  } catch {
    return undefined;
  }
}

function bare(message: Buffer, code: Code): Buffer {
  return encode({ type: 'response', id: message.readUInt16BE(0), flags: kept(message.readUInt16BE(2)) | CODES[code] });
}

function kept(flags: number): number {
  return flags & KEPT;
}

function respond(query: DecodedPacket, view: View, ask: Ask): Packet {
  const opt = optOf(query);
  const [question, ...more] = query.questions ?? [];
  const refuse = (code: Code): Packet => packet(query, opt, code, kept(query.flags ?? 0));
  if (opt !== undefined && opt.ednsVersion !== 0) return refuse('BADVERS');
  if ((query.flags ?? 0) & 0x7800) return refuse('NOTIMP');
  if (question === undefined || more.length > 0) return refuse('FORMERR');
  if (question.class !== 'IN') return refuse('REFUSED');
  const reply = ask({ name: question.name === '.' ? '' : question.name, type: question.type });
  // The resolver in a network hands on what others say; a zone's own server speaks for itself.
  const said = view === 'private' ? RECURSION_AVAILABLE : reply.authoritative ? AUTHORITATIVE_ANSWER : 0;
  const made = packet(query, opt, reply.rcode, kept(query.flags ?? 0) | said);
  return {
    ...made,
    answers: [...reply.answers],
    authorities: [...reply.authorities],
    additionals: [...reply.additionals, ...(made.additionals ?? [])],
  };
}

function packet(query: DecodedPacket, opt: OptAnswer | undefined, code: Code, flags: number): Packet {
  const number = CODES[code];
  const own: OptAnswer = {
    type: 'OPT',
    name: '.',
    udpPayloadSize: MAX_UDP,
    extendedRcode: number >> 4,
    ednsVersion: 0,
    flags: 0,
    flag_do: false,
    options: [],
  };
  return {
    type: 'response',
    id: query.id ?? 0,
    flags: flags | (number & 15),
    questions: query.questions ?? [],
    ...(opt === undefined ? {} : { additionals: [own] }),
  };
}

function optOf(query: DecodedPacket): OptAnswer | undefined {
  return query.additionals?.find((one): one is OptAnswer => one.type === 'OPT');
}
