// Are the rights of manifests/ those that are used? The operator runs as its own ServiceAccount through all that it does,
// and the API server's audit log is held against the roles: nothing denied, nothing granted in vain.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ControlPlane } from '../../src/sandbox/control-plane/start-control-plane.js';
import { describeOnControlPlane } from '../contract/describe-on-control-plane.js';
import { eventually } from '../contract/eventually.js';
import type { AuditEvent } from './in-cluster.js';
import { auditOfOperator, install, kubeconfigOfOperator, NAMESPACE, withFlags } from './in-cluster.js';
import { startProgram } from './program.js';
import type { World } from './world.js';
import { addressOf, essence, startWorld } from './world.js';

const CRDS_FOLDER = process.env['CRDS_FOLDER'];

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
}

describeOnControlPlane(
  'the rights of the operator',
  (controlPlane) => {
    let world: World;
    let untouched: string;

    beforeAll(async () => {
      await install(controlPlane());
      await installKindsOfOthers(controlPlane());
      const kubeconfig = await kubeconfigOfOperator(controlPlane());
      const start: typeof startProgram = (args, env) =>
        startProgram(
          [
            ...withFlags(args, { '--kubeconfig': kubeconfig }),
            '--leader-elect',
            '--leader-election-namespace',
            NAMESPACE,
          ],
          env,
        );
      world = await startWorld(controlPlane(), { start });
      untouched = essence(await world.azure.state());
    }, 60_000);
    afterAll(async () => world?.stop(), 60_000);

    test('are enough for a Service, from its first event to its last finalizer', async () => {
      await world.apply(service('web'));
      await addressOf(world, 'web');
      await eventually(async () => {
        expect(await world.kubectl('describe', 'service', 'web')).toMatch(/Normal\s+Programmed/);
      });
      await world.kubectl('annotate', 'service', 'web', `${ANNOTATION}=3`);
      await eventually(async () => {
        const { status } = await world.get('service', 'web');
        expect(JSON.stringify(status.conditions)).toContain('idle-timeout');
      });
      await world.kubectl('annotate', 'service', 'web', `${ANNOTATION}-`);
      await world.kubectl('delete', 'service', 'web', '--timeout=30s');
    }, 90_000);

    test('each write is in the log, as JSON, with its objects, its operation and the id that Azure knows it by', () => {
      const lines = world
        .operator()
        .output()
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      const written = lines.filter(({ msg }) => msg === 'written to Azure');
      expect(written.length).toBeGreaterThan(3);
      for (const line of written) {
        expect(line).toMatchObject({
          id: expect.stringMatching(/^\/subscriptions\//) as unknown,
          action: expect.stringMatching(/^(Create|Update|Delete)$/) as unknown,
          because: ['Service/default/web'],
          correlationId: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
        });
      }
    });

    test('are enough for a PortExposure under a policy, and for an Ingress with its record', async () => {
      await world.apply(RELAY);
      await world.apply(INGRESS);
      await eventually(async () => {
        expect((await world.get('portexposure', 'relay')).metadata.finalizers).toEqual(['azurenetwork.dev/cleanup']);
        expect((await world.get('exposurepolicy', 'partners')).status.conditions).not.toEqual([]);
        expect((await world.azure.ofType('dnszones/A')).map(({ name }) => name)).toEqual(['shop']);
      });
      await world.kubectl('delete', 'portexposure', 'relay', '--timeout=30s');
      await world.kubectl('delete', 'ingress', 'shop');
      await eventually(async () => expect(essence(await world.azure.state())).toBe(untouched));
    }, 90_000);

    (CRDS_FOLDER ? test : test.skip)(
      'are enough for a DNSEndpoint, which is told that it was read',
      async () => {
        await world.apply(ENDPOINT);
        await eventually(async () => {
          expect((await world.get('dnsendpoint', 'texts')).status).toMatchObject({ observedGeneration: 1 });
          expect((await world.azure.ofType('dnszones/TXT')).map(({ name }) => name)).toEqual(['texts']);
        }, 60_000);
        await world.kubectl('delete', 'dnsendpoint', 'texts');
        await eventually(async () => expect(essence(await world.azure.state())).toBe(untouched));
      },
      120_000,
    );

    test('are enough to lead, and to give the lease back', async () => {
      await eventually(async () => {
        const { spec } = await world.get('lease', 'azure-network-operator', '-n', NAMESPACE);
        expect(spec.renewTime > spec.acquireTime).toBe(true);
      });
      expect(await world.operator().kill()).toBe(0);
      const { spec } = await world.get('lease', 'azure-network-operator', '-n', NAMESPACE);
      expect(spec.holderIdentity).toBe('');
    }, 60_000);

    test('nothing was denied, and what was allowed was allowed by these roles', async () => {
      const events = (await auditOfOperator(controlPlane())).filter(({ objectRef }) => objectRef);
      expect(events.length).toBeGreaterThan(50);
      const isDenied = ({ annotations, responseStatus }: AuditEvent): boolean =>
        annotations?.['authorization.k8s.io/decision'] !== 'allow' || responseStatus?.code === 403;
      expect(events.filter(isDenied).map(show)).toEqual([]);
      const others = events.filter(
        ({ annotations }) =>
          !/(Cluster)?RoleBinding "azure-network-operator/.test(annotations?.['authorization.k8s.io/reason'] ?? ''),
      );
      expect(others.map(show)).toEqual([]);
    });

    test('no right was granted in vain', async () => {
      const events = await auditOfOperator(controlPlane());
      const roles = [
        await world.get('clusterrole', 'azure-network-operator'),
        await world.get('role', 'azure-network-operator', '-n', NAMESPACE),
      ];
      const rights = roles.flatMap(({ rules }) => (rules as Rule[]).flatMap(rightsOf));
      const ofOthers = /^(gateway\.networking\.k8s\.io|externaldns\.k8s\.io)$/;
      const unused = rights
        .filter(({ group }) => CRDS_FOLDER !== undefined || !ofOthers.test(group))
        .filter((right) => !events.some((event) => uses(event, right)));
      expect(unused.map((right) => JSON.stringify(right))).toEqual([]);
    });
  },
  { audit: true },
);

/** The kinds of the Gateway API and of external-dns, where their definitions are to be had. */
async function installKindsOfOthers({ kubectl }: ControlPlane): Promise<void> {
  if (!CRDS_FOLDER) return;
  for (const folder of ['gateway-api', 'external-dns']) {
    const { code, stderr } = await kubectl(['apply', '--server-side', '-f', join(CRDS_FOLDER, folder)]);
    if (code !== 0) throw new Error(stderr);
  }
}

interface Right {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly name: string | undefined;
}

function rightsOf({ apiGroups, resources, verbs, resourceNames }: Rule): Right[] {
  const names = resourceNames ?? [undefined];
  return apiGroups.flatMap((group) =>
    resources.flatMap((resource) => verbs.flatMap((verb) => names.map((name) => ({ verb, group, resource, name })))),
  );
}

function uses({ verb, objectRef }: AuditEvent, right: Right): boolean {
  if (!objectRef || verb !== right.verb) return false;
  const { apiGroup = '', resource, subresource, name } = objectRef;
  const full = subresource ? `${resource}/${subresource}` : resource;
  return apiGroup === right.group && full === right.resource && (right.name === undefined || right.name === name);
}

function show({ verb, requestURI, annotations }: AuditEvent): string {
  return `${verb} ${requestURI} ${annotations?.['authorization.k8s.io/reason'] ?? ''}`;
}

const ANNOTATION = 'service.beta.kubernetes.io/azure-load-balancer-tcp-idle-timeout';

function service(name: string): string {
  return `
apiVersion: v1
kind: Service
metadata: { name: ${name} }
spec:
  type: LoadBalancer
  loadBalancerClass: azurenetwork.dev/azure
  selector: { app: ${name} }
  ports: [{ port: 80 }]
`;
}

const ENDPOINT = `
apiVersion: externaldns.k8s.io/v1alpha1
kind: DNSEndpoint
metadata: { name: texts }
spec:
  endpoints: [{ dnsName: texts.example.com, recordType: TXT, targets: [text] }]
`;

const RELAY = `
apiVersion: v1
kind: Pod
metadata: { name: relay, labels: { app: relay } }
spec:
  terminationGracePeriodSeconds: 0
  containers: [{ name: relay, image: relay, ports: [{ containerPort: 7000, hostPort: 7000 }] }]
---
apiVersion: azurenetwork.dev/v1alpha1
kind: ExposurePolicy
metadata: { name: partners }
spec:
  namespaceSelector: {}
  paths: [HostPort]
  portRanges: [{ from: 7000, to: 8000 }]
  sources: { allowedCIDRs: [203.0.113.0/24] }
---
apiVersion: azurenetwork.dev/v1alpha1
kind: PortExposure
metadata: { name: relay }
spec:
  podSelector: { matchLabels: { app: relay } }
  path: HostPort
  ports: [{ port: 7000, protocol: TCP }]
  sources: { cidrs: [203.0.113.64/26] }
`;

const INGRESS = `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop, annotations: { azurenetwork.dev/target: 203.0.113.5 } }
spec:
  rules: [{ host: shop.example.com, http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] } }]
`;
