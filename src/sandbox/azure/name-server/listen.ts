// How do questions about names come in? UDP and TCP on one port of one address.
import type { RemoteInfo, Socket as UdpSocket } from 'node:dgram';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer, isIPv6 } from 'node:net';

/** undefined: say nothing. */
export type Respond = (message: Buffer, transport: 'udp' | 'tcp') => Buffer | undefined;

export interface NameServer {
  readonly port: number;
  readonly close: () => Promise<void>;
}

const TRIES = 10;
const IDLE = 30_000;

/** `port` 0: any that is free for both. */
export async function listenForNames(host: string, port: number, respond: Respond): Promise<NameServer> {
  for (let left = TRIES; ; left -= 1) {
    const connections = new Set<Socket>();
    const tcp = createServer((socket) => converse(socket, connections, respond));
    tcp.listen(port, host);
    await once(tcp, 'listening');
    const taken = (tcp.address() as AddressInfo).port;
    const udp = createSocket(isIPv6(host) ? 'udp6' : 'udp4', (message, from) => reply(udp, message, from, respond));
    try {
      udp.bind(taken, host);
      await once(udp, 'listening');
      return { port: taken, close: () => close(udp, tcp, connections) };
    } catch (error) {
      await close(udp, tcp, connections);
      // Somebody has that port for UDP: another one, where any will do.
      if (port !== 0 || left <= 1) throw error;
    }
  }
}

async function close(udp: UdpSocket, tcp: Server, connections: ReadonlySet<Socket>): Promise<void> {
  udp.close();
  for (const socket of connections) socket.destroy();
  await new Promise<void>((resolve) => tcp.close(() => resolve()));
}

function reply(udp: UdpSocket, message: Buffer, { port, address }: RemoteInfo, respond: Respond): void {
  const answer = respond(message, 'udp');
  // Whoever asked and went away doesn't matter.
  if (answer !== undefined) udp.send(answer, port, address, () => undefined);
}

// Messages one after another, each behind its length in two octets (RFC 1035, 4.2.2).
function converse(socket: Socket, connections: Set<Socket>, respond: Respond): void {
  connections.add(socket);
  let waiting = Buffer.alloc(0);
  socket.setTimeout(IDLE, () => socket.destroy());
  socket.on('error', () => socket.destroy());
  socket.on('close', () => connections.delete(socket));
  socket.on('data', (chunk: Buffer) => {
    waiting = Buffer.concat([waiting, chunk]);
    while (waiting.length >= 2 && waiting.length >= 2 + waiting.readUInt16BE(0)) {
      const end = 2 + waiting.readUInt16BE(0);
      const answer = respond(waiting.subarray(2, end), 'tcp');
      waiting = waiting.subarray(end);
      if (answer === undefined) return void socket.destroy();
      socket.write(Buffer.concat([Buffer.from([answer.length >> 8, answer.length & 255]), answer]));
    }
  });
}
