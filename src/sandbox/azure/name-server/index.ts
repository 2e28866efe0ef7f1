// What would the world see of the zones? Two name servers on loopback: one as anybody on the Internet asks, one as a
// machine in a linked network does.
import type { FakeAzure } from '../fake-azure.js';
import type { NameServer } from './listen.js';
import { listenForNames } from './listen.js';
import { lookUp } from './lookup.js';
import { answerMessage } from './message.js';
import type { View } from './zones.js';
import { Zones } from './zones.js';

export interface NameServers {
  /** Ports, UDP and TCP. */
  readonly publicPort: number;
  readonly privatePort: number;
  readonly close: () => Promise<void>;
}

/** Ports of 0: any that are free. */
export async function startNameServers(
  fake: FakeAzure,
  host: string,
  ports: { readonly public: number; readonly private: number },
): Promise<NameServers> {
  const zones = new Zones(fake.store);
  const open = await serve(fake, zones, 'public', host, ports.public);
  try {
    const closed = await serve(fake, zones, 'private', host, ports.private);
    const close = async (): Promise<void> => void (await Promise.all([open.close(), closed.close()]));
    return { publicPort: open.port, privatePort: closed.port, close };
  } catch (error) {
    await open.close();
    throw error;
  }
}

function serve(fake: FakeAzure, zones: Zones, view: View, host: string, port: number): Promise<NameServer> {
  return listenForNames(host, port, (message, transport) =>
    answerMessage(message, view, transport, ({ name, type }) => {
      // What has ended by now is true by now, whether or not anybody asked over HTTPS.
      fake.operations.settle(fake.clock());
      return lookUp(zones, view, name, type);
    }),
  );
}
