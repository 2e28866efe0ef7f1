// Bad input, request by request. None of them changes the world that it meets.
import { patchOf, type Question } from './client.js';

export interface RefusedRequest extends Question {
  readonly because: string;
  readonly method: string;
  readonly path: string;
}

export const NAMESPACE = 'refusals';
const ROOT = `/api/v1/namespaces/${NAMESPACE}`;
const MAPS = `${ROOT}/configmaps`;
const SERVICES = `${ROOT}/services`;

const configMap = (metadata: object, more: object = {}) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata, ...more });
const service = (spec: object, name = 'b') => ({ apiVersion: 'v1', kind: 'Service', metadata: { name }, spec });

/** What is there before the first of them. */
export const WORLD: readonly { readonly path: string; readonly object: object }[] = [
  { path: '/api/v1/namespaces', object: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } } },
  { path: MAPS, object: configMap({ name: 'a' }, { data: { colour: 'blue' } }) },
  { path: SERVICES, object: service({ ports: [{ port: 80 }] }, 'a') },
  {
    path: '/apis/apps/v1/namespaces/refusals/deployments',
    object: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'a' },
      spec: {
        replicas: 0,
        selector: { matchLabels: { app: 'a' } },
        template: {
          metadata: { labels: { app: 'a' } },
          spec: { containers: [{ name: 'a', image: 'registry.example/a:1' }] },
        },
      },
    },
  },
];

const post = (because: string, path: string, body: unknown, headers = {}): RefusedRequest => ({
  ...{ because, method: 'POST', path, body, headers },
});
const put = (because: string, path: string, body: unknown): RefusedRequest => ({ because, method: 'PUT', path, body });
const get = (because: string, path: string, headers = {}): RefusedRequest => ({
  because,
  method: 'GET',
  path,
  headers,
});
const remove = (because: string, path: string, options?: unknown): RefusedRequest => ({
  ...{ because, method: 'DELETE', path },
  ...(options === undefined ? {} : { body: options }),
});
const patch = (because: string, path: string, type: string, body: unknown): RefusedRequest => ({
  ...{ because, method: 'PATCH', path },
  ...patchOf(type, body),
});
const options = (more: object) => ({ apiVersion: 'v1', kind: 'DeleteOptions', ...more });

const BODIES: readonly RefusedRequest[] = [
  post('JSON that breaks off', MAPS, '{"apiVersion":'),
  post('no body', MAPS, ''),
  post('a list for a body', MAPS, '[]'),
  post('YAML that breaks off', MAPS, 'a: [', { 'content-type': 'application/yaml' }),
  post('a body of text', MAPS, configMap({ name: 'b' }), { 'content-type': 'text/plain' }),
  post('a body of 4 MB', MAPS, configMap({ name: 'b' }, { data: { a: 'x'.repeat(4_000_000) } })),
  post('a ConfigMap of more than 1 MB', MAPS, configMap({ name: 'b' }, { data: { a: 'x'.repeat(1_100_000) } })),
  post('another kind', MAPS, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'b' } }),
  post('a kind that nobody knows', MAPS, { apiVersion: 'v1', kind: 'Unheard', metadata: { name: 'b' } }),
  post('another version', MAPS, { ...configMap({ name: 'b' }), apiVersion: 'v2' }),
  post('another group', MAPS, { ...configMap({ name: 'b' }), apiVersion: 'apps/v1' }),
  post('a number where a text should be', MAPS, configMap({ name: 'b' }, { data: { a: 1 } })),
  post('a list where a map should be', MAPS, configMap({ name: 'b' }, { data: [] })),
  post('a text where a number should be', SERVICES, service({ ports: [{ port: 'eighty' }] })),
  post('a broken number', SERVICES, service({ ports: [{ port: 80.5 }] })),
  post('a text where an object should be', SERVICES, service('spec' as never)),
  post('an unknown field, strictly', `${MAPS}?fieldValidation=Strict`, configMap({ name: 'b' }, { dat: {} })),
  post('an unknown field, as a rule', `${MAPS}?dryRun=All`, configMap({ name: 'b' }, { dat: {} })),
  post('an unknown field, ignored', `${MAPS}?dryRun=All&fieldValidation=Ignore`, configMap({ name: 'b' }, { dat: {} })),
  post(
    'fields that stand twice, strictly',
    `${MAPS}?fieldValidation=Strict`,
    '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"b"},"data":{"a":"1","a":"2"},"x":1,"data":{}}',
  ),
  post(
    'fields that stand twice, as a rule',
    `${MAPS}?dryRun=All`,
    '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"b"},"data":{"a":"1","a":"2"}}',
  ),
];

const METADATA: readonly RefusedRequest[] = [
  post('a name that is taken', MAPS, configMap({ name: 'a' })),
  post('no name', MAPS, configMap({})),
  post('a name in capitals', MAPS, configMap({ name: 'Upper' })),
  post('a name that is too long', MAPS, configMap({ name: 'x'.repeat(254) })),
  post('a name with a slash', MAPS, configMap({ name: 'a/b' })),
  post('a Service’s name with a dot', SERVICES, service({ ports: [{ port: 80 }] }, 'a.b')),
  post('another namespace', MAPS, configMap({ name: 'b', namespace: 'other' })),
  post('a namespace that isn’t there', '/api/v1/namespaces/none/configmaps', configMap({ name: 'b' })),
  post('a resource version at creation', MAPS, configMap({ name: 'b', resourceVersion: '5' })),
  post('a label key with a blank', MAPS, configMap({ name: 'b', labels: { 'a b': 'c' } })),
  post('a label value with a blank', MAPS, configMap({ name: 'b', labels: { a: 'c d' } })),
  post('a label value that is too long', MAPS, configMap({ name: 'b', labels: { a: 'x'.repeat(64) } })),
  post('a label that is a number', MAPS, configMap({ name: 'b', labels: { a: 1 } })),
  post('an annotation key with a blank', MAPS, configMap({ name: 'b', annotations: { 'a b': 'c' } })),
  post('a data key with a slash', MAPS, configMap({ name: 'b' }, { data: { 'a/b': 'c' } })),
  post(
    'an owner without uid',
    MAPS,
    configMap({ name: 'b', ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'x' }] }),
  ),
  post('a finalizer without a domain', MAPS, configMap({ name: 'b', finalizers: ['mine'] })),
];

const UPDATES: readonly RefusedRequest[] = [
  put('an update of another name', `${MAPS}/a`, configMap({ name: 'b' })),
  put('an update of another namespace', `${MAPS}/a`, configMap({ name: 'a', namespace: 'other' })),
  put('an update without a name', `${MAPS}/a`, configMap({})),
  put('an update from an old version', `${MAPS}/a`, configMap({ name: 'a', resourceVersion: '1' })),
  put('an update from no version at all', `${MAPS}/a`, configMap({ name: 'a', resourceVersion: 'abc' })),
  put('an update of another uid', `${MAPS}/a`, configMap({ name: 'a', uid: 'abc' })),
  put('an update of what isn’t there', `${MAPS}/none`, configMap({ name: 'none' })),
  put('an update that breaks off', `${MAPS}/a`, '{'),
];

const PATCHES: readonly RefusedRequest[] = [
  patch('a JSON patch that breaks off', `${MAPS}/a`, 'json', '[{"op":'),
  patch('a JSON patch that is an object', `${MAPS}/a`, 'json', {}),
  patch('a JSON patch of an unknown operation', `${MAPS}/a`, 'json', [{ op: 'frob', path: '/data' }]),
  patch('a JSON patch that removes what isn’t there', `${MAPS}/a`, 'json', [{ op: 'remove', path: '/data/none' }]),
  patch('a JSON patch whose test fails', `${MAPS}/a`, 'json', [{ op: 'test', path: '/data/colour', value: 'red' }]),
  patch('a merge patch that breaks off', `${MAPS}/a`, 'merge', '{"data":'),
  patch('a merge patch that is a list', `${MAPS}/a`, 'merge', '[1]'),
  patch('a merge patch of a wrong type', `${MAPS}/a`, 'merge', { data: { a: 1 } }),
  patch('a merge patch of another kind', `${MAPS}/a`, 'merge', { kind: 'Secret' }),
  patch('a merge patch of another name', `${MAPS}/a`, 'merge', { metadata: { name: 'b' } }),
  patch('a merge patch of another uid', `${MAPS}/a`, 'merge', { metadata: { uid: 'b' } }),
  patch('a merge patch of another namespace', `${MAPS}/a`, 'merge', { metadata: { namespace: 'b' } }),
  patch('a merge patch from an old version', `${MAPS}/a`, 'merge', { metadata: { resourceVersion: '1' } }),
  patch('a merge patch of an unknown field, strictly', `${MAPS}/a?fieldValidation=Strict`, 'merge', { dat: 1 }),
  patch('a merge patch of an unknown field, as a rule', `${MAPS}/a`, 'merge', { dat: 1 }),
  patch('a strategic patch that breaks off', `${MAPS}/a`, 'strategic', '{"data":'),
  patch('a strategic patch that is a list', `${MAPS}/a`, 'strategic', '[1]'),
  patch('a strategic patch of a wrong type', `${MAPS}/a`, 'strategic', { data: { a: 1 } }),
  patch('a strategic patch of list items without their key', `${SERVICES}/a`, 'strategic', {
    spec: { ports: [{ name: 'x' }] },
  }),
  patch('a strategic patch of an unknown directive', `${SERVICES}/a`, 'strategic', {
    spec: { ports: [{ $patch: 'frob', port: 80 }] },
  }),
  patch('an applied patch that breaks off', `${MAPS}/a?fieldManager=x`, 'apply', '{"data":'),
  patch('an applied patch without a manager', `${MAPS}/a`, 'apply', configMap({ name: 'a' })),
  patch('an applied patch of another kind', `${MAPS}/a?fieldManager=x`, 'apply', { apiVersion: 'v1', kind: 'Secret' }),
  patch('an applied patch without a kind', `${MAPS}/a?fieldManager=x`, 'apply', { data: {} }),
  patch('an applied patch of another name', `${MAPS}/a?fieldManager=x`, 'apply', configMap({ name: 'b' })),
  patch(
    'an applied patch with managed fields',
    `${MAPS}/a?fieldManager=x`,
    'apply',
    configMap({ managedFields: [{ manager: 'x' }] }),
  ),
  patch(
    'an applied patch of an unknown field',
    `${MAPS}/a?fieldManager=x&fieldValidation=Strict`,
    'apply',
    configMap({ name: 'a' }, { dat: 1 }),
  ),
  patch(
    'an applied patch of another’s field',
    `${MAPS}/a?fieldManager=x`,
    'apply',
    configMap({ name: 'a' }, { data: { colour: 'red' } }),
  ),
  patch('force for a patch that isn’t applied', `${MAPS}/a?force=true`, 'merge', {}),
  patch('a patch of what isn’t there', `${MAPS}/none`, 'merge', {}),
  { because: 'a patch of plain JSON', method: 'PATCH', path: `${MAPS}/a`, body: {} },
];

const PARAMETERS: readonly RefusedRequest[] = [
  post('an unknown field validation', `${MAPS}?fieldValidation=Frob`, configMap({ name: 'b' })),
  post('an unknown dry run', `${MAPS}?dryRun=Frob`, configMap({ name: 'b' })),
  post('a manager whose name is too long', `${MAPS}?fieldManager=${'x'.repeat(200)}`, configMap({ name: 'b' })),
  get('a label selector that is none', `${MAPS}?labelSelector=a%3D%3D%3Db`),
  get('a label selector that breaks off', `${MAPS}?labelSelector=a%20in%20(b`),
  get('a field selector that is none', `${MAPS}?fieldSelector=a`),
  get('a field selector of an unknown field', `${MAPS}?fieldSelector=data.a%3Db`),
  get('a field selector of a custom kind’s unknown field', '/apis/apps/v1/deployments?fieldSelector=spec.replicas%3D1'),
  get('a limit that is no number', `${MAPS}?limit=many`),
  get('a continue token that is none', `${MAPS}?limit=1&continue=abc`),
  get('a version to list at that is no number', `${MAPS}?resourceVersion=abc`),
  get('a version match without a version', `${MAPS}?resourceVersionMatch=Exact`),
  get('a version match that nobody knows', `${MAPS}?resourceVersion=1&resourceVersionMatch=Frob`),
  get('exactly version 0', `${MAPS}?resourceVersion=0&resourceVersionMatch=Exact`),
  get('a version and a continue token', `${MAPS}?resourceVersion=1&continue=abc`),
  get('a version that is yet to come', `${MAPS}/a?resourceVersion=99999999`),
  get('a watch from no version', `${MAPS}?watch=true&resourceVersion=abc`),
  get('initial events without a version match', `${MAPS}?watch=true&sendInitialEvents=true`),
  get('initial events of a list', `${MAPS}?sendInitialEvents=true&resourceVersionMatch=NotOlderThan`),
  get('a version match of a watch', `${MAPS}?watch=true&resourceVersionMatch=NotOlderThan`),
];

const PATHS: readonly RefusedRequest[] = [
  get('an object that isn’t there', `${MAPS}/none`),
  get('a kind that isn’t there', '/api/v1/nothings'),
  get('a version that isn’t there', '/api/v2/pods'),
  get('a group that isn’t there', '/apis/none.example.com/v1/things'),
  get('a group’s version that isn’t there', '/apis/apps/v9/deployments'),
  get('a path that isn’t there', '/frob'),
  get('a subresource that isn’t there', `${MAPS}/a/status`),
  get('a cluster’s kind in a namespace', `${ROOT}/nodes`),
  post('a namespaced kind created outside of one', '/api/v1/configmaps', configMap({ name: 'b' })),
  put('an update of a whole kind', MAPS, configMap({ name: 'a' })),
  post('a creation at an object', `${MAPS}/a`, configMap({ name: 'a' })),
  patch('a patch of a whole kind', MAPS, 'merge', {}),
  { because: 'an unknown method', method: 'OPTIONS', path: MAPS },
  remove('all objects of all namespaces', '/api/v1/configmaps'),
  get('an answer in XML', `${MAPS}/a`, { accept: 'application/xml' }),
  get('an answer in a table of no version', `${MAPS}/a`, { accept: 'application/json;as=Table;v=v9;g=meta.k8s.io' }),
  get('nobody asks', `${MAPS}/a`, { authorization: '' }),
  get('nobody asks for a list', MAPS, { authorization: '' }),
  get('nobody asks for a path', '/metrics', { authorization: '' }),
  get('somebody with a wrong token asks', `${MAPS}/a`, { authorization: 'Bearer wrong' }),
];

const DELETIONS: readonly RefusedRequest[] = [
  remove('a deletion of what isn’t there', `${MAPS}/none`),
  remove('a deletion of another uid', `${MAPS}/a`, options({ preconditions: { uid: 'x' } })),
  remove('a deletion of an old version', `${MAPS}/a`, options({ preconditions: { resourceVersion: '1' } })),
  remove('an unknown propagation policy', `${MAPS}/a`, options({ propagationPolicy: 'Frob' })),
  remove('an unknown propagation policy in the query', `${MAPS}/a?propagationPolicy=Frob`),
  remove('both ways to orphan', `${MAPS}/a`, options({ propagationPolicy: 'Orphan', orphanDependents: true })),
  remove('a deletion whose options break off', `${MAPS}/a`, '{'),
  remove('a deletion whose options are another kind', `${MAPS}/a`, configMap({})),
  remove('a negative grace period', `${MAPS}/a?dryRun=All&gracePeriodSeconds=-5`),
  remove('a namespace that must stay', '/api/v1/namespaces/kube-system'),
];

const SERVICES_OF_WRONG_FORM: readonly RefusedRequest[] = [
  post('no ports', SERVICES, service({})),
  post('a port out of range', SERVICES, service({ ports: [{ port: 0 }] })),
  post('an unknown protocol', SERVICES, service({ ports: [{ port: 80, protocol: 'HTTP' }] })),
  post(
    'a port twice',
    SERVICES,
    service({
      ports: [
        { name: 'a', port: 80 },
        { name: 'b', port: 80 },
      ],
    }),
  ),
  post('two ports without names', SERVICES, service({ ports: [{ port: 80 }, { port: 81 }] })),
  post(
    'a port name twice',
    SERVICES,
    service({
      ports: [
        { name: 'a', port: 80 },
        { name: 'a', port: 81 },
      ],
    }),
  ),
  post('an unknown type', SERVICES, service({ type: 'Frob', ports: [{ port: 80 }] })),
  post('a cluster address that is none', SERVICES, service({ clusterIP: 'abc', ports: [{ port: 80 }] })),
  post('a cluster address out of range', SERVICES, service({ clusterIP: '192.0.2.1', ports: [{ port: 80 }] })),
  post('a node port out of range', SERVICES, service({ type: 'NodePort', ports: [{ port: 80, nodePort: 80 }] })),
  post('a node port for a ClusterIP', SERVICES, service({ ports: [{ port: 80, nodePort: 30080 }] })),
  post('an external name that is none', SERVICES, service({ type: 'ExternalName', externalName: 'A_B' })),
  post('no external name', SERVICES, service({ type: 'ExternalName' })),
  post(
    'source ranges of a wrong form',
    SERVICES,
    service({ type: 'LoadBalancer', loadBalancerSourceRanges: ['192.0.2.0/40'], ports: [{ port: 80 }] }),
  ),
  post(
    'source ranges of a ClusterIP',
    SERVICES,
    service({ loadBalancerSourceRanges: ['10.0.0.0/8'], ports: [{ port: 80 }] }),
  ),
  post('a class of a ClusterIP', SERVICES, service({ loadBalancerClass: 'example.com/a', ports: [{ port: 80 }] })),
  post(
    'an unknown traffic policy',
    SERVICES,
    service({ type: 'LoadBalancer', externalTrafficPolicy: 'Frob', ports: [{ port: 80 }] }),
  ),
  post('a target port that is no name', SERVICES, service({ ports: [{ port: 80, targetPort: 'Not A Name' }] })),
  post('external addresses that are none', SERVICES, service({ externalIPs: ['abc'], ports: [{ port: 80 }] })),
  patch('a cluster address changes', `${SERVICES}/a`, 'merge', { spec: { clusterIP: '10.0.200.200' } }),
  patch('a status’ address of a ClusterIP', `${SERVICES}/a/status`, 'merge', {
    status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } },
  }),
];

const OTHER_KINDS: readonly RefusedRequest[] = [
  post('an Ingress without anything', `/apis/networking.k8s.io/v1/namespaces/${NAMESPACE}/ingresses`, {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'b' },
    spec: {},
  }),
  post('an Ingress path of no type', `/apis/networking.k8s.io/v1/namespaces/${NAMESPACE}/ingresses`, {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'b' },
    spec: {
      rules: [{ host: 'A_b', http: { paths: [{ path: 'x', backend: { service: { name: 'a', port: {} } } }] } }],
    },
  }),
  post('a Deployment whose selector misses its Pods', `/apis/apps/v1/namespaces/${NAMESPACE}/deployments`, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'b' },
    spec: {
      selector: { matchLabels: { app: 'a' } },
      template: { metadata: { labels: { app: 'b' } }, spec: { containers: [{ name: 'a', image: 'a' }] } },
    },
  }),
  patch('a Deployment’s selector changes', `/apis/apps/v1/namespaces/${NAMESPACE}/deployments/a`, 'merge', {
    spec: { selector: { matchLabels: { app: 'b' } } },
  }),
  post('a Pod without containers', `${ROOT}/pods`, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'b' },
    spec: {},
  }),
  post('a NetworkPolicy of a wrong range', `/apis/networking.k8s.io/v1/namespaces/${NAMESPACE}/networkpolicies`, {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'b' },
    spec: { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 'abc' } }] }] },
  }),
  post('a Secret that isn’t base64', `${ROOT}/secrets`, {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'b' },
    data: { a: '!' },
  }),
  post('a Lease of a wrong time', `/apis/coordination.k8s.io/v1/namespaces/${NAMESPACE}/leases`, {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name: 'b' },
    spec: { renewTime: 'yesterday' },
  }),
  post('an Event of another namespace', `${ROOT}/events`, {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: 'b' },
    involvedObject: { kind: 'ConfigMap', name: 'a', namespace: 'elsewhere' },
  }),
];

export const REQUESTS: readonly RefusedRequest[] = [
  ...BODIES,
  ...METADATA,
  ...UPDATES,
  ...PATCHES,
  ...PARAMETERS,
  ...PATHS,
  ...DELETIONS,
  ...SERVICES_OF_WRONG_FORM,
  ...OTHER_KINDS,
];
