// What does a real API server make of what is applied on its side?
// The expectations are its answers.
import { CONFIG_MAP, DEPLOYMENT, POD, SERVICE, SHAPE } from '../kinds.js';
import { type PatchCase } from '../patch-case.js';
import { DATA, apply, container, deployment, merge, pod, port, service, strategic } from './parts.js';

export const APPLY_CASES: readonly PatchCase[] = [
  {
    name: 'creates',
    because: 'who applies owns what was applied, without what contains it',
    kind: CONFIG_MAP,
    steps: [
      apply({ data: { a: '1' }, metadata: { labels: { x: 'y' }, annotations: { p: 'q' }, finalizers: ['a.io/x'] } }),
    ],
    after: { data: { a: '1' } },
    owners: {
      'Apply tester': {
        'f:data': { 'f:a': {} },
        'f:metadata': {
          'f:annotations': { 'f:p': {} },
          'f:finalizers': { 'v:"a.io/x"': {} },
          'f:labels': { 'f:x': {} },
        },
      },
    },
  },
  {
    name: 'does nothing the second time',
    because: 'nothing changed',
    kind: CONFIG_MAP,
    steps: [apply({ data: { a: '1' } }), apply({ data: { a: '1' } })],
    after: { data: { a: '1' } },
    owners: { 'Apply tester': { 'f:data': { 'f:a': {} } } },
  },
  {
    name: 'takes away what is not applied any more',
    because: 'nobody else owns it',
    kind: CONFIG_MAP,
    steps: [apply({ data: { a: '1', b: '2' } }), apply({ data: { a: '1' } })],
    after: { data: { a: '1' } },
    owners: { 'Apply tester': { 'f:data': { 'f:a': {} } } },
  },
  {
    name: 'takes away everything',
    because: 'who owns nothing is no manager',
    kind: CONFIG_MAP,
    steps: [apply({ data: { a: '1', b: '2' }, metadata: { labels: { a: 'b' } } }), apply({})],
    after: { data: undefined, 'metadata/labels': undefined },
    owners: { 'Apply tester': undefined },
  },
  {
    name: 'takes away all labels',
    because: 'an empty map of labels is none',
    kind: CONFIG_MAP,
    steps: [apply({ metadata: { labels: { a: '1' } } }), apply({ metadata: {} })],
    after: { 'metadata/labels': undefined },
    owners: { 'Apply tester': undefined },
  },
  {
    name: 'shares what another has applied alike',
    because: 'the same value is no conflict',
    kind: CONFIG_MAP,
    steps: [apply({ data: { a: '1' } }), apply({ data: { a: '1' } }, { manager: 'other' })],
    after: { data: { a: '1' } },
    owners: { 'Apply tester': { 'f:data': { 'f:a': {} } }, 'Apply other': { 'f:data': { 'f:a': {} } } },
  },
  {
    name: 'leaves what another owns too',
    because: 'only the last owner takes it away',
    kind: CONFIG_MAP,
    steps: [apply({ data: { a: '1' } }), apply({ data: { a: '1' } }, { manager: 'other' }), apply({})],
    after: { data: { a: '1' } },
    owners: { 'Apply tester': undefined, 'Apply other': { 'f:data': { 'f:a': {} } } },
  },
  {
    name: 'refuses to change what another has applied',
    because: 'one conflict stands on one line',
    kind: CONFIG_MAP,
    steps: [apply({ data: { a: '1' } }), apply({ data: { a: '2' } }, { manager: 'other' })],
    error: {
      code: 409,
      reason: 'Conflict',
      message: 'Apply failed with 1 conflict: conflict with "tester": .data.a',
      causes: [{ reason: 'FieldManagerConflict', message: 'conflict with "tester"', field: '.data.a' }],
    },
  },
  {
    name: 'tells all conflicts',
    because: 'a line for each, and a cause for each',
    kind: CONFIG_MAP,
    steps: [apply({ data: { a: '1', b: '2' } }), apply({ data: { a: '2', b: '3' } }, { manager: 'other' })],
    error: {
      code: 409,
      reason: 'Conflict',
      message: 'Apply failed with 2 conflicts: conflicts with "tester":\n- .data.a\n- .data.b',
      causes: [
        { reason: 'FieldManagerConflict', message: 'conflict with "tester"', field: '.data.a' },
        { reason: 'FieldManagerConflict', message: 'conflict with "tester"', field: '.data.b' },
      ],
    },
  },
  {
    name: 'refuses to change what another has written',
    because: 'an update is told with its version',
    kind: CONFIG_MAP,
    before: DATA,
    steps: [apply({ data: { a: '2' } })],
    error: {
      code: 409,
      reason: 'Conflict',
      message: 'Apply failed with 1 conflict: conflict with "creator" using v1: .data.a',
      causes: [{ reason: 'FieldManagerConflict', message: 'conflict with "creator" using v1', field: '.data.a' }],
    },
  },
  {
    name: 'takes over with force',
    because: 'the other one loses it',
    kind: CONFIG_MAP,
    steps: [apply({ data: { a: '1', b: '2' } }), apply({ data: { a: '2' } }, { manager: 'other', force: true })],
    after: { data: { a: '2', b: '2' } },
    owners: { 'Apply tester': { 'f:data': { 'f:b': {} } }, 'Apply other': { 'f:data': { 'f:a': {} } } },
  },
  {
    name: 'needs the version of the path',
    because: 'the body says another',
    kind: CONFIG_MAP,
    steps: [apply({ data: { a: '1' } }), apply({ apiVersion: 'v2', data: {} })],
    error: { code: 400, reason: 'BadRequest', message: 'invalid object type: /v2, Kind=ConfigMap' },
  },
  {
    name: 'needs the kind of the path',
    because: 'the body says another',
    kind: CONFIG_MAP,
    before: DATA,
    steps: [apply({ kind: 'Service', data: {} })],
    error: { code: 400, reason: 'BadRequest', message: 'invalid object type: /v1, Kind=Service' },
  },
  {
    name: 'takes no managed fields',
    because: 'the server keeps them',
    kind: CONFIG_MAP,
    before: DATA,
    steps: [apply({ metadata: { managedFields: [] }, data: {} })],
    error: { code: 400, reason: 'BadRequest', message: 'metadata.managedFields must be nil' },
  },
  {
    name: 'knows its fields',
    because: 'the message has the path',
    kind: CONFIG_MAP,
    before: DATA,
    steps: [apply({ data: {}, dat: { x: 'y' } })],
    error: {
      code: 500,
      message:
        'failed to create typed patch object (default/NAME; /v1, Kind=ConfigMap): .dat: field not declared in schema',
    },
  },
  {
    name: 'knows its fields in elements',
    because: 'elements are named by their key',
    kind: DEPLOYMENT,
    before: deployment([container('web')]),
    steps: [apply({ spec: { template: { spec: { containers: [{ name: 'web', imag: 'x' }] } } } })],
    error: {
      code: 500,
      message:
        'failed to create typed patch object (default/NAME; apps/v1, Kind=Deployment): .spec.template.spec.containers[name="web"].imag: field not declared in schema',
    },
  },
  {
    name: 'needs numbers',
    because: 'a string is none',
    kind: DEPLOYMENT,
    before: deployment([container('web')]),
    steps: [apply({ spec: { replicas: 'three' } })],
    error: {
      code: 500,
      message:
        'failed to create typed patch object (default/NAME; apps/v1, Kind=Deployment): .spec.replicas: expected numeric (int or float), got string',
    },
  },
  {
    name: 'needs strings',
    because: 'a number is none',
    kind: CONFIG_MAP,
    before: DATA,
    steps: [apply({ data: { a: 1 } })],
    error: {
      code: 500,
      message:
        'failed to create typed patch object (default/NAME; /v1, Kind=ConfigMap): .data.a: expected string, got &value.valueUnstructured{Value:1}',
    },
  },
  {
    name: 'needs maps',
    because: 'a list is none',
    kind: CONFIG_MAP,
    before: DATA,
    steps: [apply({ data: ['a'] })],
    error: {
      code: 500,
      message:
        'failed to create typed patch object (default/NAME; /v1, Kind=ConfigMap): .data: expected map, got &{[a]}',
    },
  },
  {
    name: 'needs keys that differ',
    because: 'two containers of one name',
    kind: DEPLOYMENT,
    before: deployment([container('web')]),
    steps: [
      apply({
        spec: {
          template: {
            spec: {
              containers: [
                { name: 'web', image: 'a' },
                { name: 'web', image: 'b' },
              ],
            },
          },
        },
      }),
    ],
    error: {
      code: 500,
      message:
        'failed to create typed patch object (default/NAME; apps/v1, Kind=Deployment): .spec.template.spec.containers: duplicate entries for key [name="web"]',
    },
  },
  {
    name: 'merges elements by key',
    because: 'both orders hold as far as they agree',
    kind: SERVICE,
    before: service([port('a', 80), port('b', 81)]),
    steps: [
      apply({
        spec: {
          ports: [
            { port: 82, name: 'c', protocol: 'TCP', targetPort: 9 },
            { port: 81, protocol: 'TCP', name: 'b' },
          ],
        },
      }),
    ],
    after: {
      'spec/ports': [
        { name: 'a', protocol: 'TCP', port: 80, targetPort: 80 },
        { name: 'c', protocol: 'TCP', port: 82, targetPort: 9 },
        { name: 'b', protocol: 'TCP', port: 81, targetPort: 81 },
      ],
    },
    owners: {
      'Apply tester': {
        'f:spec': {
          'f:ports': {
            'k:{"port":81,"protocol":"TCP"}': { '.': {}, 'f:name': {}, 'f:port': {}, 'f:protocol': {} },
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
          },
          'f:selector': {},
          'f:sessionAffinity': {},
          'f:type': {},
        },
      },
    },
  },
  {
    name: 'names elements in conflicts by their keys',
    because: 'strings are quoted, numbers not',
    kind: SERVICE,
    before: service([port('a', 80), port('b', 81)]),
    steps: [apply({ spec: { ports: [{ port: 81, protocol: 'TCP', name: 'z', targetPort: 99 }] } })],
    error: {
      code: 409,
      reason: 'Conflict',
      message:
        'Apply failed with 2 conflicts: conflicts with "creator" using v1:\n- .spec.ports[port=81,protocol="TCP"].name\n- .spec.ports[port=81,protocol="TCP"].targetPort',
      causes: [
        {
          reason: 'FieldManagerConflict',
          message: 'conflict with "creator" using v1',
          field: '.spec.ports[port=81,protocol="TCP"].name',
        },
        {
          reason: 'FieldManagerConflict',
          message: 'conflict with "creator" using v1',
          field: '.spec.ports[port=81,protocol="TCP"].targetPort',
        },
      ],
    },
  },
  {
    name: 'fills in a key that has a default',
    because: 'ports without a protocol are TCP',
    kind: SERVICE,
    before: service([port('a', 80)]),
    steps: [apply({ spec: { ports: [{ port: 80, name: 'a' }] } })],
    after: { 'spec/ports': [{ name: 'a', protocol: 'TCP', port: 80, targetPort: 80 }] },
    owners: {
      'Apply tester': {
        'f:spec': { 'f:ports': { 'k:{"port":80,"protocol":"TCP"}': { '.': {}, 'f:name': {}, 'f:port': {} } } },
      },
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
          'f:selector': {},
          'f:sessionAffinity': {},
          'f:type': {},
        },
      },
    },
  },
  {
    name: 'replaces atomic maps',
    because: 'a selector is owned as one',
    kind: SERVICE,
    before: service([port('a', 80)]),
    steps: [apply({ spec: { selector: { app: 'x' } } }, { force: true })],
    after: { 'spec/selector': { app: 'x' } },
    owners: {
      'Apply tester': { 'f:spec': { 'f:selector': {} } },
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
    name: 'changes one field of one container',
    because: 'the others keep theirs',
    kind: DEPLOYMENT,
    before: deployment([container('web'), container('side')]),
    steps: [
      apply({ spec: { template: { spec: { containers: [{ name: 'web', image: 'web:2' }] } } } }, { force: true }),
    ],
    after: {
      'spec/template/spec/containers': [
        {
          name: 'web',
          image: 'web:2',
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
      'Apply tester': {
        'f:spec': {
          'f:template': {
            'f:spec': { 'f:containers': { 'k:{"name":"web"}': { '.': {}, 'f:image': {}, 'f:name': {} } } },
          },
        },
      },
    },
  },
  {
    name: 'takes away an element',
    because: 'nobody else owns it',
    kind: DEPLOYMENT,
    before: deployment([container('web')]),
    steps: [
      apply({ spec: { template: { spec: { containers: [container('side')] } } } }),
      apply({ spec: { template: { spec: {} } } }),
    ],
    after: {
      'spec/template/spec/containers': [
        {
          name: 'web',
          image: 'web:1',
          resources: {},
          terminationMessagePath: '/dev/termination-log',
          terminationMessagePolicy: 'File',
          imagePullPolicy: 'IfNotPresent',
        },
      ],
    },
    owners: { 'Apply tester': { 'f:spec': { 'f:template': { 'f:spec': {} } } } },
  },
  {
    name: 'leaves status to its subresource',
    because: 'nobody owns what a write cannot change',
    kind: SHAPE,
    before: { spec: { size: 1 } },
    steps: [apply({ spec: { size: 1 }, status: { phase: 'x' } })],
    after: { spec: { size: 1 } },
    owners: { 'Apply tester': { 'f:spec': { 'f:size': {} } } },
  },
  {
    name: 'applies a status',
    because: 'a manager of a subresource is another one',
    kind: SHAPE,
    before: { spec: { size: 1 } },
    steps: [apply({ status: { phase: 'x' } }, { subresource: 'status' })],
    after: { spec: { size: 1 }, status: { phase: 'x' } },
    owners: { 'Apply tester': undefined, 'Apply tester status': { 'f:status': { 'f:phase': {} } } },
  },
  {
    name: 'tells the subresource of a conflict',
    because: 'it is part of the manager',
    kind: SHAPE,
    before: { spec: { size: 1 } },
    steps: [
      merge({ status: { phase: 'x' } }, { subresource: 'status', manager: 'editor' }),
      apply({ status: { phase: 'y' } }, { subresource: 'status' }),
    ],
    error: {
      code: 409,
      reason: 'Conflict',
      message:
        'Apply failed with 1 conflict: conflict with "editor" with subresource "status" using patches.example.com/v1: .status.phase',
      causes: [
        {
          reason: 'FieldManagerConflict',
          message: 'conflict with "editor" with subresource "status" using patches.example.com/v1',
          field: '.status.phase',
        },
      ],
    },
  },
  {
    name: 'tells the subresource and the version of a conflict',
    because: 'an update of a status',
    kind: POD,
    before: pod([container('web')]),
    steps: [
      strategic({ status: { message: 'x' } }, { subresource: 'status', manager: 'kubelet' }),
      apply({ status: { message: 'y' } }, { subresource: 'status' }),
    ],
    error: {
      code: 409,
      reason: 'Conflict',
      message:
        'Apply failed with 1 conflict: conflict with "kubelet" with subresource "status" using v1: .status.message',
      causes: [
        {
          reason: 'FieldManagerConflict',
          message: 'conflict with "kubelet" with subresource "status" using v1',
          field: '.status.message',
        },
      ],
    },
  },
  {
    name: 'applies owner references',
    because: 'they are a map by uid, each owned as one',
    kind: CONFIG_MAP,
    before: { data: { a: '1' } },
    steps: [apply({ metadata: { ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'o', uid: 'u-1' }] } })],
    after: { 'metadata/ownerReferences': [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'o', uid: 'u-1' }] },
    owners: { 'Apply tester': { 'f:metadata': { 'f:ownerReferences': { 'k:{"uid":"u-1"}': {} } } } },
  },
  {
    name: 'takes over what kubectl applied on its side',
    because: 'the annotation says what that was',
    kind: CONFIG_MAP,
    before: {
      data: { a: '1', b: '2' },
      metadata: {
        annotations: {
          'kubectl.kubernetes.io/last-applied-configuration':
            '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x","namespace":"default"},"data":{"a":"1"}}',
        },
      },
    },
    steps: [apply({ data: { a: '5' } }, { manager: 'kubectl' })],
    after: {
      data: { a: '5', b: '2' },
      'metadata/annotations': {
        'kubectl.kubernetes.io/last-applied-configuration':
          '{"apiVersion":"v1","data":{"a":"5"},"kind":"ConfigMap","metadata":{"name":"NAME","namespace":"default"}}\n',
      },
    },
    owners: {
      'Apply kubectl': { 'f:data': { 'f:a': {} } },
      'Update creator': {
        'f:data': { '.': {}, 'f:b': {} },
        'f:metadata': { 'f:annotations': { '.': {}, 'f:kubectl.kubernetes.io/last-applied-configuration': {} } },
      },
    },
  },
  {
    name: 'takes over no more than kubectl applied',
    because: 'the annotation says what that was',
    kind: CONFIG_MAP,
    before: {
      data: { a: '1', b: '2' },
      metadata: {
        annotations: {
          'kubectl.kubernetes.io/last-applied-configuration':
            '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x","namespace":"default"},"data":{"a":"1"}}',
        },
      },
    },
    steps: [apply({ data: { a: '5', b: '6' } }, { manager: 'kubectl' })],
    error: {
      code: 409,
      reason: 'Conflict',
      message: 'Apply failed with 1 conflict: conflict with "creator" using v1: .data.b',
      causes: [{ reason: 'FieldManagerConflict', message: 'conflict with "creator" using v1', field: '.data.b' }],
    },
  },
  {
    name: 'owns every kind of list and map by its type',
    because: 'keyed by key, sets by value, atomic ones as a whole',
    kind: SHAPE,
    steps: [
      apply({
        spec: {
          rules: [
            { name: 'a', port: 1, match: { host: 'h' } },
            { name: 'b', tags: ['x', 'y'] },
          ],
          tags: ['p'],
          numbers: [1, 2],
          selector: { a: 'b' },
          labels: { c: 'd' },
          free: { e: { f: 1 }, g: [1] },
          place: { zone: 'z', rack: { row: '1' } },
        },
      }),
    ],
    after: {
      spec: {
        free: { e: { f: 1 }, g: [1] },
        labels: { c: 'd' },
        numbers: [1, 2],
        place: { rack: { row: '1' }, zone: 'z' },
        rules: [
          { match: { host: 'h' }, name: 'a', port: 1 },
          { name: 'b', tags: ['x', 'y'] },
        ],
        selector: { a: 'b' },
        tags: ['p'],
      },
    },
    owners: {
      'Apply tester': {
        'f:spec': {
          'f:free': { 'f:e': { '.': {}, 'f:f': {} }, 'f:g': {} },
          'f:labels': { 'f:c': {} },
          'f:numbers': {},
          'f:place': { 'f:rack': { 'f:row': {} }, 'f:zone': {} },
          'f:rules': {
            'k:{"name":"a"}': { '.': {}, 'f:match': { 'f:host': {} }, 'f:name': {}, 'f:port': {} },
            'k:{"name":"b"}': { '.': {}, 'f:name': {}, 'f:tags': { 'v:"x"': {}, 'v:"y"': {} } },
          },
          'f:selector': {},
          'f:tags': { 'v:"p"': {} },
        },
      },
    },
  },
  {
    name: 'takes away an element that is not applied any more',
    because: 'the others stay',
    kind: SHAPE,
    steps: [
      apply({
        spec: {
          rules: [
            { name: 'a', port: 1 },
            { name: 'b', port: 2 },
          ],
        },
      }),
      apply({ spec: { rules: [{ name: 'b', port: 2 }] } }),
    ],
    after: { spec: { rules: [{ name: 'b', port: 2 }] } },
    owners: {
      'Apply tester': { 'f:spec': { 'f:rules': { 'k:{"name":"b"}': { '.': {}, 'f:name': {}, 'f:port': {} } } } },
    },
  },
  {
    name: 'takes away the last element with its list',
    because: 'nobody else owns it',
    kind: SHAPE,
    steps: [apply({ spec: { size: 1, rules: [{ name: 'a', port: 1 }] } }), apply({ spec: { size: 1 } })],
    after: { spec: { size: 1 } },
    owners: { 'Apply tester': { 'f:spec': { 'f:size': {} } } },
  },
  {
    name: 'takes away all content',
    because: 'what contained it goes too',
    kind: SHAPE,
    steps: [apply({ spec: { rules: [{ name: 'a', port: 1 }] } }), apply({})],
    after: { spec: undefined },
    owners: { 'Apply tester': undefined },
  },
  {
    name: 'leaves what another wrote beside it',
    because: 'only what was applied goes',
    kind: SHAPE,
    steps: [
      apply({ spec: { place: { zone: 'a' } } }),
      merge({ spec: { place: { rack: { row: '1' } } } }, { manager: 'editor' }),
      apply({ spec: {} }),
    ],
    after: { spec: { place: { rack: { row: '1' } } } },
    owners: {
      'Apply tester': { 'f:spec': {} },
      'Update editor': { 'f:spec': { 'f:place': { 'f:rack': { '.': {}, 'f:row': {} } } } },
    },
  },
  {
    name: 'adds to sets and takes from them',
    because: 'each value has its owners',
    kind: SHAPE,
    steps: [
      apply({ spec: { tags: ['a', 'b', 'c'] } }),
      apply({ spec: { tags: ['d', 'b'] } }, { manager: 'other' }),
      apply({ spec: { tags: ['c'] } }),
    ],
    after: { spec: { tags: ['d', 'b', 'c'] } },
    owners: {
      'Apply tester': { 'f:spec': { 'f:tags': { 'v:"c"': {} } } },
      'Apply other': { 'f:spec': { 'f:tags': { 'v:"b"': {}, 'v:"d"': {} } } },
    },
  },
  {
    name: 'weaves two orders',
    because: 'the applied order holds, what only the server has keeps its place',
    kind: SHAPE,
    steps: [
      apply({ spec: { rules: [{ name: 'a' }, { name: 'b' }, { name: 'c' }, { name: 'd' }] } }),
      apply({ spec: { rules: [{ name: 'd' }, { name: 'x' }, { name: 'b' }, { name: 'y' }] } }, { manager: 'other' }),
    ],
    after: {
      spec: { rules: [{ name: 'a' }, { name: 'c' }, { name: 'd' }, { name: 'x' }, { name: 'b' }, { name: 'y' }] },
    },
    owners: {
      'Apply tester': {
        'f:spec': {
          'f:rules': {
            'k:{"name":"a"}': { '.': {}, 'f:name': {} },
            'k:{"name":"b"}': { '.': {}, 'f:name': {} },
            'k:{"name":"c"}': { '.': {}, 'f:name': {} },
            'k:{"name":"d"}': { '.': {}, 'f:name': {} },
          },
        },
      },
      'Apply other': {
        'f:spec': {
          'f:rules': {
            'k:{"name":"b"}': { '.': {}, 'f:name': {} },
            'k:{"name":"d"}': { '.': {}, 'f:name': {} },
            'k:{"name":"x"}': { '.': {}, 'f:name': {} },
            'k:{"name":"y"}': { '.': {}, 'f:name': {} },
          },
        },
      },
    },
  },
  {
    name: 'turns an order round',
    because: 'the applied order holds',
    kind: SHAPE,
    steps: [
      apply({ spec: { rules: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] } }),
      apply({ spec: { rules: [{ name: 'c' }, { name: 'b' }, { name: 'a' }, { name: 'z' }] } }),
    ],
    after: { spec: { rules: [{ name: 'c' }, { name: 'b' }, { name: 'a' }, { name: 'z' }] } },
    owners: {
      'Apply tester': {
        'f:spec': {
          'f:rules': {
            'k:{"name":"a"}': { '.': {}, 'f:name': {} },
            'k:{"name":"b"}': { '.': {}, 'f:name': {} },
            'k:{"name":"c"}': { '.': {}, 'f:name': {} },
            'k:{"name":"z"}': { '.': {}, 'f:name': {} },
          },
        },
      },
    },
  },
  {
    name: 'owns atomic lists as one',
    because: 'a longer one is another one',
    kind: SHAPE,
    steps: [apply({ spec: { numbers: [1, 2] } }), apply({ spec: { numbers: [1, 2, 3] } }, { manager: 'other' })],
    error: {
      code: 409,
      reason: 'Conflict',
      message: 'Apply failed with 1 conflict: conflict with "tester": .spec.numbers',
      causes: [{ reason: 'FieldManagerConflict', message: 'conflict with "tester"', field: '.spec.numbers' }],
    },
  },
  {
    name: 'owns atomic maps as one',
    because: 'a larger one is another one',
    kind: SHAPE,
    steps: [
      apply({ spec: { selector: { a: 'b' } } }),
      apply({ spec: { selector: { a: 'b', c: 'd' } } }, { manager: 'other' }),
    ],
    error: {
      code: 409,
      reason: 'Conflict',
      message: 'Apply failed with 1 conflict: conflict with "tester": .spec.selector',
      causes: [{ reason: 'FieldManagerConflict', message: 'conflict with "tester"', field: '.spec.selector' }],
    },
  },
  {
    name: 'finds conflicts wherever they are',
    because: 'sorted by path',
    kind: SHAPE,
    steps: [
      apply({
        spec: {
          rules: [{ name: 'a', match: { host: 'x' }, tags: ['q'] }],
          endpoints: [{ port: 80, protocol: 'UDP', note: 'n' }],
          place: { rack: { row: '1' } },
        },
      }),
      apply(
        {
          spec: {
            rules: [{ name: 'a', match: { host: 'y' }, tags: ['r'] }],
            endpoints: [{ port: 80, protocol: 'UDP', note: 'm' }],
            place: { rack: { row: '2' } },
          },
        },
        { manager: 'other' },
      ),
    ],
    error: {
      code: 409,
      reason: 'Conflict',
      message:
        'Apply failed with 3 conflicts: conflicts with "tester":\n- .spec.endpoints[port=80,protocol="UDP"].note\n- .spec.place.rack.row\n- .spec.rules[name="a"].match.host',
      causes: [
        {
          reason: 'FieldManagerConflict',
          message: 'conflict with "tester"',
          field: '.spec.endpoints[port=80,protocol="UDP"].note',
        },
        { reason: 'FieldManagerConflict', message: 'conflict with "tester"', field: '.spec.place.rack.row' },
        {
          reason: 'FieldManagerConflict',
          message: 'conflict with "tester"',
          field: '.spec.rules[name="a"].match.host',
        },
      ],
    },
  },
  {
    name: 'fills in a default in the key alone',
    because: 'nobody has applied the field',
    kind: SHAPE,
    steps: [
      apply({ spec: { endpoints: [{ port: 80 }, { port: 80, protocol: 'UDP' }] } }),
      apply({ spec: { endpoints: [{ port: 80, note: 'x' }] } }, { manager: 'other' }),
    ],
    owners: {
      'Apply tester': {
        'f:spec': {
          'f:endpoints': {
            'k:{"port":80,"protocol":"TCP"}': { '.': {}, 'f:port': {} },
            'k:{"port":80,"protocol":"UDP"}': { '.': {}, 'f:port': {}, 'f:protocol': {} },
          },
        },
      },
      'Apply other': {
        'f:spec': { 'f:endpoints': { 'k:{"port":80,"protocol":"TCP"}': { '.': {}, 'f:note': {}, 'f:port': {} } } },
      },
    },
  },
  {
    name: 'knows the fields of a custom kind',
    because: 'its schema declares them',
    kind: SHAPE,
    before: { spec: { size: 1 } },
    steps: [apply({ spec: { sise: 1 } })],
    error: {
      code: 500,
      message:
        'failed to create typed patch object (default/NAME; patches.example.com/v1, Kind=Shape): .spec.sise: field not declared in schema',
    },
  },
  {
    name: 'owns what has no schema field by field',
    because: 'but lists as a whole',
    kind: SHAPE,
    steps: [
      apply({ spec: { free: { a: { b: 1, c: [1] }, d: {} } } }),
      apply({ spec: { free: { a: { c: [1, 2] } } } }, { manager: 'other', force: true }),
      apply({ spec: { free: { a: { b: 1 } } } }),
    ],
    after: { spec: { free: { a: { b: 1, c: [1, 2] } } } },
    owners: {
      'Apply tester': { 'f:spec': { 'f:free': { 'f:a': { '.': {}, 'f:b': {} } } } },
      'Apply other': { 'f:spec': { 'f:free': { 'f:a': { '.': {}, 'f:c': {} } } } },
    },
  },
  {
    name: 'owns what is empty',
    because: 'but no keyed list without elements',
    kind: SHAPE,
    steps: [apply({ spec: { rules: [], tags: [], numbers: [], labels: {}, place: {} } })],
    after: { spec: { labels: {}, numbers: [], place: {}, rules: [], tags: [] } },
    owners: { 'Apply tester': { 'f:spec': { 'f:labels': {}, 'f:numbers': {}, 'f:place': {} } } },
  },
  {
    name: 'takes nothing away with null',
    because: 'null is no value for a map',
    kind: SHAPE,
    before: { spec: { size: 1, place: { zone: 'a' } } },
    steps: [apply({ spec: { place: null } })],
    after: { spec: { place: { zone: 'a' }, size: 1 } },
    owners: {
      'Apply tester': { 'f:spec': { 'f:place': {} } },
      'Update creator': { 'f:spec': { '.': {}, 'f:place': { '.': {}, 'f:zone': {} }, 'f:size': {} } },
    },
  },
  {
    name: 'takes no elements away with null',
    because: 'null is no value for a list',
    kind: SHAPE,
    before: { spec: { tags: ['a'] } },
    steps: [apply({ spec: { tags: null } }, { force: true })],
    after: { spec: { tags: ['a'] } },
    owners: {
      'Apply tester': { 'f:spec': { 'f:tags': {} } },
      'Update creator': { 'f:spec': { '.': {}, 'f:tags': { '.': {}, 'v:"a"': {} } } },
    },
  },
  {
    name: 'needs values of a set that differ',
    because: 'a set has each once',
    kind: SHAPE,
    before: { spec: { size: 1 } },
    steps: [apply({ spec: { tags: ['a', 'a'] } })],
    error: {
      code: 500,
      message:
        'failed to create typed patch object (default/NAME; patches.example.com/v1, Kind=Shape): .spec.tags: duplicate entries for key [="a"]',
    },
  },
  {
    name: 'needs scalars in a set',
    because: 'maps cannot be compared',
    kind: SHAPE,
    before: { spec: { size: 1 } },
    steps: [apply({ spec: { tags: [{ a: 1 }] } })],
    error: {
      code: 500,
      message:
        "failed to create typed patch object (default/NAME; patches.example.com/v1, Kind=Shape): .spec.tags: element 0: associative list without keys has an element that's a map type",
    },
  },
  {
    name: 'needs maps in a keyed list',
    because: 'a string has no key',
    kind: SHAPE,
    before: { spec: { size: 1 } },
    steps: [apply({ spec: { rules: ['x'] } })],
    error: {
      code: 500,
      message:
        'failed to create typed patch object (default/NAME; patches.example.com/v1, Kind=Shape): .spec.rules: element 0: associative list with keys may not have non-map elements',
    },
  },
  {
    name: 'needs a key in every element',
    because: 'without it there is no owner',
    kind: SHAPE,
    before: { spec: { size: 1 } },
    steps: [apply({ spec: { rules: [{ port: 1 }] } })],
    error: {
      code: 500,
      message:
        'failed to create typed patch object (default/NAME; patches.example.com/v1, Kind=Shape): .spec.rules: element 0: associative list with keys has an element that omits all key fields ["name"] (and doesn\'t have default values for any key fields)',
    },
  },
  {
    name: 'needs keys of a custom kind that differ',
    because: 'two rules of one name',
    kind: SHAPE,
    steps: [
      apply({
        spec: {
          rules: [
            { name: 'a', port: 1 },
            { name: 'a', port: 2 },
          ],
        },
      }),
    ],
    error: {
      code: 500,
      message:
        'failed to create typed patch object (default/NAME; patches.example.com/v1, Kind=Shape): .spec.rules: duplicate entries for key [name="a"]',
    },
  },
];
