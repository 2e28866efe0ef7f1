// A cluster of the user's. Nothing in it is simulated, and nothing is written before the user has said so.
import { connectionOf, createTransport, explainFailure, type Connection } from '../../adapters/kubernetes/index.js';
import { UsageError } from '../failure.js';
import type { ClusterRequest, SandboxCluster } from './cluster.js';
import { remoteClient } from './remote-client.js';

export async function connectTo({ kubernetes }: ClusterRequest): Promise<SandboxCluster> {
  const connection = connectionTo(kubernetes);
  const transport = createTransport(connection);
  try {
    await transport.json({ method: 'GET', path: '/version' });
  } catch (error) {
    await transport.close();
    throw new UsageError(`--kubernetes ${kubernetes}: ${explainFailure(connection.server, error)}`);
  }
  return {
    context: kubernetes,
    server: connection.server,
    description: `yours, by the context ${kubernetes}; nothing in it is simulated`,
    client: remoteClient(transport),
    isOurs: false,
    stop: () => transport.close(),
  };
}

function connectionTo(context: string): Connection {
  try {
    return connectionOf({ context });
  } catch (error) {
    throw new UsageError(
      `--kubernetes ${context}: it is neither embedded nor control-plane, and as a context: ${(error as Error).message}`,
    );
  }
}
