// What does it say of a cluster that can't do what we need? Against an API server that is as old as each test wants.
import { afterEach, describe, expect, test } from '@jest/globals';
import { lacksOf } from '../../../src/adapters/kubernetes/fitness.js';
import { customResourceDefinition, KINDS } from '../../../src/core/kinds/index.js';
import { refuse, scriptedApi, type Handler, type ScriptedApi } from './scripted-api.js';

let api: ScriptedApi;
afterEach(() => api.close());

// As an API server publishes a CRD's schema.
type Schema = Record<string, any>;

function document(change: (schemas: Record<string, Schema>) => void = () => undefined): object {
  const schemas = Object.fromEntries(
    KINDS.map((kind) => {
      const crd = structuredClone<Schema>(customResourceDefinition(kind));
      const names = [{ group: 'azurenetwork.dev', version: 'v1alpha1', kind: kind.kind }];
      const schema = crd['spec'].versions[0].schema.openAPIV3Schema as Schema;
      // The API server puts its own in the place of ours.
      schema['properties'].metadata = { allOf: [{ $ref: '#/components/schemas/ObjectMeta' }] };
      return [kind.kind, { ...schema, 'x-kubernetes-group-version-kind': names }];
    }),
  );
  change(schemas);
  return { components: { schemas } };
}

async function lacks(version: unknown, kinds: Handler): Promise<readonly string[]> {
  const route: Handler = (request, response, url) =>
    url.pathname === '/version'
      ? void response.end(JSON.stringify(version))
      : url.pathname === '/openapi/v3/apis/azurenetwork.dev/v1alpha1'
        ? kinds(request, response, url)
        : refuse(404)(request, response, url);
  api = await scriptedApi({ lists: [route, route] });
  return lacksOf(api.transport);
}

const kinds =
  (change?: Parameters<typeof document>[0]): Handler =>
  (_, response) =>
    void response.end(JSON.stringify(document(change)));
const NEW = { gitVersion: 'v1.37.2' };

describe('the cluster', () => {
  test.each([
    { gitVersion: 'v1.37.2', isEnough: true, because: 'the version that we follow' },
    { gitVersion: 'v1.31.0', isEnough: true, because: 'the oldest with all that we need' },
    { gitVersion: 'v1.32.4+k3s1', isEnough: true, because: 'others add their mark' },
    { gitVersion: 'v2.0.0', isEnough: true, because: 'who knows' },
    { gitVersion: 'v1.29.8', isEnough: false, because: 'no rules on CIDRs' },
    { gitVersion: 'v1.30.11-gke.100', isEnough: false, because: 'no rules on CIDRs' },
    { gitVersion: undefined, isEnough: false, because: 'it does not tell' },
  ])('version $gitVersion: $because', async ({ gitVersion, isEnough }) => {
    const found = await lacks({ gitVersion }, kinds());
    if (isEnough) return expect(found).toEqual([]);
    expect(found).toEqual([expect.stringMatching(/^Kubernetes 1\.31 or newer is needed.*this is /)]);
    expect(found[0]).toContain(gitVersion ?? 'unknown');
  });

  test('without our kinds: what to apply', async () => {
    expect(await lacks(NEW, refuse(404))).toEqual([
      'the kinds of azurenetwork.dev/v1alpha1 are not installed; apply the CRDs of this version: kubectl apply -k crds',
    ]);
  });

  test('without one of our kinds: which', async () => {
    const found = await lacks(
      NEW,
      kinds((schemas) => delete schemas['ExposurePolicy']),
    );
    expect(found).toEqual([expect.stringContaining('the kind ExposurePolicy of azurenetwork.dev/v1alpha1')]);
  });

  test('with an old CRD: which fields it lacks, those in lists too', async () => {
    const found = await lacks(
      NEW,
      kinds((schemas) => {
        delete schemas['AzureNetwork']!['properties'].spec.properties.safety;
        delete schemas['PortExposure']!['properties'].spec.properties.ports.items.properties.endPort;
      }),
    );
    expect(found).toEqual([
      expect.stringContaining("CRD of AzureNetwork is too old, it doesn't know .spec.safety;"),
      expect.stringContaining("CRD of PortExposure is too old, it doesn't know .spec.ports[].endPort;"),
    ]);
  });

  test('with fields that we do not know: a newer CRD is none of our business', async () => {
    const found = await lacks(
      NEW,
      kinds((schemas) => (schemas['AzureNetwork']!['properties'].spec.properties.later = { type: 'string' })),
    );
    expect(found).toEqual([]);
  });

  test('that answers nothing of use is asked again', async () => {
    await expect(lacks(NEW, refuse(500))).rejects.toThrow('refused with 500');
  });
});
