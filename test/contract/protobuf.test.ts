// Is Kubernetes' protobuf read as Kubernetes means it? The same objects, asked for in both forms: what a real API server
// says in protobuf must be what it says in JSON.
import { expect, test } from '@jest/globals';
import { Agent, request } from 'undici';
import type { Json, JsonObject } from '../../src/sandbox/json.js';
import { parseProtobuf } from '../../src/sandbox/kubernetes/protobuf/parse-protobuf.js';
import { describeOnControlPlane } from './describe-on-control-plane.js';

const PROTOBUF = 'application/vnd.kubernetes.protobuf';

/** Kind by kind what kubectl creates in protobuf, with fields of every form: inlined, wrapped, maps, lists, zeros. */
const MANIFEST = `
apiVersion: v1
kind: Namespace
metadata: {name: wire, labels: {a: "1", b: ""}}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: wire, annotations: {a: b}}
spec:
  type: LoadBalancer
  allocateLoadBalancerNodePorts: false
  selector: {app: web}
  ports: [{name: a, port: 80, targetPort: http}, {name: b, port: 81, targetPort: 8081, protocol: UDP}]
  loadBalancerSourceRanges: [192.0.2.0/24, 198.51.100.0/24]
  sessionAffinity: ClientIP
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: wire}
spec:
  replicas: 0
  selector: {matchLabels: {app: web}, matchExpressions: [{key: app, operator: In, values: [web]}]}
  strategy: {rollingUpdate: {maxSurge: 25%, maxUnavailable: 0}}
  template:
    metadata: {labels: {app: web}}
    spec:
      automountServiceAccountToken: false
      tolerations: [{operator: Exists, tolerationSeconds: 0, effect: NoExecute}]
      nodeSelector: {kubernetes.io/os: linux}
      securityContext: {runAsNonRoot: true, fsGroup: 65532, supplementalGroups: [1, 70000], seccompProfile: {type: RuntimeDefault}}
      containers:
        - name: web
          image: registry.example/web:1
          command: [run, ""]
          ports: [{containerPort: 8080, name: http}]
          env:
            - {name: A, valueFrom: {configMapKeyRef: {name: settings, key: a, optional: false}}}
            - {name: B, valueFrom: {resourceFieldRef: {resource: limits.cpu, divisor: "1"}}}
            - {name: C, value: c}
          envFrom: [{secretRef: {name: password}}, {configMapRef: {name: settings, optional: true}}]
          resources: {limits: {cpu: 500m, memory: 1Gi}, requests: {cpu: "0.1"}}
          readinessProbe: {httpGet: {path: /, port: http, httpHeaders: [{name: a, value: b}]}, periodSeconds: 3}
          livenessProbe: {exec: {command: [sh]}}
          lifecycle: {preStop: {sleep: {seconds: 5}}}
          securityContext: {readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}
          volumeMounts: [{name: all, mountPath: /all}, {name: empty, mountPath: /empty, subPath: x}]
      volumes:
        - {name: empty, emptyDir: {sizeLimit: 1Mi}}
        - {name: secret, secret: {secretName: password, defaultMode: 256, items: [{key: a, path: b, mode: 0}]}}
        - name: all
          projected:
            sources:
              - {configMap: {name: settings, items: [{key: a, path: a}]}}
              - {downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.labels}}]}}
              - {serviceAccountToken: {path: token, expirationSeconds: 3600}}
      affinity:
        podAntiAffinity:
          preferredDuringSchedulingIgnoredDuringExecution:
            - {weight: 1, podAffinityTerm: {topologyKey: zone, labelSelector: {matchLabels: {app: web}}}}
      topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway, labelSelector: {matchLabels: {app: web}}}]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: wire}
spec:
  ingressClassName: public
  tls: [{hosts: [a.example], secretName: tls}]
  rules:
    - host: a.example
      http:
        paths:
          - {path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}
          - {path: /x, pathType: Exact, backend: {resource: {apiGroup: a.example, kind: Bucket, name: x}}}
    - {host: b.example}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: wire}
data: {a: b, empty: ""}
binaryData: {c: AAEC}
immutable: true
---
apiVersion: v1
kind: Secret
metadata: {name: password, namespace: wire}
stringData: {password: hunter2}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: robot, namespace: wire}
automountServiceAccountToken: false
imagePullSecrets: [{name: password}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader, namespace: wire}
rules: [{apiGroups: ["", apps], resources: [pods], verbs: [get], resourceNames: [a]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: readers, namespace: wire}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
subjects: [{kind: ServiceAccount, name: robot, namespace: wire}, {apiGroup: rbac.authorization.k8s.io, kind: User, name: u}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: wire}
rules: [{nonResourceURLs: [/metrics], verbs: [get]}]
aggregationRule: {clusterRoleSelectors: [{matchLabels: {a: b}}]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: wire}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: wire}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web, namespace: wire}
spec: {minAvailable: 50%, selector: {matchLabels: {app: web}}}
---
apiVersion: v1
kind: Pod
metadata: {name: one, namespace: wire}
spec: {containers: [{name: one, image: registry.example/one:1}]}
`;

const PATHS = [
  '/api/v1/namespaces/wire',
  '/api/v1/namespaces/wire/services/web',
  '/apis/apps/v1/namespaces/wire/deployments/web',
  '/apis/networking.k8s.io/v1/namespaces/wire/ingresses/web',
  '/api/v1/namespaces/wire/configmaps/settings',
  '/api/v1/namespaces/wire/secrets/password',
  '/api/v1/namespaces/wire/serviceaccounts/robot',
  '/apis/rbac.authorization.k8s.io/v1/namespaces/wire/roles/reader',
  '/apis/rbac.authorization.k8s.io/v1/namespaces/wire/rolebindings/readers',
  '/apis/rbac.authorization.k8s.io/v1/clusterroles/wire',
  '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/wire',
  '/apis/policy/v1/namespaces/wire/poddisruptionbudgets/web',
  '/api/v1/namespaces/wire/pods/one',
];

describeOnControlPlane('an object in protobuf', (controlPlane) => {
  const get = async (path: string, accept: string): Promise<Buffer> => {
    const dispatcher = new Agent({ connect: { ca: controlPlane().ca } });
    const headers = { authorization: `Bearer ${controlPlane().token}`, accept };
    const { body, statusCode } = await request(controlPlane().server + path, { dispatcher, headers });
    const bytes = Buffer.from(await body.arrayBuffer());
    await dispatcher.close();
    expect(statusCode).toBe(200);
    return bytes;
  };

  test('each kind is made', async () => {
    const { stderr } = await controlPlane().kubectl(['apply', '-f', '-'], MANIFEST);
    expect(stderr).toBe('');
  });

  test.each(PATHS)('%s is what it is in JSON', async (path) => {
    // A controller may write between the two.
    for (let attempt = 1; ; attempt += 1) {
      const inJson = JSON.parse((await get(path, 'application/json')).toString()) as JsonObject;
      const inProtobuf = parseProtobuf(await get(path, PROTOBUF));
      if (versionOf(inJson) !== versionOf(inProtobuf) && attempt < 10) continue;
      expect(inProtobuf).toEqual(inJson);
      return;
    }
  });
});

function versionOf(object: JsonObject): Json | undefined {
  return (object['metadata'] as JsonObject)['resourceVersion'];
}
