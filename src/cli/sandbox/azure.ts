// Which Azure does the sandbox stand on? The fake, in this process, looked at through its public control path.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import type { ArmResource } from '../../core/network/arm-resource.js';
import type { AzureState } from '../../core/network/azure-state.js';
import { azureState } from '../../core/network/azure-state.js';
import { startFakeAzure } from '../../sandbox/azure/index.js';
import { readEnvironment } from './read-environment.js';

export interface SandboxAzure {
  readonly endpoint: string;
  readonly directory: string;
  readonly certificateAuthority: string;
  /** What a client's environment must say. */
  readonly environment: Readonly<Record<string, string>>;
  /** `127.0.0.1:40124`: answers for the public zones over DNS. */
  readonly dns: string;
  /** The same as a network linked to the private zones sees it. */
  readonly privateDns: string;
  /** Ids of the public DNS zones. */
  readonly zones: readonly string[];
  readonly state: () => Promise<AzureState>;
  readonly stop: () => Promise<void>;
}

export async function startAzure(directory: string): Promise<SandboxAzure> {
  const fake = await startFakeAzure({ directory });
  const certificateAuthority = await readFile(join(directory, 'ca.crt'), 'utf8');
  const dispatcher = new Agent({ connect: { ca: certificateAuthority } });
  const state = async (): Promise<AzureState> => {
    const { body } = await request(new URL('/_fake/state', fake.endpoint), { dispatcher });
    return azureState((await body.json()) as readonly ArmResource[]);
  };
  const isZone = ({ type }: ArmResource): boolean => /^microsoft\.network\/(private)?dnszones$/i.test(type);
  return {
    endpoint: fake.endpoint,
    dns: fake.dns,
    privateDns: fake.privateDns,
    directory,
    certificateAuthority,
    environment: readEnvironment(await readFile(join(directory, 'env'), 'utf8')),
    zones: [...(await state()).resources.values()].filter(isZone).map(({ id }) => id),
    state,
    stop: async () => {
      await dispatcher.close();
      await fake.stop();
    },
  };
}
