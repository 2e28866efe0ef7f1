// May this write still leave? Asked when it is handed to a connection that is there, and once more when one had to be
// made first: a process may be stopped while it waits for that, and by the time it wakes another one leads.
import { once } from 'node:events';
import { Agent, type AgentOptions } from 'node:https';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { HttpsProxyAgent } from 'https-proxy-agent';

/** Its code tells that nothing has left, as those of Node do. */
export class NotSentError extends Error {
  override readonly name = 'NotSentError';
  readonly code = 'NOT_LEADER';
  constructor() {
    super('not sent: this process does not lead, or cannot be sure that it still does');
  }
}

export function isWrite(method: string | null | undefined): boolean {
  return method === 'PUT' || method === 'DELETE';
}

export class FencedAgent extends Agent {
  constructor(
    options: AgentOptions,
    private readonly mayWrite: () => boolean,
  ) {
    super(options);
  }

  /** A write gets its connection when that is ready, not before: else Node would send what it has buffered by itself. */
  override createConnection(
    ...[options, callback]: Parameters<Agent['createConnection']>
  ): ReturnType<Agent['createConnection']> {
    const socket = super.createConnection(options) as TLSSocket;
    if (!callback || !isWrite(options.method)) return socket;
    // Node takes an error without a socket, though its type asks for one.
    const fail = (error: Error): void => callback(error, undefined as unknown as Duplex);
    socket.once('error', fail);
    socket.once('secureConnect', () => {
      socket.off('error', fail);
      if (this.mayWrite()) return callback(null, socket);
      socket.destroy();
      fail(new NotSentError());
    });
    return undefined;
  }
}

/** The same through a proxy: two connections have to be made, which takes the longer. */
export class FencedProxyAgent extends HttpsProxyAgent<string> {
  constructor(
    proxy: string,
    private readonly target: AgentOptions,
    private readonly mayWrite: () => boolean,
  ) {
    super(proxy, target);
  }

  override async connect(...[request, options]: Parameters<HttpsProxyAgent<string>['connect']>) {
    const socket = await super.connect(request, Object.assign({}, options, this.target));
    // A proxy that refuses gives its answer in place of a connection, and nothing leaves.
    if (!isWrite(request.method) || !(socket instanceof TLSSocket)) return socket;
    await once(socket, 'secureConnect');
    if (this.mayWrite()) return socket;
    socket.destroy();
    throw new NotSentError();
  }
}
