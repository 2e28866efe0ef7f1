// How does kubectl find a sandbox's API server?

/** A kubeconfig of the administrator, as text. `ca`: PEM. */
export function kubeconfigOf(server: string, { ca, token }: { readonly ca: string; readonly token: string }): string {
  const authority = Buffer.from(ca).toString('base64');
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'sandbox', cluster: { server, 'certificate-authority-data': authority } }],
    users: [{ name: 'sandbox', user: { token } }],
    contexts: [{ name: 'sandbox', context: { cluster: 'sandbox', user: 'sandbox' } }],
    'current-context': 'sandbox',
  });
}
