// How does a test ask for a name? One question to one port of this machine, over UDP or TCP, and what came back in
// plain text. Nothing is remembered and nobody else is asked.
import type { Answer, DecodedPacket, RecordType } from 'dns-packet';
import { decode, encode, RECURSION_DESIRED } from 'dns-packet';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';

export interface Asked {
  /** `NOERROR`, `NXDOMAIN`, … */
  readonly rcode: string;
  /** The data alone, sorted: `198.18.0.1`, `10 mail.example.com`. Of every type, where a chain leads there. */
  readonly answers: readonly string[];
  /** With owner, TTL and type, in the order in which they came: `www.example.com 300 A 198.18.0.1`. */
  readonly records: readonly string[];
  readonly authorities: readonly string[];
  readonly additionals: readonly string[];
  /** Of `aa`, `tc`, `rd`, `ra`: those that are set. */
  readonly flags: readonly string[];
  readonly message: DecodedPacket;
}

export interface AskOptions {
  readonly tcp?: boolean;
  /** EDNS: how much the asker takes over UDP. */
  readonly udpPayloadSize?: number;
  readonly timeoutMs?: number;
}

/** `type`: one that the library knows, or a number such as `UNKNOWN_65`. */
export async function ask(port: number, name: string, type = 'A', options: AskOptions = {}): Promise<Asked> {
  const message = encode({
    type: 'query',
    id: Math.floor(Math.random() * 0x10000),
    flags: RECURSION_DESIRED,
    questions: [{ type: type as RecordType, name }],
    additionals: options.udpPayloadSize === undefined ? [] : [edns(options.udpPayloadSize)],
  });
  const { tcp = false, timeoutMs = 5000 } = options;
  return asked(decode(await (tcp ? overTcp : overUdp)(port, message, timeoutMs)));
}

function edns(udpPayloadSize: number): Answer {
  const rest = { extendedRcode: 0, ednsVersion: 0, flags: 0, flag_do: false, options: [] };
  return { type: 'OPT', name: '.', udpPayloadSize, ...rest };
}

/** What comes back for any bytes. */
export async function overUdp(port: number, message: Buffer, timeoutMs = 5000): Promise<Buffer> {
  const socket = createSocket('udp4');
  try {
    const answer = once(socket, 'message', { signal: AbortSignal.timeout(timeoutMs) });
    socket.send(message, port, '127.0.0.1');
    return ((await answer) as [Buffer])[0];
  } finally {
    socket.close();
  }
}

export async function overTcp(port: number, message: Buffer, timeoutMs = 5000): Promise<Buffer> {
  const socket = connect(port, '127.0.0.1');
  try {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(message.length);
    socket.write(Buffer.concat([length, message]));
    let got = Buffer.alloc(0);
    while (got.length < 2 || got.length < 2 + got.readUInt16BE(0)) {
      const [chunk] = (await once(socket, 'data', { signal: AbortSignal.timeout(timeoutMs) })) as [Buffer];
      got = Buffer.concat([got, chunk]);
    }
    return got.subarray(2);
  } finally {
    socket.destroy();
  }
}

function asked(message: DecodedPacket): Asked {
  const records = message.answers ?? [];
  const plain = (list: readonly Answer[] = []): string[] => list.filter(({ type }) => type !== 'OPT').map(recordText);
  return {
    // The type of the library forgets it.
    rcode: (message as unknown as { readonly rcode: string }).rcode,
    answers: records.map(dataText).sort(),
    records: plain(records),
    authorities: plain(message.authorities),
    additionals: plain(message.additionals),
    flags: (['aa', 'tc', 'rd', 'ra'] as const).filter((flag) => message[`flag_${flag}`]),
    message,
  };
}

function recordText(record: Answer): string {
  const ttl = 'ttl' in record ? record.ttl : 0;
  return `${record.name} ${ttl} ${record.type} ${dataText(record)}`;
}

function dataText(record: Answer): string {
  switch (record.type) {
    case 'TXT':
      return [record.data]
        .flat()
        .map((one) => JSON.stringify(one.toString()))
        .join(' ');
    case 'MX':
      return `${record.data.preference ?? 0} ${record.data.exchange}`;
    case 'SRV':
      return `${record.data.priority ?? 0} ${record.data.weight ?? 0} ${record.data.port} ${record.data.target}`;
    case 'CAA':
      return `${record.data.flags ?? 0} ${record.data.tag} ${JSON.stringify(record.data.value)}`;
    case 'SOA':
      return `${record.data.mname} ${record.data.rname} ${record.data.minimum ?? 0}`;
    case 'A':
    case 'AAAA':
    case 'CNAME':
    case 'NS':
    case 'PTR':
      return record.data;
    default:
      return record.type;
  }
}
