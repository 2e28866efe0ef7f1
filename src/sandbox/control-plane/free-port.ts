// Which TCP ports on 127.0.0.1 are free right now? Somebody may take one before it is used: who asks must be ready to ask again.
import { createServer, type Server } from 'node:net';

/** All held at once while they are picked, so that they differ. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listen(0)));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map(close));
  return ports;
}

/** A server that was stopped may hold its port for some seconds. Milliseconds. */
export async function untilPortIsFree(port: number, patience = 20_000): Promise<void> {
  const deadline = Date.now() + patience;
  for (;;) {
    try {
      return await close(await listen(port));
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
