// What does every namespace have from the start? A service account and the certificate of the API.
import type { Cluster } from './cluster.js';
import { isTerminating } from './owners.js';

const DESCRIPTION =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the ' +
  'internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.';

/** `authority`: PEM. */
export async function furnishNamespaces(cluster: Cluster, authority: string): Promise<void> {
  for (const one of cluster.list('namespaces').filter((namespace) => !isTerminating(namespace))) {
    const namespace = one.metadata.name;
    if (!cluster.get('serviceaccounts', namespace, 'default')) {
      const metadata = { name: 'default', namespace };
      await cluster.create('serviceaccounts', { apiVersion: 'v1', kind: 'ServiceAccount', metadata });
    }
    if (!cluster.get('configmaps', namespace, 'kube-root-ca.crt')) {
      const annotations = { 'kubernetes.io/description': DESCRIPTION };
      const metadata = { name: 'kube-root-ca.crt', namespace, annotations };
      await cluster.create('configmaps', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata,
        data: { 'ca.crt': authority.trimEnd() },
      });
    }
  }
}
