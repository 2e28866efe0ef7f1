// Manifests of the tables: one Service each, with what a row says of it.

/** Annotations without `service.beta.kubernetes.io/`; a key with a slash stands as it is. */
export interface Wished {
  readonly annotations?: Readonly<Record<string, string>>;
  /** Over `ports: [{ port: 80 }]`. */
  readonly spec?: object;
}

export const PREFIX = 'service.beta.kubernetes.io/';

export function manifestOf(name: string, { annotations = {}, spec = {} }: Wished): string {
  const whole = Object.entries(annotations).map(([key, value]) => [key.includes('/') ? key : PREFIX + key, value]);
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, annotations: Object.fromEntries(whole) },
    spec: {
      type: 'LoadBalancer',
      loadBalancerClass: 'azurenetwork.dev/azure',
      selector: { app: 'none' },
      ports: [{ port: 80 }],
      ...spec,
    },
  });
}
