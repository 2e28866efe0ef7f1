// What do the nodes look like? As those of a scale set in AKS: named by instance, in three zones, with addresses
// from the subnet 10.224.0.0/16. Their kubelets are played: by kwok, or by the simulated cluster.

const RESOURCES = { cpu: '8', memory: '32Gi', pods: '250', 'ephemeral-storage': '100Gi' };
const RESOURCE_GROUP = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/nodes';

/** A v1 Node, status included: the API server takes it at creation, as it does from a kubelet that registers. */
export function nodeManifest(index: number) {
  const name = `vmss-${index.toString().padStart(6, '0')}`;
  const address = `10.224.${Math.floor((index + 4) / 256)}.${(index + 4) % 256}`;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'topology.kubernetes.io/region': 'westeurope',
        'topology.kubernetes.io/zone': `westeurope-${(index % 3) + 1}`,
      },
    },
    spec: {
      providerID: `azure://${RESOURCE_GROUP}/providers/Microsoft.Compute/virtualMachineScaleSets/vmss/virtualMachines/${index}`,
    },
    status: {
      addresses: [
        { type: 'InternalIP', address },
        { type: 'Hostname', address: name },
      ],
      capacity: RESOURCES,
      allocatable: RESOURCES,
    },
  };
}
