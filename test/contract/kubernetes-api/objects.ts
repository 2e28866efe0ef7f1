// What do the HTTP cases write? As little as the API server takes.

export const configMap = (name: string, more: Record<string, any> = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  ...more,
  metadata: { name, ...(more.metadata as object) },
});

export const service = (name: string, spec: object = { ports: [{ port: 80 }] }) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name },
  spec,
});

export const lease = (name: string, spec: object) => ({
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  metadata: { name },
  spec,
});

export const deployment = (name: string, image = 'registry.example/a:1') => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: {
    replicas: 0,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'a', image }] } },
  },
});

export const deleteOptions = (more: object) => ({ apiVersion: 'v1', kind: 'DeleteOptions', ...more });

/** A namespaced kind; `version`: of its one version. */
export const definition = (group: string, version: object, names: object = {}) => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `boats.${group}` },
  spec: {
    group,
    scope: 'Namespaced',
    names: { plural: 'boats', kind: 'Boat', ...names },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
        ...version,
      },
    ],
  },
});
