// What does a real API server make of strategic merge patches?
// The expectations are its answers.
import { CONFIG_MAP, DEPLOYMENT, POD, SERVICE } from '../kinds.js';
import { NAME, type PatchCase } from '../patch-case.js';
import { DATA, container, deployment, pod, port, service, strategic } from './parts.js';

export const STRATEGIC_CASES: readonly PatchCase[] = [
  {
    name: 'merges elements by their key',
    because: 'ports merge by port',
    kind: SERVICE,
    before: service([port('a', 80), port('b', 81)]),
    steps: [strategic({ spec: { ports: [{ port: 81, targetPort: 8081 }] } })],
    after: {
      'spec/ports': [
        { name: 'a', protocol: 'TCP', port: 80, targetPort: 80 },
        { name: 'b', protocol: 'TCP', port: 81, targetPort: 8081 },
      ],
    },
    owners: {
      'Update tester': { 'f:spec': { 'f:ports': { 'k:{"port":81,"protocol":"TCP"}': { 'f:targetPort': {} } } } },
      'Update creator': {
        'f:spec': {
          'f:internalTrafficPolicy': {},
          'f:ports': {
            '.': {},
            'k:{"port":80,"protocol":"TCP"}': {
              '.': {},
              'f:name': {},
              'f:port': {},
              'f:protocol': {},
              'f:targetPort': {},
            },
            'k:{"port":81,"protocol":"TCP"}': { '.': {}, 'f:name': {}, 'f:port': {}, 'f:protocol': {} },
          },
          'f:selector': {},
          'f:sessionAffinity': {},
          'f:type': {},
        },
      },
    },
  },
  {
    name: 'puts new elements in front',
    because: 'the order of a merge without $setElementOrder',
    kind: SERVICE,
    before: service([port('a', 80)]),
    steps: [strategic({ spec: { ports: [port('c', 82)] } })],
    after: {
      'spec/ports': [
        { name: 'c', protocol: 'TCP', port: 82, targetPort: 82 },
        { name: 'a', protocol: 'TCP', port: 80, targetPort: 80 },
      ],
    },
    owners: {
      'Update tester': {
        'f:spec': {
          'f:ports': {
            'k:{"port":82,"protocol":"TCP"}': {
              '.': {},
              'f:name': {},
              'f:port': {},
              'f:protocol': {},
              'f:targetPort': {},
            },
          },
        },
      },
    },
  },
  {
    name: 'deletes an element',
    because: '$patch: delete names it by its key',
    kind: SERVICE,
    before: service([port('a', 80), port('b', 81)]),
    steps: [strategic({ spec: { ports: [{ $patch: 'delete', port: 80 }] } })],
    after: { 'spec/ports': [{ name: 'b', protocol: 'TCP', port: 81, targetPort: 81 }] },
    owners: {
      'Update tester': undefined,
      'Update creator': {
        'f:spec': {
          'f:internalTrafficPolicy': {},
          'f:ports': {
            '.': {},
            'k:{"port":81,"protocol":"TCP"}': {
              '.': {},
              'f:name': {},
              'f:port': {},
              'f:protocol': {},
              'f:targetPort': {},
            },
          },
          'f:selector': {},
          'f:sessionAffinity': {},
          'f:type': {},
        },
      },
    },
  },
  {
    name: 'replaces a list',
    because: '$patch: replace as an element',
    kind: SERVICE,
    before: service([port('a', 80), port('b', 81)]),
    steps: [strategic({ spec: { ports: [{ $patch: 'replace' }, port('d', 84)] } })],
    after: { 'spec/ports': [{ name: 'd', protocol: 'TCP', port: 84, targetPort: 84 }] },
    owners: {
      'Update tester': {
        'f:spec': {
          'f:ports': {
            'k:{"port":84,"protocol":"TCP"}': {
              '.': {},
              'f:name': {},
              'f:port': {},
              'f:protocol': {},
              'f:targetPort': {},
            },
          },
        },
      },
      'Update creator': {
        'f:spec': {
          'f:internalTrafficPolicy': {},
          'f:ports': {},
          'f:selector': {},
          'f:sessionAffinity': {},
          'f:type': {},
        },
      },
    },
  },
  {
    name: 'replaces a map',
    because: '$patch: replace as a member',
    kind: SERVICE,
    before: service([port('a', 80)], { selector: { app: 'web', tier: 'x' } }),
    steps: [strategic({ spec: { selector: { $patch: 'replace', app: 'api' } } })],
    after: { 'spec/selector': { app: 'api' } },
    owners: {
      'Update tester': { 'f:spec': { 'f:selector': {} } },
      'Update creator': {
        'f:spec': {
          'f:internalTrafficPolicy': {},
          'f:ports': {
            '.': {},
            'k:{"port":80,"protocol":"TCP"}': {
              '.': {},
              'f:name': {},
              'f:port': {},
              'f:protocol': {},
              'f:targetPort': {},
            },
          },
          'f:sessionAffinity': {},
          'f:type': {},
        },
      },
    },
  },
  {
    name: 'removes with null',
    because: 'as a merge patch does',
    kind: CONFIG_MAP,
    before: DATA,
    steps: [strategic({ data: { a: null } })],
    after: { data: { b: '2' } },
    owners: { 'Update tester': undefined, 'Update creator': { 'f:data': { '.': {}, 'f:b': {} } } },
  },
  {
    name: 'does nothing with null',
    because: 'Go reads null as an empty map',
    kind: CONFIG_MAP,
    before: DATA,
    steps: [strategic(null)],
    after: { data: { a: '1', b: '2' } },
    owners: { 'Update creator': { 'f:data': { '.': {}, 'f:a': {}, 'f:b': {} } }, 'Update tester': undefined },
  },
  {
    name: 'orders without changing',
    because: 'what the order does not name keeps its place',
    kind: SERVICE,
    before: service([port('a', 80), port('b', 81), port('c', 82)]),
    steps: [strategic({ spec: { '$setElementOrder/ports': [{ port: 82 }, { port: 80 }] } })],
    after: {
      'spec/ports': [
        { name: 'b', protocol: 'TCP', port: 81, targetPort: 81 },
        { name: 'c', protocol: 'TCP', port: 82, targetPort: 82 },
        { name: 'a', protocol: 'TCP', port: 80, targetPort: 80 },
      ],
    },
    owners: {
      'Update tester': undefined,
      'Update creator': {
        'f:spec': {
          'f:internalTrafficPolicy': {},
          'f:ports': {
            '.': {},
            'k:{"port":80,"protocol":"TCP"}': {
              '.': {},
              'f:name': {},
              'f:port': {},
              'f:protocol': {},
              'f:targetPort': {},
            },
            'k:{"port":81,"protocol":"TCP"}': {
              '.': {},
              'f:name': {},
              'f:port': {},
              'f:protocol': {},
              'f:targetPort': {},
            },
            'k:{"port":82,"protocol":"TCP"}': {
              '.': {},
              'f:name': {},
              'f:port': {},
              'f:protocol': {},
              'f:targetPort': {},
            },
          },
          'f:selector': {},
          'f:sessionAffinity': {},
          'f:type': {},
        },
      },
    },
  },
  {
    name: 'orders, adds, changes and deletes at once',
    because: 'as kubectl apply sends it',
    kind: SERVICE,
    before: service([port('a', 80), port('b', 81), port('c', 82)]),
    steps: [
      strategic({
        spec: {
          '$setElementOrder/ports': [{ port: 84 }, { port: 80 }, { port: 82 }],
          ports: [port('d', 84), { port: 80, targetPort: 8080 }, { $patch: 'delete', port: 81 }],
        },
      }),
    ],
    after: {
      'spec/ports': [
        { name: 'd', protocol: 'TCP', port: 84, targetPort: 84 },
        { name: 'a', protocol: 'TCP', port: 80, targetPort: 8080 },
        { name: 'c', protocol: 'TCP', port: 82, targetPort: 82 },
      ],
    },
    owners: {
      'Update tester': {
        'f:spec': {
          'f:ports': {
            'k:{"port":80,"protocol":"TCP"}': { 'f:targetPort': {} },
            'k:{"port":84,"protocol":"TCP"}': {
              '.': {},
              'f:name': {},
              'f:port': {},
              'f:protocol': {},
              'f:targetPort': {},
            },
          },
        },
      },
    },
  },
  {
    name: 'refuses elements in another order than it asks for',
    because: 'the message shows both lists',
    kind: SERVICE,
    before: service([port('a', 80), port('b', 81)]),
    steps: [
      strategic({
        spec: {
          '$setElementOrder/ports': [{ port: 80 }, { port: 81 }],
          ports: [
            { port: 81, name: 'x' },
            { port: 80, name: 'y' },
          ],
        },
      }),
    ],
    error: {
      code: 500,
      message:
        "The order in patch list:\n[map[name:x port:81] map[name:y port:80]]\n doesn't match $setElementOrder list:\n[map[port:80] map[port:81]]\n",
    },
  },
  {
    name: 'needs a list for an order',
    because: "the message names Go's types",
    kind: SERVICE,
    before: service([port('a', 80)]),
    steps: [strategic({ spec: { '$setElementOrder/ports': 'x' } })],
    error: { code: 500, message: 'expected a []interface {}, but received a string' },
  },
  {
    name: 'needs a field for an order',
    because: "the message names Go's type",
    kind: SERVICE,
    before: service([port('a', 80)]),
    steps: [strategic({ spec: { '$setElementOrder/portz': [{ port: 80 }], portz: [{ port: 80 }] } })],
    error: { code: 500, message: 'unable to find api field in struct ServiceSpec for the json field "portz"' },
  },
  {
    name: 'needs the key of an element',
    because: 'the message shows the element',
    kind: SERVICE,
    before: service([port('a', 80)]),
    steps: [strategic({ spec: { ports: [{ name: 'a', targetPort: 7 }] } })],
    error: { code: 500, message: 'map: map[name:a targetPort:7] does not contain declared merge key: port' },
  },
  {
    name: 'does not know a directive',
    because: 'there are replace and delete',
    kind: SERVICE,
    before: service([port('a', 80)]),
    steps: [strategic({ spec: { selector: { $patch: 'explode', a: 'b' } } })],
    error: { code: 500, message: 'unknown patch type: explode in map: map[$patch:explode a:b]' },
  },
  {
    name: 'does not know a directive of an element',
    because: 'there are replace and delete',
    kind: SERVICE,
    before: service([port('a', 80)]),
    steps: [strategic({ spec: { ports: [{ $patch: 'explode', port: 80 }] } })],
    error: { code: 500, message: 'unknown patch type: explode in map: map[$patch:explode port:80]' },
  },
  {
    name: 'cannot merge by directive',
    because: 'the API server says so itself',
    kind: SERVICE,
    before: service([port('a', 80)]),
    steps: [strategic({ spec: { ports: [{ $patch: 'merge', port: 80 }] } })],
    error: { code: 500, message: 'merging lists cannot yet be specified in the patch' },
  },
  {
    name: 'merges scalars',
    because: 'each stands once',
    kind: CONFIG_MAP,
    before: { metadata: { finalizers: ['a.io/x', 'a.io/y'] } },
    steps: [strategic({ metadata: { finalizers: ['a.io/z', 'a.io/x'] } })],
    after: { 'metadata/finalizers': ['a.io/z', 'a.io/x', 'a.io/y'] },
    owners: {
      'Update tester': { 'f:metadata': { 'f:finalizers': { 'v:"a.io/z"': {} } } },
      'Update creator': { 'f:metadata': { 'f:finalizers': { '.': {}, 'v:"a.io/x"': {}, 'v:"a.io/y"': {} } } },
    },
  },
  {
    name: 'deletes scalars',
    because: '$deleteFromPrimitiveList names them',
    kind: CONFIG_MAP,
    before: { metadata: { finalizers: ['a.io/x', 'a.io/y'] } },
    steps: [
      strategic({
        metadata: { '$deleteFromPrimitiveList/finalizers': ['a.io/x'], '$setElementOrder/finalizers': ['a.io/y'] },
      }),
    ],
    after: { 'metadata/finalizers': ['a.io/y'] },
    owners: {
      'Update tester': undefined,
      'Update creator': { 'f:metadata': { 'f:finalizers': { '.': {}, 'v:"a.io/y"': {} } } },
    },
  },
  {
    name: 'deletes scalars of a list that is not there',
    because: 'that is no error',
    kind: CONFIG_MAP,
    before: DATA,
    steps: [strategic({ metadata: { '$deleteFromPrimitiveList/finalizers': ['a.io/x'] } })],
    after: { 'metadata/finalizers': undefined },
    owners: { 'Update tester': undefined, 'Update creator': { 'f:data': { '.': {}, 'f:a': {}, 'f:b': {} } } },
  },
  {
    name: 'orders scalars',
    because: 'what the order does not name keeps its place',
    kind: CONFIG_MAP,
    before: { metadata: { finalizers: ['a.io/x', 'a.io/y', 'a.io/w'] } },
    steps: [
      strategic({
        metadata: { finalizers: ['a.io/z'], '$setElementOrder/finalizers': ['a.io/z', 'a.io/y', 'a.io/x'] },
      }),
    ],
    after: { 'metadata/finalizers': ['a.io/z', 'a.io/y', 'a.io/x', 'a.io/w'] },
    owners: { 'Update tester': { 'f:metadata': { 'f:finalizers': { 'v:"a.io/z"': {} } } } },
  },
  {
    name: 'keeps only the members that are named',
    because: 'a union of which one is left',
    kind: DEPLOYMENT,
    before: deployment([container('web')]),
    steps: [strategic({ spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } })],
    after: { 'spec/strategy': { type: 'Recreate' } },
    owners: { 'Update tester': { 'f:spec': { 'f:strategy': { 'f:type': {} } } } },
  },
  {
    name: 'refuses members that it does not retain',
    because: 'they contradict each other',
    kind: DEPLOYMENT,
    before: deployment([container('web')]),
    steps: [
      strategic({ spec: { strategy: { $retainKeys: ['type'], type: 'Recreate', rollingUpdate: { maxSurge: 1 } } } }),
    ],
    error: { code: 400, reason: 'BadRequest', message: 'invalid patch format of retainKeys' },
  },
  {
    name: 'needs a list of members to retain',
    because: 'a word is none',
    kind: DEPLOYMENT,
    before: deployment([container('web')]),
    steps: [strategic({ spec: { strategy: { $retainKeys: 'type', type: 'Recreate' } } })],
    error: { code: 400, reason: 'BadRequest', message: 'invalid patch format of retainKeys' },
  },
  {
    name: 'merges lists in elements of lists',
    because: 'env merges by name in each container',
    kind: DEPLOYMENT,
    before: deployment([
      container('web', {
        env: [
          { name: 'A', value: '1' },
          { name: 'B', value: '2' },
        ],
      }),
      container('side'),
    ]),
    steps: [
      strategic({
        spec: {
          template: {
            spec: {
              containers: [
                {
                  name: 'web',
                  image: 'web:2',
                  env: [
                    { name: 'B', value: null, $patch: 'delete' },
                    { name: 'C', value: '3' },
                  ],
                },
              ],
              '$setElementOrder/containers': [{ name: 'web' }, { name: 'side' }],
            },
          },
        },
      }),
    ],
    after: {
      'spec/template/spec/containers': [
        {
          name: 'web',
          image: 'web:2',
          env: [
            { name: 'C', value: '3' },
            { name: 'A', value: '1' },
          ],
          resources: {},
          terminationMessagePath: '/dev/termination-log',
          terminationMessagePolicy: 'File',
          imagePullPolicy: 'IfNotPresent',
        },
        {
          name: 'side',
          image: 'side:1',
          resources: {},
          terminationMessagePath: '/dev/termination-log',
          terminationMessagePolicy: 'File',
          imagePullPolicy: 'IfNotPresent',
        },
      ],
    },
    owners: {
      'Update tester': {
        'f:spec': {
          'f:template': {
            'f:spec': {
              'f:containers': {
                'k:{"name":"web"}': {
                  'f:env': { 'k:{"name":"C"}': { '.': {}, 'f:name': {}, 'f:value': {} } },
                  'f:image': {},
                },
              },
            },
          },
        },
      },
    },
  },
  {
    name: 'replaces lists that have no key',
    because: 'args are one',
    kind: DEPLOYMENT,
    before: deployment([container('web', { args: ['a', 'b'] })]),
    steps: [strategic({ spec: { template: { spec: { containers: [{ name: 'web', args: ['c'] }] } } } })],
    after: { 'spec/template/spec/containers/0/args': ['c'] },
    owners: {
      'Update tester': {
        'f:spec': { 'f:template': { 'f:spec': { 'f:containers': { 'k:{"name":"web"}': { 'f:args': {} } } } } },
      },
    },
  },
  {
    name: 'adds a toleration',
    because: 'tolerations are atomic',
    kind: POD,
    before: pod([container('web')], { tolerations: [{ key: 'a', operator: 'Exists' }] }),
    steps: [
      strategic({
        spec: {
          tolerations: [
            { key: 'a', operator: 'Exists' },
            { key: 'b', operator: 'Exists', effect: 'NoExecute' },
          ],
        },
      }),
    ],
    owners: { 'Update tester': { 'f:spec': { 'f:tolerations': {} } } },
  },
  {
    name: 'replaces the whole object',
    because: '$patch: replace at the top',
    kind: CONFIG_MAP,
    before: DATA,
    steps: [strategic({ $patch: 'replace', metadata: { name: NAME }, data: { z: '1' } })],
    after: { data: { z: '1' } },
  },
  {
    name: 'merges labels',
    because: 'a map without a strategy merges',
    kind: CONFIG_MAP,
    before: { metadata: { labels: { a: '1', b: '2' } } },
    steps: [strategic({ metadata: { labels: { a: null, c: '3' } } })],
    after: { 'metadata/labels': { b: '2', c: '3' } },
    owners: {
      'Update tester': { 'f:metadata': { 'f:labels': { 'f:c': {} } } },
      'Update creator': { 'f:metadata': { 'f:labels': { '.': {}, 'f:b': {} } } },
    },
  },
  {
    name: 'needs an object, not a list',
    because: 'no list can be merged',
    kind: CONFIG_MAP,
    before: DATA,
    steps: [strategic(['x'])],
    error: {
      code: 400,
      reason: 'BadRequest',
      message: 'json: cannot unmarshal array into Go value of type map[string]interface {}',
    },
  },
  {
    name: 'needs an object, not a string',
    because: 'no string can be merged',
    kind: CONFIG_MAP,
    before: DATA,
    steps: [strategic('x')],
    error: {
      code: 400,
      reason: 'BadRequest',
      message: 'json: cannot unmarshal string into Go value of type map[string]interface {}',
    },
  },
  {
    name: 'needs elements of one type',
    because: 'the message shows both lists',
    kind: SERVICE,
    before: service([port('a', 80)]),
    steps: [strategic({ spec: { ports: ['x'] } })],
    error: {
      code: 500,
      message: 'list element types are not identical: [[map[name:a port:80 protocol:TCP targetPort:80]] [x]]',
    },
  },
  {
    name: 'merges members that every object of JavaScript has',
    because: 'they are keys like others',
    kind: CONFIG_MAP,
    before: DATA,
    steps: [strategic({ data: { constructor: '1', toString: null } })],
    after: { data: { a: '1', b: '2', constructor: '1' } },
    owners: { 'Update tester': { 'f:data': { 'f:constructor': {} } } },
  },
  {
    name: 'orders what is new where something was deleted',
    because: 'the API server orders by the list that its merge leaves',
    kind: DEPLOYMENT,
    before: deployment([container('a'), container('b'), container('c')]),
    steps: [
      strategic({
        spec: {
          template: {
            spec: {
              containers: [{ name: 'c', $patch: 'delete' }, container('d')],
              '$setElementOrder/containers': [{ name: 'd' }],
            },
          },
        },
      }),
    ],
    after: {
      'spec/template/spec/containers': [
        {
          name: 'a',
          image: 'a:1',
          resources: {},
          terminationMessagePath: '/dev/termination-log',
          terminationMessagePolicy: 'File',
          imagePullPolicy: 'IfNotPresent',
        },
        {
          name: 'b',
          image: 'b:1',
          resources: {},
          terminationMessagePath: '/dev/termination-log',
          terminationMessagePolicy: 'File',
          imagePullPolicy: 'IfNotPresent',
        },
        {
          name: 'd',
          image: 'd:1',
          resources: {},
          terminationMessagePath: '/dev/termination-log',
          terminationMessagePolicy: 'File',
          imagePullPolicy: 'IfNotPresent',
        },
      ],
    },
    owners: {
      'Update tester': {
        'f:spec': {
          'f:template': {
            'f:spec': {
              'f:containers': {
                'k:{"name":"d"}': {
                  '.': {},
                  'f:image': {},
                  'f:imagePullPolicy': {},
                  'f:name': {},
                  'f:resources': {},
                  'f:terminationMessagePath': {},
                  'f:terminationMessagePolicy': {},
                },
              },
            },
          },
        },
      },
    },
  },
];
