// What is there before anybody wrote anything? The namespaces that every cluster has, and the Service by which Pods
// reach the API.
import type { JsonObject } from '../../json.js';
import { API_ADDRESS } from './service-ranges.js';

/** In the order in which they must be created. */
export function seedObjects(): JsonObject[] {
  const namespaces = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];
  return [
    ...namespaces.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        name: 'kubernetes',
        namespace: 'default',
        labels: { component: 'apiserver', provider: 'kubernetes' },
      },
      spec: {
        clusterIP: API_ADDRESS,
        clusterIPs: [API_ADDRESS],
        ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 6443 }],
      },
    },
  ];
}
