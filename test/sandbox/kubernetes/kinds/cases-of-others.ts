// What is asked of the other kinds? Manifests in YAML, as people write them; of two documents, the second is a
// patch over the first, or, where something is shown, of its status.
import { parseAllDocuments } from 'yaml';
import type { Case } from './attempt.js';

const TEXTS: Readonly<Record<string, string>> = {
  'Namespace made': `{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {a: b}}}`,
  'Namespace refused: a dotted name': `{apiVersion: v1, kind: Namespace, metadata: {name: a.b}}`,
  'Namespace refused: capitals': `{apiVersion: v1, kind: Namespace, metadata: {name: Shop}}`,
  'Node made with its status': `
apiVersion: v1
kind: Node
metadata: {name: n1, labels: {node-role.kubernetes.io/worker: "", kubernetes.io/role: agent}}
spec: {unschedulable: true, taints: [{key: node.kubernetes.io/not-ready, effect: NoSchedule}]}
status:
  capacity: {cpu: "4", memory: 8Gi}
  addresses: [{type: InternalIP, address: 10.224.0.4}, {type: ExternalIP, address: 203.0.113.4}]
  conditions: [{type: Ready, status: "True", reason: KubeletReady, message: ok, lastHeartbeatTime: "2026-01-01T00:00:00Z", lastTransitionTime: "2026-01-01T00:00:00Z"}]
  nodeInfo: {architecture: amd64, bootID: a, containerRuntimeVersion: "containerd://2", kernelVersion: "6.1", kubeProxyVersion: "", kubeletVersion: v1.37.2, machineID: a, operatingSystem: linux, osImage: Some Linux, systemUUID: a}
`,
  'Pod made: the least': `
apiVersion: v1
kind: Pod
metadata: {name: p}
spec: {containers: [{name: a, image: nginx}]}
`,
  'Pod made: with much that is filled in': `
apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  hostNetwork: true
  serviceAccountName: robot
  tolerations: [{key: node.kubernetes.io/not-ready, operator: Exists, effect: NoExecute, tolerationSeconds: 10}]
  initContainers: [{name: i, image: "nginx:latest", restartPolicy: Always, startupProbe: {grpc: {port: 80}}}]
  containers:
  - name: a
    image: "registry.example.com:5000/nginx"
    ports: [{containerPort: 80}]
    resources: {limits: {cpu: 500m, memory: 64Mi}}
    readinessProbe: {httpGet: {port: 80}}
    lifecycle: {preStop: {httpGet: {port: 80}}}
    env: [{name: X, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]
  - {name: b, image: "nginx@sha256:0123456789012345678901234567890123456789012345678901234567890123"}
  volumes:
  - {name: v}
  - {name: s, secret: {secretName: x}}
  - {name: c, configMap: {name: x}}
  - {name: p, projected: {sources: [{serviceAccountToken: {path: x}}, {downwardAPI: {items: [{path: a, fieldRef: {fieldPath: metadata.name}}]}}]}}
  - {name: h, hostPath: {path: /x}}
`,
  'Pod refused: no containers': `{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: []}}`,
  'Pod refused: no image': `{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: a}]}}`,
  'Pod refused: a container without name': `{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{image: a}]}}`,
  'Pod refused: one name twice': `{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: a, image: x}, {name: a, image: x}]}}`,
  'Pod refused: bad names and policies': `{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {restartPolicy: Sometimes, containers: [{name: A_b, image: x, imagePullPolicy: Ever}]}}`,
  'Pod refused: bad ports': `{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: a, image: x, ports: [{containerPort: 70000}, {name: x_y, containerPort: 80, protocol: X}, {name: a, containerPort: 0}]}]}}`,
  'Pod refused: a mount without volume': `{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: a, image: x, volumeMounts: [{name: v, mountPath: /v}]}]}}`,
  'Pod refused: an image with spaces': `{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: a, image: " x"}]}}`,
  'Pod changed: its image': `
{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {nodeName: nowhere, containers: [{name: a, image: x}]}}
---
{spec: {containers: [{name: a, image: y, imagePullPolicy: Always, resources: {}, terminationMessagePath: /dev/termination-log, terminationMessagePolicy: File}]}}
`,
  'Deployment made: the least': `
apiVersion: apps/v1
kind: Deployment
metadata: {name: d}
spec: {selector: {matchLabels: {app: d}}, template: {metadata: {labels: {app: d}}, spec: {containers: [{name: a, image: nginx}]}}}
`,
  'Deployment made: recreated, on the host network': `
apiVersion: apps/v1
kind: Deployment
metadata: {name: d}
spec: {replicas: 0, strategy: {type: Recreate}, selector: {matchLabels: {app: d}, matchExpressions: [{key: x, operator: In, values: [b, a]}]}, template: {metadata: {labels: {app: d, x: a}}, spec: {hostNetwork: true, containers: [{name: a, image: nginx, ports: [{containerPort: 80}]}, {name: b, image: other}]}}}
`,
  'Deployment refused: the selector misses the template': `
apiVersion: apps/v1
kind: Deployment
metadata: {name: d}
spec: {selector: {matchLabels: {app: other}}, template: {metadata: {labels: {app: d}}, spec: {containers: [{name: a, image: nginx}]}}}
`,
  'Deployment refused: no selector': `
apiVersion: apps/v1
kind: Deployment
metadata: {name: d}
spec: {template: {metadata: {labels: {app: d}}, spec: {containers: [{name: a, image: nginx}]}}}
`,
  'Deployment refused: an empty selector': `
apiVersion: apps/v1
kind: Deployment
metadata: {name: d}
spec: {selector: {}, template: {metadata: {labels: {app: d}}, spec: {containers: [{name: a, image: nginx}]}}}
`,
  'Deployment refused: much at once': `
apiVersion: apps/v1
kind: Deployment
metadata: {name: d}
spec: {replicas: -1, progressDeadlineSeconds: 5, minReadySeconds: 10, strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 0}}, selector: {matchLabels: {app: d}}, template: {metadata: {labels: {app: d}}, spec: {restartPolicy: Never, containers: [{name: a}]}}}
`,
  'Deployment refused: an unknown strategy': `
apiVersion: apps/v1
kind: Deployment
metadata: {name: d}
spec: {strategy: {type: Blue}, selector: {matchLabels: {app: d}}, template: {metadata: {labels: {app: d}}, spec: {containers: [{name: a, image: x}]}}}
`,
  'Deployment changed: its selector': `
apiVersion: apps/v1
kind: Deployment
metadata: {name: d}
spec: {replicas: 0, selector: {matchLabels: {app: d}}, template: {metadata: {labels: {app: d}}, spec: {containers: [{name: a, image: nginx}]}}}
---
{spec: {selector: {matchLabels: {app: e}}, template: {metadata: {labels: {app: e}}}}}
`,
  'ReplicaSet made': `
apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: r}
spec: {replicas: 0, selector: {matchLabels: {app: d}}, template: {metadata: {labels: {app: d}}, spec: {containers: [{name: a, image: nginx}]}}}
`,
  'ConfigMap made': `{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {a: b}, binaryData: {c: Yg==}}`,
  'ConfigMap made: empty': `{apiVersion: v1, kind: ConfigMap, metadata: {name: c}}`,
  'ConfigMap refused: a bad key': `{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {"a b": x}}`,
  'ConfigMap refused: a key that leads upwards': `{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {"..": x}}`,
  'ConfigMap refused: a key twice': `{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {d: x}, binaryData: {d: Yg==}}`,
  'ConfigMap changed: sealed': `
{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, immutable: true, data: {a: b}}
---
{immutable: null, data: {a: c}}
`,
  'Secret made: from text': `{apiVersion: v1, kind: Secret, metadata: {name: s}, data: {a: eA==, b: eQ==}, stringData: {a: ü}}`,
  'Secret made: TLS': `{apiVersion: v1, kind: Secret, metadata: {name: s}, type: kubernetes.io/tls, stringData: {tls.crt: a, tls.key: b}}`,
  'Secret refused: TLS without its key': `{apiVersion: v1, kind: Secret, metadata: {name: s}, type: kubernetes.io/tls, stringData: {tls.crt: a}}`,
  'Secret refused: a bad key': `{apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {a/b: a}}`,
  'Secret changed: its type': `
{apiVersion: v1, kind: Secret, metadata: {name: s}}
---
{type: kubernetes.io/basic-auth, stringData: {username: a}}
`,
  'Secret changed: sealed': `
{apiVersion: v1, kind: Secret, metadata: {name: s}, immutable: true, stringData: {a: b}}
---
{stringData: {a: c}}
`,
  'ServiceAccount made': `{apiVersion: v1, kind: ServiceAccount, metadata: {name: s}}`,
  'Event made': `
apiVersion: v1
kind: Event
metadata: {name: e}
involvedObject: {kind: Pod, name: p, namespace: kinds, fieldPath: "spec.containers{a}"}
reason: Tested
message: " hello\\n"
type: Normal
count: 3
source: {component: c, host: h}
firstTimestamp: "2026-01-01T00:00:00Z"
lastTimestamp: "2026-01-01T00:01:00Z"
`,
  'Event made: the least': `{apiVersion: v1, kind: Event, metadata: {name: e}, involvedObject: {namespace: kinds}}`,
  'Event made: of the new kind': `
apiVersion: events.k8s.io/v1
kind: Event
metadata: {name: e}
regarding: {kind: Pod, name: p, namespace: kinds}
reason: Tested
note: hello
type: Normal
action: Test
reportingController: example.com/c
reportingInstance: i
eventTime: "2026-01-01T00:00:00.000000Z"
series: {count: 4, lastObservedTime: "2026-01-01T00:01:00.000000Z"}
`,
  'Event refused: in another namespace': `{apiVersion: v1, kind: Event, metadata: {name: e}, involvedObject: {namespace: other}}`,
  'Event refused: of the new kind without anything': `{apiVersion: events.k8s.io/v1, kind: Event, metadata: {name: e}, regarding: {namespace: kinds}}`,
  'Event refused: timed, but by nobody': `{apiVersion: v1, kind: Event, metadata: {name: e}, involvedObject: {namespace: kinds}, eventTime: "2026-01-01T00:00:00.000000Z"}`,
  'Lease made': `{apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: {name: l}, spec: {holderIdentity: me, leaseDurationSeconds: 15, acquireTime: "2026-01-01T00:00:00.000000Z", renewTime: "2026-01-01T00:00:00.000000Z", leaseTransitions: 0}}`,
  'Lease refused: no time at all': `{apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: {name: l}, spec: {leaseDurationSeconds: 0, leaseTransitions: -1}}`,
  'EndpointSlice made': `{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: e}, addressType: IPv4, endpoints: [{addresses: [10.1.1.1]}, {addresses: [10.1.1.2], conditions: {ready: true}, nodeName: n}, {addresses: [10.1.1.3]}, {addresses: [10.1.1.4]}], ports: [{port: 80}, {name: a, port: 81, protocol: UDP}]}`,
  'EndpointSlice made: empty': `{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: e}, addressType: IPv4, endpoints: [], ports: []}`,
  'EndpointSlice refused: addresses of another family': `{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: e}, addressType: IPv4, endpoints: [{addresses: ["fd00::1"]}, {addresses: []}, {addresses: [x]}], ports: [{port: 80}, {port: 81}, {name: A, port: 2, protocol: X}]}`,
  'EndpointSlice refused: no type': `{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: e}, endpoints: []}`,
  'EndpointSlice changed: its type': `
{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: e}, addressType: IPv4, endpoints: []}
---
{addressType: IPv6}
`,
  'Ingress made': `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: i}
spec:
  ingressClassName: nginx
  tls: [{hosts: [a.example.com], secretName: s}]
  rules:
  - {host: a.example.com, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}, {pathType: ImplementationSpecific, backend: {service: {name: web, port: {name: http}}}}]}}
  - {host: "*.example.com", http: {paths: [{path: /x, pathType: Exact, backend: {resource: {kind: Bucket, name: b}}}]}}
  - {host: c.example.com}
  - {host: d.example.com}
`,
  'Ingress made: a default backend alone': `{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: i}, spec: {defaultBackend: {service: {name: web, port: {number: 80}}}}}`,
  'Ingress made: a host in the middle is missing': `{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: i}, spec: {rules: [{host: a.b}, {}, {host: c.d}, {host: e.f}]}}`,
  'Ingress refused: nothing in it': `{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: i}, spec: {}}`,
  'Ingress refused: bad hosts': `{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: i}, spec: {rules: [{host: 10.0.0.1}, {host: A_b}, {host: "a.*.b"}, {host: "https://x"}]}}`,
  'Ingress refused: bad paths': `{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: i}, spec: {rules: [{http: {paths: [{path: x, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}, {path: /a//b/.., pathType: Exact, backend: {service: {name: web, port: {number: 80}}}}, {path: /, backend: {service: {name: web, port: {number: 80}}}}, {path: /, pathType: prefix, backend: {service: {name: web, port: {number: 80}}}}]}}]}}`,
  'Ingress refused: bad backends': `{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: i}, spec: {defaultBackend: {service: {name: web}}, rules: [{http: {paths: []}}, {http: {paths: [{path: /, pathType: Prefix, backend: {}}, {path: /, pathType: Prefix, backend: {service: {name: Web, port: {number: 70000}}}}, {path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80, name: x}}}}, {path: /, pathType: Prefix, backend: {service: {port: {name: x_y}}}}]}}]}}`,
  'Ingress refused: TLS and class': `{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: i, annotations: {kubernetes.io/ingress.class: other}}, spec: {ingressClassName: N, tls: [{hosts: [A_b], secretName: B_c}], rules: [{host: a.b}]}}`,
  'Ingress made: a class in the old annotation': `{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: i, annotations: {kubernetes.io/ingress.class: nginx}}, spec: {rules: [{host: a.b}]}}`,
  'IngressClass made': `{apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: nginx, annotations: {ingressclass.kubernetes.io/is-default-class: "true"}}, spec: {controller: example.com/nginx, parameters: {apiGroup: example.com, kind: K, name: a}}}`,
  'IngressClass refused: no controller, a bad one': `{apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: nginx}, spec: {controller: nginx}}`,
  'IngressClass changed: its controller': `
{apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: kinds-nginx}, spec: {controller: example.com/nginx}}
---
{spec: {controller: example.com/other}}
`,
  'NetworkPolicy made': `{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: n}, spec: {podSelector: {matchLabels: {a: b}}, ingress: [{from: [{podSelector: {}}, {ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}], ports: [{port: 80}, {port: 8000, endPort: 9000, protocol: UDP}]}], egress: [{}]}}`,
  'NetworkPolicy made: for all Pods': `{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: n}, spec: {podSelector: {}}}`,
  'NetworkPolicy refused': `{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: n}, spec: {podSelector: {}, policyTypes: [Both], ingress: [{from: [{}, {podSelector: {}, ipBlock: {cidr: 10.0.0.0/8}}, {ipBlock: {cidr: x}}], ports: [{port: 0}, {port: a, endPort: 5}, {port: 80, endPort: 70, protocol: X}]}]}}`,
  'PodDisruptionBudget made': `{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: b}, spec: {maxUnavailable: 30%, selector: {matchLabels: {a: b}}}}`,
  'PodDisruptionBudget refused: both': `{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: b}, spec: {maxUnavailable: 1, minAvailable: 200%, selector: {matchLabels: {a: b}}}}`,
  'PodDisruptionBudget refused: no amount': `{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: b}, spec: {minAvailable: many}}`,
  'Role made': `{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: "a:b"}, rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]}`,
  'Role refused': `{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: "a%b"}, rules: [{resources: [pods]}, {nonResourceURLs: [/x], verbs: [get]}]}`,
  'ClusterRole made': `{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: c}, rules: [{nonResourceURLs: [/x], verbs: [get]}]}`,
  'RoleBinding made': `{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: b}, roleRef: {kind: ClusterRole, name: view}, subjects: [{kind: User, name: u}, {kind: Group, name: g}, {kind: ServiceAccount, name: s}, {kind: ServiceAccount, name: s, namespace: n}]}`,
  'RoleBinding refused': `{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: b}, roleRef: {kind: Roll}, subjects: [{kind: Robot, name: u}, {kind: User}]}`,
  'RoleBinding changed: its role': `
{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: b}, roleRef: {kind: ClusterRole, name: view}}
---
{roleRef: {kind: ClusterRole, name: edit, apiGroup: rbac.authorization.k8s.io}}
`,
  'ClusterRoleBinding made': `{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {name: b}, roleRef: {kind: ClusterRole, name: view}, subjects: [{kind: ServiceAccount, name: s, namespace: n}]}`,
  'ClusterRoleBinding refused': `{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {name: b}, roleRef: {kind: Role, name: view}, subjects: [{kind: ServiceAccount, name: s}]}`,
  'Metadata refused: no name': `{apiVersion: v1, kind: ConfigMap, metadata: {}}`,
  'Metadata refused: bad names': `{apiVersion: v1, kind: ConfigMap, metadata: {name: A_b}}`,
  'Metadata refused: a label without prefix': `{apiVersion: v1, kind: ConfigMap, metadata: {name: a, labels: {/x: y}}}`,
  'Metadata refused: a label with two prefixes': `{apiVersion: v1, kind: ConfigMap, metadata: {name: a, labels: {a/b/c: d}}}`,
  'Metadata refused: bad labels and annotations': `{apiVersion: v1, kind: ConfigMap, metadata: {name: a, labels: {"a b": "c d"}, annotations: {"x y": z, Example.com/Fine: ok}}}`,
  'Metadata refused: bad finalizers and owners': `{apiVersion: v1, kind: ConfigMap, metadata: {name: a, finalizers: ["a b"], ownerReferences: [{apiVersion: v1, kind: Pod, name: p, uid: ""}]}}`,
  'Metadata refused: two controllers': `{apiVersion: v1, kind: ConfigMap, metadata: {name: a, ownerReferences: [{apiVersion: v1, kind: Pod, name: p, uid: a, controller: true}, {apiVersion: v1, kind: Pod, name: q, uid: b, controller: true}]}}`,
  'Metadata refused: a long label': `{apiVersion: v1, kind: ConfigMap, metadata: {name: a, labels: {a: ${'x'.repeat(64)}}}}`,
  'Metadata refused: too many annotations': `{apiVersion: v1, kind: ConfigMap, metadata: {name: a, annotations: {a: ${'x'.repeat(262_144)}}}}`,
  'Pod shown: running': `
{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {nodeName: nowhere, readinessGates: [{conditionType: example.com/x}], initContainers: [{name: i, image: x}, {name: j, image: x, restartPolicy: Always}], containers: [{name: a, image: x}, {name: b, image: x}]}}
---
{phase: Running, podIP: 10.244.0.9, conditions: [{type: Ready, status: "True"}, {type: Initialized, status: "True"}, {type: example.com/x, status: "True"}], initContainerStatuses: [{name: i, image: x, imageID: x, restartCount: 1, ready: true, state: {terminated: {exitCode: 0, reason: Completed, startedAt: "2026-01-01T00:00:00Z", finishedAt: "2026-01-01T00:00:00Z", containerID: x}}, lastState: {}}, {name: j, image: x, imageID: x, restartCount: 2, ready: true, state: {running: {startedAt: "2026-01-01T00:00:00Z"}}, lastState: {}, started: true}], containerStatuses: [{name: a, image: x, imageID: x, restartCount: 3, ready: true, state: {running: {startedAt: "2026-01-01T00:00:00Z"}}, lastState: {terminated: {exitCode: 3, reason: Error, startedAt: "2026-01-01T00:00:00Z", finishedAt: "2026-01-01T00:00:00Z", containerID: x}}}, {name: b, image: x, imageID: x, restartCount: 0, ready: true, state: {running: {startedAt: "2026-01-01T00:00:00Z"}}, lastState: {}}]}
`,
  'Pod shown: crashing': `
{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {nodeName: nowhere, readinessGates: [{conditionType: example.com/x}], initContainers: [{name: i, image: x}, {name: j, image: x, restartPolicy: Always}], containers: [{name: a, image: x}, {name: b, image: x}]}}
---
{phase: Running, initContainerStatuses: [{name: i, image: x, imageID: x, restartCount: 1, ready: true, state: {terminated: {exitCode: 0, reason: Completed, startedAt: "2026-01-01T00:00:00Z", finishedAt: "2026-01-01T00:00:00Z", containerID: x}}, lastState: {}}, {name: j, image: x, imageID: x, restartCount: 2, ready: true, state: {running: {startedAt: "2026-01-01T00:00:00Z"}}, lastState: {}, started: true}], containerStatuses: [{name: a, image: x, imageID: x, restartCount: 5, ready: false, state: {waiting: {reason: CrashLoopBackOff}}, lastState: {}}, {name: b, image: x, imageID: x, restartCount: 0, ready: true, state: {running: {startedAt: "2026-01-01T00:00:00Z"}}, lastState: {}}]}
`,
  'Pod shown: pulling in vain': `
{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {nodeName: nowhere, readinessGates: [{conditionType: example.com/x}], initContainers: [{name: i, image: x}, {name: j, image: x, restartPolicy: Always}], containers: [{name: a, image: x}, {name: b, image: x}]}}
---
{phase: Pending, initContainerStatuses: [{name: i, image: x, imageID: x, restartCount: 1, ready: true, state: {terminated: {exitCode: 0, reason: Completed, startedAt: "2026-01-01T00:00:00Z", finishedAt: "2026-01-01T00:00:00Z", containerID: x}}, lastState: {}}, {name: j, image: x, imageID: x, restartCount: 2, ready: true, state: {running: {startedAt: "2026-01-01T00:00:00Z"}}, lastState: {}, started: true}], containerStatuses: [{name: a, image: x, imageID: x, restartCount: 0, ready: false, state: {waiting: {reason: ImagePullBackOff}}, lastState: {}}]}
`,
  'Pod shown: initializing': `
{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {nodeName: nowhere, readinessGates: [{conditionType: example.com/x}], initContainers: [{name: i, image: x}, {name: j, image: x, restartPolicy: Always}], containers: [{name: a, image: x}, {name: b, image: x}]}}
---
{phase: Pending, initContainerStatuses: [{name: i, image: x, imageID: x, restartCount: 0, ready: false, state: {waiting: {reason: PodInitializing}}, lastState: {}}], containerStatuses: [{name: a, image: x, imageID: x, restartCount: 0, ready: false, state: {waiting: {reason: PodInitializing}}, lastState: {}}]}
`,
  'Pod shown: failing to initialize': `
{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {nodeName: nowhere, readinessGates: [{conditionType: example.com/x}], initContainers: [{name: i, image: x}, {name: j, image: x, restartPolicy: Always}], containers: [{name: a, image: x}, {name: b, image: x}]}}
---
{phase: Pending, initContainerStatuses: [{name: i, image: x, imageID: x, restartCount: 4, ready: false, state: {terminated: {exitCode: 3, reason: Error, startedAt: "2026-01-01T00:00:00Z", finishedAt: "2026-01-01T00:00:00Z", containerID: x}}, lastState: {}}]}
`,
  'Pod shown: failing to initialize without a reason': `
{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {nodeName: nowhere, readinessGates: [{conditionType: example.com/x}], initContainers: [{name: i, image: x}, {name: j, image: x, restartPolicy: Always}], containers: [{name: a, image: x}, {name: b, image: x}]}}
---
{phase: Pending, initContainerStatuses: [{name: i, image: x, imageID: x, restartCount: 4, ready: false, state: {terminated: {exitCode: 3, startedAt: "2026-01-01T00:00:00Z", finishedAt: "2026-01-01T00:00:00Z", containerID: x}}, lastState: {}}]}
`,
  'Pod shown: waiting to initialize': `
{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {nodeName: nowhere, readinessGates: [{conditionType: example.com/x}], initContainers: [{name: i, image: x}, {name: j, image: x, restartPolicy: Always}], containers: [{name: a, image: x}, {name: b, image: x}]}}
---
{phase: Pending, initContainerStatuses: [{name: i, image: x, imageID: x, restartCount: 4, ready: false, state: {waiting: {reason: CrashLoopBackOff}}, lastState: {}}]}
`,
  'Pod shown: completed': `
{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {nodeName: nowhere, readinessGates: [{conditionType: example.com/x}], initContainers: [{name: i, image: x}, {name: j, image: x, restartPolicy: Always}], containers: [{name: a, image: x}, {name: b, image: x}]}}
---
{phase: Succeeded, initContainerStatuses: [{name: i, image: x, imageID: x, restartCount: 1, ready: true, state: {terminated: {exitCode: 0, reason: Completed, startedAt: "2026-01-01T00:00:00Z", finishedAt: "2026-01-01T00:00:00Z", containerID: x}}, lastState: {}}, {name: j, image: x, imageID: x, restartCount: 2, ready: true, state: {running: {startedAt: "2026-01-01T00:00:00Z"}}, lastState: {}, started: true}], containerStatuses: [{name: a, image: x, imageID: x, restartCount: 0, ready: false, state: {terminated: {exitCode: 0, reason: Completed, startedAt: "2026-01-01T00:00:00Z", finishedAt: "2026-01-01T00:00:00Z", containerID: x}}, lastState: {}}, {name: b, image: x, imageID: x, restartCount: 0, ready: false, state: {terminated: {exitCode: 0, reason: Completed, startedAt: "2026-01-01T00:00:00Z", finishedAt: "2026-01-01T00:00:00Z", containerID: x}}, lastState: {}}]}
`,
  'Pod shown: one container is done': `
{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {nodeName: nowhere, readinessGates: [{conditionType: example.com/x}], initContainers: [{name: i, image: x}, {name: j, image: x, restartPolicy: Always}], containers: [{name: a, image: x}, {name: b, image: x}]}}
---
{phase: Running, initContainerStatuses: [{name: i, image: x, imageID: x, restartCount: 1, ready: true, state: {terminated: {exitCode: 0, reason: Completed, startedAt: "2026-01-01T00:00:00Z", finishedAt: "2026-01-01T00:00:00Z", containerID: x}}, lastState: {}}, {name: j, image: x, imageID: x, restartCount: 2, ready: true, state: {running: {startedAt: "2026-01-01T00:00:00Z"}}, lastState: {}, started: true}], containerStatuses: [{name: a, image: x, imageID: x, restartCount: 0, ready: false, state: {terminated: {exitCode: 0, reason: Completed, startedAt: "2026-01-01T00:00:00Z", finishedAt: "2026-01-01T00:00:00Z", containerID: x}}, lastState: {}}, {name: b, image: x, imageID: x, restartCount: 0, ready: true, state: {running: {startedAt: "2026-01-01T00:00:00Z"}}, lastState: {}}]}
`,
  'Pod shown: one container has failed': `
{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {nodeName: nowhere, readinessGates: [{conditionType: example.com/x}], initContainers: [{name: i, image: x}, {name: j, image: x, restartPolicy: Always}], containers: [{name: a, image: x}, {name: b, image: x}]}}
---
{phase: Running, initContainerStatuses: [{name: i, image: x, imageID: x, restartCount: 1, ready: true, state: {terminated: {exitCode: 0, reason: Completed, startedAt: "2026-01-01T00:00:00Z", finishedAt: "2026-01-01T00:00:00Z", containerID: x}}, lastState: {}}, {name: j, image: x, imageID: x, restartCount: 2, ready: true, state: {running: {startedAt: "2026-01-01T00:00:00Z"}}, lastState: {}, started: true}], containerStatuses: [{name: a, image: x, imageID: x, restartCount: 0, ready: false, state: {terminated: {exitCode: 0, reason: Completed, startedAt: "2026-01-01T00:00:00Z", finishedAt: "2026-01-01T00:00:00Z", containerID: x}}, lastState: {}}, {name: b, image: x, imageID: x, restartCount: 0, ready: false, state: {terminated: {exitCode: 137, signal: 9, startedAt: "2026-01-01T00:00:00Z", finishedAt: "2026-01-01T00:00:00Z", containerID: x}}, lastState: {}}]}
`,
  'Pod shown: evicted': `
{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {nodeName: nowhere, readinessGates: [{conditionType: example.com/x}], initContainers: [{name: i, image: x}, {name: j, image: x, restartPolicy: Always}], containers: [{name: a, image: x}, {name: b, image: x}]}}
---
{phase: Failed, reason: Evicted}
`,
  'Pod shown: gated': `
{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {nodeName: nowhere, readinessGates: [{conditionType: example.com/x}], initContainers: [{name: i, image: x}, {name: j, image: x, restartPolicy: Always}], containers: [{name: a, image: x}, {name: b, image: x}]}}
---
{phase: Pending, conditions: [{type: PodScheduled, status: "False", reason: SchedulingGated}]}
`,
  'Service shown: with addresses': `
{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {type: LoadBalancer, selector: {b: c, a: b}, ports: [{port: 80}], externalIPs: [203.0.113.9]}}
---
{loadBalancer: {ingress: [{ip: 203.0.113.5}, {ip: 203.0.113.4, ports: [{port: 80, protocol: TCP}]}, {hostname: a.example.com}]}}
`,
  'Service shown: a status of a cluster address': `
{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {type: ClusterIP, selector: {b: c, a: b}, ports: [{port: 80}]}}
---
{loadBalancer: {ingress: [{ip: 203.0.113.5}]}}
`,
  'Service shown: bad addresses': `
{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {type: LoadBalancer, selector: {b: c, a: b}, ports: [{port: 80}]}}
---
{loadBalancer: {ingress: [{ip: x}, {hostname: 10.0.0.77}, {hostname: A_b}, {ipMode: VIP}]}}
`,
  'Service shown: a condition': `
{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {type: LoadBalancer, selector: {b: c, a: b}, ports: [{port: 80}]}}
---
{conditions: [{type: example.com/Ready, status: "True", reason: Ok, message: "", lastTransitionTime: "2026-01-01T00:00:00Z"}]}
`,
  'Ingress shown: with addresses': `
{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: i}, spec: {rules: [{host: a.example.com}]}}
---
{loadBalancer: {ingress: [{ip: 203.0.113.5}, {hostname: a.example.com}]}}
`,
  'Ingress shown: bad addresses': `
{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: i}, spec: {rules: [{host: a.example.com}]}}
---
{loadBalancer: {ingress: [{ip: x}, {hostname: 10.0.0.77}]}}
`,
  'Deployment shown: half ready': `
{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: {replicas: 0, selector: {matchLabels: {app: d}, matchExpressions: [{key: b, operator: NotIn, values: [y, x]}, {key: c, operator: DoesNotExist}, {key: app, operator: Exists}]}, template: {metadata: {labels: {app: d}}, spec: {containers: [{name: a, image: x}, {name: b, image: y}]}}}}
---
{replicas: 2, readyReplicas: 1, updatedReplicas: 2, availableReplicas: 1, observedGeneration: 1}
`,
  'Pod made: warned of': `{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {terminationGracePeriodSeconds: -1, imagePullSecrets: [{name: a}, {name: a}], containers: [{name: a, image: x, env: [{name: A, value: x}, {name: A, value: y}], ports: [{containerPort: 80}, {containerPort: 80}]}]}}`,
  'Pod made: guaranteed': `{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: a, image: x, resources: {limits: {cpu: "1", memory: 1Gi}}}]}}`,
  'Pod changed: its command': `
{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {nodeName: nowhere, containers: [{name: a, image: x}, {name: b, image: x}]}}
---
{spec: {containers: [{name: a, image: x}]}}
`,
  'Namespace changed: without its finalizers': `
{apiVersion: v1, kind: Namespace, metadata: {name: kinds-changed}}
---
{spec: null, metadata: {labels: {a: b, kubernetes.io/metadata.name: other}}}
`,
  'ReplicaSet refused: no template labels': `{apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: r}, spec: {selector: {matchLabels: {a: b}}, template: {spec: {containers: [{name: a, image: x}]}}}}`,
  'Ingress made: a pathless rule without host': `{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: i}, spec: {rules: [{http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {name: http}}}}]}}]}}`,
  'Metadata made: from a prefix, with much': `{apiVersion: v1, kind: ConfigMap, metadata: {name: a, generateName: a-, labels: {example.com/a: b}, annotations: {a: b}, finalizers: [example.com/x], ownerReferences: [{apiVersion: v1, kind: Pod, name: p, uid: a, controller: true, blockOwnerDeletion: true}]}}`,
  'Metadata refused: a bad prefix': `{apiVersion: v1, kind: Service, metadata: {generateName: A-}, spec: {ports: [{port: 80}]}}`,
  'Metadata refused: a name that is too long': `{apiVersion: v1, kind: Service, metadata: {name: ${'a'.repeat(64)}}, spec: {ports: [{port: 80}]}}`,
  'Metadata changed: a short finalizer': `
{apiVersion: v1, kind: ConfigMap, metadata: {name: kinds-finalized}}
---
{metadata: {finalizers: [mine]}}
`,
  'Metadata changed: a bad label': `
{apiVersion: v1, kind: ConfigMap, metadata: {name: kinds-labelled}}
---
{metadata: {labels: {a: "b c"}}}
`,
  'Pod made: quantities are written as short as they can be': `{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: a, image: x, resources: {requests: {cpu: 0.5, memory: 1024Mi}, limits: {cpu: 1000m, memory: 0.5Gi, ephemeral-storage: 1e9}}}, {name: b, image: x, resources: {requests: {cpu: "1500m", memory: 1000k}, limits: {cpu: 2, memory: 1500M}}}], volumes: [{name: v, emptyDir: {sizeLimit: 2048Mi}}]}}`,
  'Pod refused: no quantity': `{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: a, image: x, resources: {limits: {memory: lots}}}]}}`,
  'Pod refused: more requested than allowed': `{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: a, image: x, resources: {requests: {cpu: 2}, limits: {cpu: 1}}}]}}`,
  'Pod made: what says nothing is left out': `{apiVersion: v1, kind: Pod, metadata: {name: p, labels: {}, annotations: null, creationTimestamp: null}, spec: {hostNetwork: false, hostname: "", nodeSelector: {}, containers: [{name: a, image: x, command: [], ports: [], env: [{name: A, value: ""}], stdin: false, workingDir: ""}]}}`,
  'Service made: what says nothing is left out': `{apiVersion: v1, kind: Service, metadata: {name: s, labels: {}}, spec: {selector: {}, externalName: "", publishNotReadyAddresses: false, externalIPs: [], loadBalancerSourceRanges: [], clusterIP: "", ports: [{port: 80, name: "", nodePort: 0, targetPort: 0}]}, status: {loadBalancer: {}}}`,
  'Deployment made: what says nothing is left out': `{apiVersion: apps/v1, kind: Deployment, metadata: {name: d, creationTimestamp: null}, spec: {paused: false, minReadySeconds: 0, strategy: {}, selector: {matchLabels: {a: b}}, template: {metadata: {creationTimestamp: null, labels: {a: b}}, spec: {containers: [{name: a, image: x, resources: {}}]}}}, status: {}}`,
  'Ingress made: as kubectl creates it': `{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: i, creationTimestamp: null}, spec: {rules: [{host: a.b, http: {paths: [{path: /, pathType: Exact, backend: {service: {name: web, port: {number: 80}}}}]}}]}, status: {loadBalancer: {}}}`,
  'NetworkPolicy made: nothing goes in or out': `{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: n}, spec: {podSelector: {}, policyTypes: [Ingress, Egress], ingress: [], egress: []}}`,
  'Lease made: by a client of the old kind': `{apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: {name: l}, spec: {holderIdentity: "", renewTime: null}}`,
  'Role made: without rules': `{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: r}}`,
  'ClusterRole made: gathered from others': `{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: kinds-gathered}, aggregationRule: {clusterRoleSelectors: [{matchLabels: {a: b}}]}, rules: []}`,
  'RoleBinding made: without subjects': `{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: b}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: view}, subjects: []}`,
  'Namespace made: from a prefix': `{apiVersion: v1, kind: Namespace, metadata: {name: shop-b, generateName: shop-}}`,
  'Node made: the least': `{apiVersion: v1, kind: Node, metadata: {name: n}, spec: {taints: [{key: node.kubernetes.io/not-ready, effect: NoSchedule}]}, status: {capacity: {cpu: 4000m, memory: 8192Mi}}}`,
  'Secret refused: no base64': `{apiVersion: v1, kind: Secret, metadata: {name: s}, data: {a: "%%"}}`,
  'PodDisruptionBudget made: of nothing': `{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: b}, spec: {}}`,
};

function caseOf([name, text]: readonly [string, string]): Case {
  if (name.includes(' shown: ')) return shownCase(name, text);
  const [first, second] = parseAllDocuments(text).map((document): unknown => document.toJS());
  return second === undefined ? { name, manifest: first } : { name, before: first, manifest: undefined, patch: second };
}

function shownCase(name: string, text: string): Case {
  const [before, status] = parseAllDocuments(text).map((document): unknown => document.toJS());
  return { name, before, manifest: undefined, status };
}

export const OTHER_CASES: readonly Case[] = Object.entries(TEXTS).map(caseOf);
