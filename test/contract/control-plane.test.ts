// Is the control plane that other suites stand on a real one? Nodes are Ready, pods run, it goes away and comes back.
import { expect, test } from '@jest/globals';
import { describeOnControlPlane } from './describe-on-control-plane.js';
import { eventually } from './eventually.js';

interface NodeList {
  readonly items: readonly {
    readonly metadata: { readonly name: string };
    readonly status: {
      readonly addresses: readonly { readonly type: string; readonly address: string }[];
      readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    };
  }[];
}

describeOnControlPlane('the control plane', (controlPlane) => {
  test('has three nodes in AKS dress, kept Ready by kwok with the addresses we gave them', async () => {
    await eventually(async () => {
      const { stdout } = await controlPlane().kubectl(['get', 'nodes', '-o', 'json']);
      const nodes = (JSON.parse(stdout) as NodeList).items.map(({ metadata, status }) => ({
        name: metadata.name,
        ip: status.addresses.find(({ type }) => type === 'InternalIP')?.address,
        ready: status.conditions?.find(({ type }) => type === 'Ready')?.status,
      }));
      expect(nodes).toEqual([
        { name: 'vmss-000000', ip: '10.224.0.4', ready: 'True' },
        { name: 'vmss-000001', ip: '10.224.0.5', ready: 'True' },
        { name: 'vmss-000002', ip: '10.224.0.6', ready: 'True' },
      ]);
    });
  }, 60_000);

  test('runs the pods of a deployment', async () => {
    const { kubectl } = controlPlane();
    const made = await kubectl(['create', 'deployment', 'web', '--image=web', '--replicas=2']);
    expect(made).toMatchObject({ code: 0 });
    await eventually(async () => {
      const { stdout } = await kubectl(['get', 'pods', '-o', 'jsonpath={.items[*].status.phase}']);
      expect(stdout).toBe('Running Running');
    });
  }, 60_000);

  test('loses its API server and gets it back with everything in it', async () => {
    const { kubectl, stopApiServer, startApiServer } = controlPlane();
    await stopApiServer();
    expect((await kubectl(['get', 'nodes', '--request-timeout=2s'])).code).not.toBe(0);
    await startApiServer();
    expect((await kubectl(['get', 'deployment', 'web', '-o', 'name'])).stdout).toBe('deployment.apps/web\n');
  }, 60_000);
});
