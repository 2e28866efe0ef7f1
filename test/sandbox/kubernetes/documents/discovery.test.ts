// Does a client learn from the API what it serves, in both ways of asking?
import { describe, expect, test } from '@jest/globals';
import { objectAt, objectsAt } from '../../../../src/sandbox/json.js';
import { discovery } from '../../../../src/sandbox/kubernetes/documents/discovery.js';
import { compareVersions } from '../../../../src/sandbox/kubernetes/documents/group-versions.js';
import { kindRow } from '../kind-rows.js';

const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
const KUBECTL = `${AGGREGATED},application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json`;

const KINDS = [
  kindRow('boats.example.com', 'v1beta1', 'Boat'),
  kindRow('boats.example.com', 'v1', 'Boat', {
    shortNames: ['bo'],
    categories: ['all'],
    subresources: ['status', 'scale'],
  }),
  kindRow('apps', 'v1', 'Deployment', { subresources: ['scale'] }),
  kindRow('', 'v1', 'ServiceAccount', { subresources: ['token'] }),
  kindRow('', 'v1', 'Namespace', { namespaced: false, subresources: ['finalize', 'status'] }),
];
const ask = (path: string, accept?: string) => discovery(KINDS, path, accept);

describe('discovery', () => {
  test('tells all groups and versions at once to those who ask for it', () => {
    const answer = ask('/apis', KUBECTL);
    expect(answer?.headers['content-type']).toBe(AGGREGATED);
    const groups = objectsAt(answer?.body, 'items');
    expect(groups.map((group) => objectAt(group, 'metadata')['name'])).toEqual(['apps', 'boats.example.com']);
    expect(objectsAt(groups[1], 'versions').map(({ version }) => version)).toEqual(['v1', 'v1beta1']);
    expect(objectsAt(objectsAt(groups[1], 'versions')[0], 'resources')).toEqual([
      {
        resource: 'boats',
        responseKind: { group: 'boats.example.com', version: 'v1', kind: 'Boat' },
        scope: 'Namespaced',
        singularResource: 'boat',
        verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
        shortNames: ['bo'],
        categories: ['all'],
        subresources: [
          {
            subresource: 'scale',
            responseKind: { group: 'autoscaling', version: 'v1', kind: 'Scale' },
            verbs: ['get', 'patch', 'update'],
          },
          {
            subresource: 'status',
            responseKind: { group: 'boats.example.com', version: 'v1', kind: 'Boat' },
            verbs: ['get', 'patch', 'update'],
          },
        ],
      },
    ]);
  });

  test('the core group stands under /api alone', () => {
    const items = objectsAt(ask('/api', KUBECTL)?.body, 'items');
    expect(
      items.map((item) => objectsAt(objectsAt(item, 'versions')[0], 'resources').map(({ resource }) => resource)),
    ).toEqual([['namespaces', 'serviceaccounts']]);
    expect(ask('/api')?.body).toMatchObject({ kind: 'APIVersions', versions: ['v1'] });
  });

  test('tells others group by group, the preferred version first', () => {
    const answer = ask('/apis', 'application/json');
    expect(answer?.headers['content-type']).toBe('application/json');
    const boats = {
      name: 'boats.example.com',
      versions: [
        { groupVersion: 'boats.example.com/v1', version: 'v1' },
        { groupVersion: 'boats.example.com/v1beta1', version: 'v1beta1' },
      ],
      preferredVersion: { groupVersion: 'boats.example.com/v1', version: 'v1' },
    };
    expect(objectsAt(answer?.body, 'groups')[1]).toEqual(boats);
    expect(ask('/apis/boats.example.com')?.body).toEqual({ kind: 'APIGroup', apiVersion: 'v1', ...boats });
  });

  test('lists resources and their subresources by name, each with its kind', () => {
    const list = ask('/api/v1')?.body;
    expect(list).toMatchObject({ kind: 'APIResourceList', groupVersion: 'v1' });
    const rows = objectsAt(list, 'resources').map(({ name, kind, namespaced, group }) => [
      name,
      kind,
      namespaced,
      group,
    ]);
    expect(rows).toEqual([
      ['namespaces', 'Namespace', false, undefined],
      ['namespaces/finalize', 'Namespace', false, undefined],
      ['namespaces/status', 'Namespace', false, undefined],
      ['serviceaccounts', 'ServiceAccount', true, undefined],
      ['serviceaccounts/token', 'TokenRequest', true, 'authentication.k8s.io'],
    ]);
  });

  test.each(['/', '/api/v2', '/apis/none', '/apis/apps/v2', '/apis/apps/v1/deployments', '/api/v1/pods', '/versions'])(
    'knows nothing of %s',
    (path) => expect(ask(path)).toBeUndefined(),
  );

  test('versions are told by ripeness, then by number, then by name', () => {
    const versions = ['zoo', 'v1alpha1', 'v1', 'v2beta1', 'v10', 'v1beta2', 'bar', 'v2', 'v1beta10'];
    expect(versions.sort(compareVersions)).toEqual([
      'v10',
      'v2',
      'v1',
      'v2beta1',
      'v1beta10',
      'v1beta2',
      'v1alpha1',
      'bar',
      'zoo',
    ]);
  });
});
