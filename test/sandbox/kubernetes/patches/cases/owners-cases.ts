// Whom does a real API server hold for the owner of a field after updates, patches and resets?
// The expectations are its answers.
import { CONFIG_MAP, DEPLOYMENT, SHAPE } from '../kinds.js';
import { type PatchCase } from '../patch-case.js';
import { DATA, apply, container, deployment, merge, replace } from './parts.js';

export const OWNERS_CASES: readonly PatchCase[] = [
  {
    name: 'gives the creator what he wrote',
    because: 'but nothing that the kind always has, like spec itself',
    kind: DEPLOYMENT,
    before: deployment([container('web')]),
    steps: [merge({ spec: { replicas: 0 } })],
    owners: {
      'Update creator': {
        'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } },
        'f:spec': {
          'f:paused': {},
          'f:progressDeadlineSeconds': {},
          'f:replicas': {},
          'f:revisionHistoryLimit': {},
          'f:selector': {},
          'f:strategy': { 'f:rollingUpdate': { '.': {}, 'f:maxSurge': {}, 'f:maxUnavailable': {} }, 'f:type': {} },
          'f:template': {
            'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } },
            'f:spec': {
              'f:containers': {
                'k:{"name":"web"}': {
                  '.': {},
                  'f:image': {},
                  'f:imagePullPolicy': {},
                  'f:name': {},
                  'f:resources': {},
                  'f:terminationMessagePath': {},
                  'f:terminationMessagePolicy': {},
                },
              },
              'f:dnsPolicy': {},
              'f:restartPolicy': {},
              'f:schedulerName': {},
              'f:securityContext': {},
              'f:terminationGracePeriodSeconds': {},
            },
          },
        },
      },
      'Update tester': undefined,
    },
  },
  {
    name: 'takes from the applier what an update changes',
    because: 'an update asks for no leave',
    kind: CONFIG_MAP,
    steps: [apply({ data: { a: '1', b: '2' } }), merge({ data: { a: '3', c: '4' } }, { manager: 'editor' })],
    after: { data: { a: '3', b: '2', c: '4' } },
    owners: { 'Apply tester': { 'f:data': { 'f:b': {} } }, 'Update editor': { 'f:data': { 'f:a': {}, 'f:c': {} } } },
  },
  {
    name: 'takes from all what an update removes',
    because: 'what is gone has no owner',
    kind: CONFIG_MAP,
    steps: [apply({ data: { a: '1', b: '2' } }), merge({ data: { a: null } }, { manager: 'editor' })],
    after: { data: { b: '2' } },
    owners: { 'Apply tester': { 'f:data': { 'f:b': {} } }, 'Update editor': undefined },
  },
  {
    name: 'keeps apply and update of one name apart',
    because: 'they are two managers',
    kind: CONFIG_MAP,
    steps: [apply({ data: { a: '1' } }), merge({ data: { b: '2' } })],
    after: { data: { a: '1', b: '2' } },
    owners: { 'Apply tester': { 'f:data': { 'f:a': {} } }, 'Update tester': { 'f:data': { 'f:b': {} } } },
  },
  {
    name: 'keeps the status subresource apart',
    because: 'it changes status alone',
    kind: SHAPE,
    before: { spec: { size: 1 } },
    steps: [merge({ status: { phase: 'x' }, spec: { size: 7 } }, { subresource: 'status' })],
    after: { spec: { size: 1 }, status: { phase: 'x' } },
    owners: {
      'Update tester': undefined,
      'Update tester status': { 'f:status': { '.': {}, 'f:phase': {} } },
      'Update creator': { 'f:spec': { '.': {}, 'f:size': {} } },
    },
  },
  {
    name: 'gives a replacement what it changes',
    because: 'what it leaves as it was keeps its owner',
    kind: CONFIG_MAP,
    before: DATA,
    steps: [replace({ data: { a: '1', c: '3' } })],
    after: { data: { a: '1', c: '3' } },
    owners: { 'Update tester': { 'f:data': { 'f:c': {} } }, 'Update creator': { 'f:data': { '.': {}, 'f:a': {} } } },
  },
  {
    name: 'gives nothing to who changes nothing',
    because: 'no entry without fields',
    kind: CONFIG_MAP,
    before: DATA,
    steps: [replace({ data: { a: '1', b: '2' } })],
    after: { data: { a: '1', b: '2' } },
    owners: { 'Update tester': undefined, 'Update creator': { 'f:data': { '.': {}, 'f:a': {}, 'f:b': {} } } },
  },
  {
    name: 'gives the creator empty lists and maps',
    because: 'an empty one is a value',
    kind: SHAPE,
    before: { spec: { rules: [], tags: [], numbers: [], labels: {}, place: {} } },
    steps: [merge({ spec: { size: 1 } })],
    after: { spec: { labels: {}, numbers: [], place: {}, rules: [], size: 1, tags: [] } },
    owners: {
      'Update creator': {
        'f:spec': { '.': {}, 'f:labels': {}, 'f:numbers': {}, 'f:place': {}, 'f:rules': {}, 'f:tags': {} },
      },
    },
  },
  {
    name: 'takes what changes its type',
    because: 'the new value is another one, and so is what is in it',
    kind: SHAPE,
    steps: [apply({ spec: { free: { s: [1] } } }), merge({ spec: { free: { s: { t: 1 } } } }, { manager: 'editor' })],
    after: { spec: { free: { s: { t: 1 } } } },
    owners: {
      'Apply tester': undefined,
      'Update editor': { 'f:spec': { 'f:free': { 'f:s': { '.': {}, 'f:t': {} } } } },
    },
  },
  {
    name: 'forgets all managers for []',
    because: 'that is how they are reset',
    kind: CONFIG_MAP,
    before: DATA,
    steps: [merge({ metadata: { managedFields: [] } })],
    after: { 'metadata/managedFields': undefined },
    owners: { 'Update tester': undefined, 'Update creator': undefined },
  },
  {
    name: 'forgets all managers for [{}]',
    because: 'a patch can send no empty list in some tools',
    kind: CONFIG_MAP,
    before: DATA,
    steps: [merge({ metadata: { managedFields: [{}] }, data: { a: '9' } })],
    after: { data: { a: '9', b: '2' }, 'metadata/managedFields': undefined },
    owners: { 'Update tester': undefined, 'Update creator': undefined },
  },
  {
    name: 'tracks nobody after a reset',
    because: 'until something is applied',
    kind: CONFIG_MAP,
    before: DATA,
    steps: [merge({ metadata: { managedFields: [] } }), merge({ data: { c: '3' } })],
    after: { data: { a: '1', b: '2', c: '3' }, 'metadata/managedFields': undefined },
    owners: { 'Update tester': undefined, 'Update creator': undefined },
  },
  {
    name: 'gives the rest to before-first-apply',
    because: 'somebody must have written it',
    kind: CONFIG_MAP,
    before: DATA,
    steps: [merge({ metadata: { managedFields: [] } }), apply({ data: { a: '1', c: '3' } })],
    after: { data: { a: '1', b: '2', c: '3' } },
    owners: {
      'Apply tester': { 'f:data': { 'f:a': {}, 'f:c': {} } },
      'Update tester': undefined,
      'Update before-first-apply': { 'f:data': { '.': {}, 'f:a': {}, 'f:b': {} } },
    },
  },
  {
    name: 'refuses what before-first-apply owns',
    because: 'it is a manager like others',
    kind: CONFIG_MAP,
    before: DATA,
    steps: [merge({ metadata: { managedFields: [] } }), apply({ data: { a: '7' } })],
    error: {
      code: 409,
      reason: 'Conflict',
      message: 'Apply failed with 1 conflict: conflict with "before-first-apply" using v1: .data.a',
      causes: [
        { reason: 'FieldManagerConflict', message: 'conflict with "before-first-apply" using v1', field: '.data.a' },
      ],
    },
  },
  {
    name: 'takes the managed fields that are sent',
    because: 'tools may correct them',
    kind: CONFIG_MAP,
    before: DATA,
    steps: [
      merge({
        metadata: {
          managedFields: [
            {
              manager: 'mine',
              operation: 'Update',
              apiVersion: 'v1',
              fieldsType: 'FieldsV1',
              fieldsV1: { 'f:data': { 'f:a': {} } },
            },
          ],
        },
      }),
    ],
    owners: { 'Update mine': { 'f:data': { 'f:a': {} } }, 'Update creator': undefined, 'Update tester': undefined },
  },
];
