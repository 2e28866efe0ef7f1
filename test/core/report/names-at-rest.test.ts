// What was said a pass ago is said again only while it is so: after each change the report is that of a program which
// remembers nothing of earlier passes.
import { expect, test } from '@jest/globals';
import type { AzureState } from '../../../src/core/network/azure-state.js';
import { azureState } from '../../../src/core/network/azure-state.js';
import type { Failure } from '../../../src/core/plan/failure.js';
import { wishOf } from '../../../src/core/network/operation.js';
import type { ArmResource } from '../../../src/core/network/arm-resource.js';
import { armKey } from '../../../src/core/values/arm-id.js';
import type { SourceRef } from '../../../src/core/values/source-ref.js';
import type { PassInput } from '../../../src/reconcile.js';
import { reconcile } from '../../../src/reconcile.js';
import { cluster, ingress, passInput, settings, zone } from '../../builders.js';

const WEB = 'Ingress/default/web' as SourceRef;
const web = ingress('web').host('www.example.com').at('192.0.2.1');
const other = ingress('other').host('other.example.com').at('192.0.2.2');
const ASKED = cluster(web, other);

/** All is there, and was said twice. */
function atRest(): PassInput {
  const start = passInput({ cluster: ASKED, azure: azureState([]), settings: settings() });
  const { plan, memory } = reconcile(start);
  const bodies = plan.operations.flatMap((operation) => (operation.action === 'Delete' ? [] : [operation.body]));
  expect(bodies).toHaveLength(2);
  const input = { ...start, azure: azureState(bodies), memory };
  const second = { ...input, memory: reconcile(input).memory };
  expect(statusOf(second)).toMatchObject({ status: 'True' });
  return second;
}

function statusOf(input: PassInput) {
  const status = reconcile(input).report.statuses.find(({ object }) => object === WEB);
  return status?.conditions.find(({ type }) => type.endsWith('NamesProgrammed'));
}

function changed(
  { resources, ...rest }: AzureState,
  change: (one: ArmResource) => ArmResource | undefined,
): AzureState {
  return { ...rest, resources: azureState([...resources.values()].flatMap((one) => change(one) ?? [])).resources };
}

const isOfWeb = ({ id }: { readonly id: string }): boolean => id.endsWith('/www');
const KEY = armKey(`${zone('example.com').id}/A/www`);

function failing(input: PassInput): PassInput {
  const azure = changed(input.azure, (one) => (isOfWeb(one) ? undefined : one));
  const operation = reconcile({ ...input, azure }).plan.operations.find(isOfWeb)!;
  const failure = { code: 'Conflict', message: 'no', since: 0, wish: wishOf(operation) } as unknown as Failure;
  return { ...input, azure, failures: new Map([[KEY, failure]]) };
}

test.each<{ what: string; change: (input: PassInput) => PassInput; is: string }>([
  { what: 'nothing changes', change: (input) => input, is: 'Programmed' },
  {
    what: 'its record set is another, with the same in it',
    change: (input) => ({ ...input, azure: changed(input.azure, (one) => structuredClone(one)) }),
    is: 'Programmed',
  },
  {
    what: 'its record set is gone',
    change: (input) => ({ ...input, azure: changed(input.azure, (one) => (isOfWeb(one) ? undefined : one)) }),
    is: 'Pending',
  },
  {
    what: 'somebody took our mark from it',
    change: (input) => ({
      ...input,
      azure: changed(input.azure, (one) =>
        isOfWeb(one) ? { ...one, properties: { ...one.properties, metadata: {} } } : one,
      ),
    }),
    is: 'NotAccepted',
  },
  { what: 'a write of it is under way', change: (input) => ({ ...input, inFlight: new Set([KEY]) }), is: 'Pending' },
  { what: 'a write of it has failed', change: failing, is: 'AzureError' },
  {
    what: 'its zone is in none of the settings any more',
    change: (input) => ({ ...input, settings: settings({ dns: { ...settings().dns, zones: [] } }) }),
    is: 'NotAccepted',
  },
  {
    what: 'its zone cannot be read',
    change: (input) => ({
      ...input,
      azure: {
        ...input.azure,
        unreadable: new Map([[armKey(zone('example.com').id), { status: 403, code: 'Forbidden', message: 'no' }]]),
      },
    }),
    is: 'Withheld',
  },
  {
    what: 'it asks for another address',
    change: (input) => ({ ...input, cluster: cluster(web.at('192.0.2.9'), other) }),
    is: 'Pending',
  },
])('$what: $is', ({ change, is }) => {
  const input = change(atRest());
  expect(statusOf(input)?.reason).toBe(is);
  const { report } = reconcile(input);
  expect(report.statuses).toEqual(reconcile(structuredClone(input)).report.statuses);
});
