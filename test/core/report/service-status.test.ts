// What does a Service show of itself at each moment of its life, from nothing in Azure to nothing again?
import { describe, expect, test } from '@jest/globals';
import type { ClusterObject } from '../../../src/core/cluster/cluster-state.js';
import type { AzureState } from '../../../src/core/network/azure-state.js';
import { azureState } from '../../../src/core/network/azure-state.js';
import { predict } from '../../../src/core/plan/predict.js';
import { foresee } from '../../../src/foresee.js';
import type { PassInput } from '../../../src/reconcile.js';
import { reconcile } from '../../../src/reconcile.js';
import type { ArmId } from '../../../src/core/values/arm-id.js';
import { wishOf } from '../../../src/core/network/operation.js';
import { armKey } from '../../../src/core/values/arm-id.js';
import { cluster, node, service, settings, passInput } from '../../builders.js';

const SETTINGS = settings();
const GROUP = { id: SETTINGS.securityGroups[0]!.id, name: 'nsg', type: 'Microsoft.Network/networkSecurityGroups' };
const EMPTY = azureState([{ ...GROUP, properties: { securityRules: [] } }]);
const WEB = 'Service/default/web';
const web = service('web').public().port(80);
const INGRESS = [{ ip: '20.50.0.9', ipMode: 'VIP', ports: [{ port: 80, protocol: 'TCP' }] }];

function input(asked: { object(): ClusterObject }, azure: AzureState, change: Partial<PassInput> = {}): PassInput {
  return passInput({
    cluster: cluster(node('n1').at('10.224.0.4'), asked),
    azure,
    settings: SETTINGS,
    assumeFinalizers: false,
    ...change,
  });
}

function shown(asked: { object(): ClusterObject }, azure: AzureState, change: Partial<PassInput> = {}) {
  const { report } = reconcile(input(asked, azure, change));
  const { loadBalancer, conditions } = report.statuses.find(({ object }) => object === WEB)!;
  const programmed = conditions.find(({ type }) => type.endsWith('/Programmed'));
  const finalizers = report.publications.filter((one) => one.kind === 'Finalizers').map((one) => one.finalizers);
  const { status, reason, message } = programmed ?? {};
  return { ingress: loadBalancer?.ingress, status, reason, message, finalizers };
}

const done = foresee(input(web, EMPTY)).azure;

/** All that is to be there, without the resource of this type. */
function without(type: RegExp): AzureState {
  return azureState([
    ...[...done.resources.values()].filter((one) => !type.test(one.type)),
    ...[...EMPTY.resources.values()].filter((one) => type.test(one.type)),
  ]);
}

describe('its address', () => {
  const RULE = /load balancer rules for TCP 80 on frontend a\w+/;
  const OPEN = /security rules for TCP 80 of \S+/;
  const PUBLIC_IP = /public IP \S+-a\w+/;
  test.each([
    { because: 'nothing is there', azure: EMPTY, missing: [PUBLIC_IP, RULE, OPEN], there: [] },
    {
      because: 'the load balancer is missing',
      azure: without(/loadBalancers$/),
      missing: [RULE],
      there: [PUBLIC_IP, OPEN],
    },
    {
      because: 'the security group lets nobody in',
      azure: without(/networkSecurityGroups$/),
      missing: [OPEN],
      there: [PUBLIC_IP, RULE],
    },
    { because: 'the public IP is missing', azure: without(/publicIPAddresses$/), missing: [PUBLIC_IP], there: [] },
  ])('is not shown while $because, which is told', ({ azure, missing, there }) => {
    const now = shown(web, azure);
    expect(now).toMatchObject({ ingress: [], status: 'False', reason: 'Pending' });
    for (const words of missing) expect(now.message).toMatch(words);
    for (const words of there) expect(now.message).not.toMatch(words);
  });

  test('is shown once all is in place', () => {
    const { ingress, status } = shown(web, done);
    expect(ingress).toEqual([
      { ip: expect.stringContaining('known after apply'), ipMode: 'VIP', ports: [{ port: 80, protocol: 'TCP' }] },
    ]);
    expect(status).toBe('True');
  });

  /** Its public IP has this address. */
  const withAddress = (ipAddress: string): AzureState =>
    azureState(
      [...done.resources.values()].map((one) =>
        /publicIPAddresses$/i.test(one.type) ? { ...one, properties: { ...one.properties, ipAddress } } : one,
      ),
    );

  test.each([
    { because: 'it is still there', azure: withAddress('20.50.0.9'), ingress: INGRESS },
    { because: "it was given back, and may be anybody's", azure: withAddress('20.50.0.10'), ingress: [] },
  ])('while another port is being added stays or goes, since $because', ({ azure, ingress }) => {
    const more = web.port(443).stated({ loadBalancer: { ingress: INGRESS } });
    expect(shown(more, azure)).toMatchObject({ ingress, status: 'False', reason: 'Pending' });
  });

  test('stays while something is wrong, which is told', () => {
    const bad = web.from('203.0.113.7/24').stated({
      loadBalancer: { ingress: INGRESS },
      conditions: [{ type: 'azurenetwork.dev/Programmed', status: 'True', reason: 'Programmed', message: '' }],
    });
    expect(shown(bad, done)).toMatchObject({ ingress: INGRESS, status: 'True', reason: 'Held' });
  });

  test('is shown with a word for the port that was refused', () => {
    const mixed = web.port(132, 'SCTP');
    expect(shown(mixed, foresee(input(mixed, EMPTY)).azure).ingress?.[0]?.ports).toEqual([
      { port: 80, protocol: 'TCP' },
      { port: 132, protocol: 'SCTP', error: 'azurenetwork.dev/NotAccepted' },
    ]);
  });
});

describe('without a port that is served', () => {
  const ADDRESS = {
    id: GROUP.id.replace(/networkSecurityGroups.*/, 'publicIPAddresses/mine') as ArmId,
    name: 'mine',
    type: 'Microsoft.Network/publicIPAddresses',
    location: 'westeurope',
    sku: { name: 'Standard' },
    properties: {
      publicIPAllocationMethod: 'Static',
      publicIPAddressVersion: 'IPv4',
      ipAddress: '20.50.0.9',
      provisioningState: 'Succeeded',
    },
  };

  test('because another has it, that is why it is not in place', () => {
    const pinned = (name: string) =>
      service(name).public().port(80).annotated('service.beta.kubernetes.io/azure-load-balancer-ipv4', '20.50.0.9');
    const both = {
      ...input(web, azureState([...EMPTY.resources.values(), ADDRESS])),
      cluster: cluster(node('n1').at('10.224.0.4'), pinned('first'), pinned('web')),
    };
    const { report } = reconcile({ ...both, azure: foresee(both).azure });
    const programmed = Object.fromEntries(
      report.statuses.map(({ object, conditions }) => [
        object,
        conditions.find(({ type }) => /Programmed$/.test(type)),
      ]),
    );
    expect(programmed['Service/default/first']).toMatchObject({
      status: 'True',
      message: '20.50.0.9 answers for 1 port.',
    });
    expect(programmed[WEB]).toMatchObject({
      status: 'False',
      reason: 'NotAccepted',
      message: expect.stringContaining("is Service/default/first's"),
    });
  });

  test('because nobody asked for one, all is done, and it is told why no address appears', () => {
    const none = web.annotated('service.beta.kubernetes.io/port_80_no_lb_rule', 'true');
    expect(shown(none, foresee(input(none, EMPTY)).azure)).toMatchObject({
      ingress: [],
      status: 'True',
      message: expect.stringMatching(/^No port of it is served, so .* is not shown\.$/),
    });
  });
});

test.each([
  { because: 'it is still what is asked', isSame: true, reason: 'AzureError' },
  { because: 'something else is asked now', isSame: false, reason: 'Pending' },
])('a refused write is told as $reason, since $because', ({ isSame, reason }) => {
  const [operation] = reconcile(input(web, EMPTY)).plan.operations;
  const failure = {
    code: 'PublicIPCountLimitReached',
    message: 'No more.',
    terminal: true,
    isRefusal: true,
    wish: isSame ? wishOf(operation!) : '',
    since: 0,
  };
  const failures: PassInput['failures'] = new Map([[armKey(operation!.id), failure]]);
  expect(shown(web, EMPTY, { failures })).toMatchObject({ ingress: [], status: 'False', reason });
});

describe('a public IP that Azure refuses is told with the key that led there', () => {
  const PREFIX_ID = GROUP.id.replace(/networkSecurityGroups.*/, 'publicIPPrefixes/range') as ArmId;
  const FULL = {
    code: 'PublicIPPrefixHasNoAvailableIPs',
    message: `Public IP prefix ${PREFIX_ID} has no address left.`,
  };
  const TAKEN = { code: 'DnsRecordInUse', message: 'DNS record shop.westeurope.cloudapp.azure.com is already used.' };
  const NO_GROUP = { code: 'ResourceGroupNotFound', message: "Resource group 'rg-nowhere' could not be found." };
  const LIMIT = { code: 'PublicIPCountLimitReached', message: 'No more.' };
  const NAMED = 'service.beta.kubernetes.io/azure-';
  const fromSettings = settings({
    loadBalancer: { ...SETTINGS.loadBalancer, publicIPPrefixes: { 4: PREFIX_ID } },
  });

  test.each([
    {
      says: FULL,
      asked: web.annotated(`${NAMED}pip-prefix-id`, PREFIX_ID),
      key: `${NAMED}pip-prefix-id: "${PREFIX_ID}"`,
    },
    {
      says: FULL,
      asked: web,
      inForce: fromSettings,
      key: `spec.loadBalancer.publicIPPrefixId of the AzureNetwork: "${PREFIX_ID}"`,
    },
    { says: TAKEN, asked: web.annotated(`${NAMED}dns-label-name`, 'shop'), key: `${NAMED}dns-label-name: "shop"` },
    {
      says: NO_GROUP,
      asked: web.annotated(`${NAMED}load-balancer-resource-group`, 'rg-nowhere'),
      key: `${NAMED}load-balancer-resource-group: "rg-nowhere"`,
    },
    { says: NO_GROUP, asked: web, key: undefined },
    { says: LIMIT, asked: web.annotated(`${NAMED}pip-prefix-id`, PREFIX_ID), key: undefined },
  ])('$says.code: $key', ({ says, asked, key, inForce = SETTINGS }) => {
    const [operation] = reconcile(input(asked, EMPTY, { settings: inForce })).plan.operations;
    const failure = { ...says, terminal: true, isRefusal: true, wish: wishOf(operation!), since: 0 };
    const failures: PassInput['failures'] = new Map([[armKey(operation!.id), failure]]);
    const { message } = shown(asked, EMPTY, { failures, settings: inForce });
    const refusal = `${says.code}: ${says.message} (${operation!.id})`;
    expect(message).toBe(key === undefined ? refusal : `${key} is refused by Azure: ${refusal}`);
  });
});

describe('its finalizer', () => {
  test('is set before anything is made for it', () => {
    const fresh = web.finalizers();
    expect(reconcile(input(fresh, EMPTY)).plan.operations).toEqual([]);
    expect(shown(fresh, EMPTY).finalizers).toEqual([['service.kubernetes.io/load-balancer-cleanup']]);
  });

  test('stays until the last thing is gone, then goes', () => {
    const going = web.deleted();
    let azure = done;
    for (;;) {
      const { operations } = reconcile(input(going, azure)).plan;
      if (operations.length === 0) break;
      expect(shown(going, azure)).toMatchObject({ finalizers: [], reason: 'Deleting' });
      azure = predict(operations[0]!, azure);
    }
    expect(shown(going, azure).finalizers).toEqual([[]]);
    expect([...azure.resources.keys()]).toEqual([GROUP.id.toLowerCase()]);
  });

  test("leaves others' where they are", () => {
    const going = web.finalizers('example.com/theirs', 'service.kubernetes.io/load-balancer-cleanup').deleted();
    expect(shown(going, EMPTY).finalizers).toEqual([['example.com/theirs']]);
  });
});
