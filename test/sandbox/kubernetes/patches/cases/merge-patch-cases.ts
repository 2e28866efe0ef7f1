// What does a real API server make of JSON merge patches?
// The expectations are its answers.
import { CONFIG_MAP, SERVICE, SHAPE } from '../kinds.js';
import { type PatchCase } from '../patch-case.js';
import { DATA, merge, port, service } from './parts.js';

export const MERGE_CASES: readonly PatchCase[] = [
  {
    name: 'sets and removes',
    because: 'null removes',
    kind: CONFIG_MAP,
    before: DATA,
    steps: [merge({ data: { a: null, c: '3' } })],
    after: { data: { b: '2', c: '3' } },
    owners: { 'Update tester': { 'f:data': { 'f:c': {} } }, 'Update creator': { 'f:data': { '.': {}, 'f:b': {} } } },
  },
  {
    name: 'removes what is not there',
    because: 'that is no error',
    kind: CONFIG_MAP,
    before: DATA,
    steps: [merge({ data: { zz: null } })],
    after: { data: { a: '1', b: '2' } },
    owners: { 'Update tester': undefined, 'Update creator': { 'f:data': { '.': {}, 'f:a': {}, 'f:b': {} } } },
  },
  {
    name: 'adds objects without their nulls',
    because: 'RFC 7386: nulls remove, even from nothing',
    kind: SHAPE,
    before: { spec: { size: 1 } },
    steps: [merge({ spec: { place: { zone: 'a', rack: { row: null } } } })],
    after: { spec: { place: { rack: {}, zone: 'a' }, size: 1 } },
    owners: {
      'Update tester': { 'f:spec': { 'f:place': { '.': {}, 'f:rack': {}, 'f:zone': {} } } },
      'Update creator': { 'f:spec': { '.': {}, 'f:size': {} } },
    },
  },
  {
    name: 'replaces lists',
    because: 'a merge patch knows no keys',
    kind: SERVICE,
    before: service([port('a', 80), port('b', 81)]),
    steps: [merge({ spec: { ports: [port('b', 81)] } })],
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
    name: 'removes a map',
    because: 'with all that is in it',
    kind: CONFIG_MAP,
    before: DATA,
    steps: [merge({ data: null })],
    after: { data: undefined },
    owners: { 'Update tester': undefined, 'Update creator': undefined },
  },
  {
    name: 'needs an object, not a list',
    because: 'a list would replace the object',
    kind: CONFIG_MAP,
    before: DATA,
    steps: [merge(['x'])],
    error: {
      code: 400,
      reason: 'BadRequest',
      message: 'error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}',
    },
  },
  {
    name: 'needs an object, not a string',
    because: 'a string would replace the object',
    kind: CONFIG_MAP,
    before: DATA,
    steps: [merge('x')],
    error: {
      code: 400,
      reason: 'BadRequest',
      message: 'error decoding patch: json: cannot unmarshal string into Go value of type map[string]interface {}',
    },
  },
  {
    name: 'needs an object, not a number',
    because: 'a number would replace the object',
    kind: CONFIG_MAP,
    before: DATA,
    steps: [merge(3)],
    error: {
      code: 400,
      reason: 'BadRequest',
      message: 'error decoding patch: json: cannot unmarshal number into Go value of type map[string]interface {}',
    },
  },
  {
    name: 'needs an object, not null',
    because: 'null would remove the object',
    kind: CONFIG_MAP,
    before: DATA,
    steps: [merge(null)],
    error: { code: 400, reason: 'BadRequest', message: 'Invalid JSON Patch' },
  },
  {
    name: 'merges what has no schema',
    because: 'objects merge, lists do not',
    kind: SHAPE,
    before: { spec: { free: { a: { b: 1, c: 2 }, l: [1, 2] } } },
    steps: [merge({ spec: { free: { a: { b: null, d: { e: null, f: 1 } }, l: [{ x: null }] } } })],
    after: { spec: { free: { a: { c: 2, d: { f: 1 } }, l: [{}] } } },
    owners: {
      'Update tester': { 'f:spec': { 'f:free': { 'f:a': { 'f:d': { '.': {}, 'f:f': {} } }, 'f:l': {} } } },
      'Update creator': { 'f:spec': { '.': {}, 'f:free': { '.': {}, 'f:a': { '.': {}, 'f:c': {} } } } },
    },
  },
  {
    name: 'sets members that every object of JavaScript has',
    because: 'they are keys like others',
    kind: CONFIG_MAP,
    before: DATA,
    steps: [merge({ data: { constructor: '1', toString: '2' } })],
    after: { data: { a: '1', b: '2', constructor: '1', toString: '2' } },
    owners: {
      'Update tester': { 'f:data': { 'f:constructor': {}, 'f:toString': {} } },
      'Update creator': { 'f:data': { '.': {}, 'f:a': {}, 'f:b': {} } },
    },
  },
];
