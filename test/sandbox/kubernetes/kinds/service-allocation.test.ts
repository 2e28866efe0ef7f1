// Which addresses and node ports do Services get, one after the other? The same in every run, and never one twice.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Ask } from './ask.js';
import { embedded } from './ask.js';

const URL = '/api/v1/namespaces/default/services';

describe('Services take addresses and node ports', () => {
  let ask: Ask;
  let stop: () => void;
  beforeEach(() => {
    ({ ask, stop } = embedded());
  });
  afterEach(() => stop());

  const make = async (name: string, spec: object): Promise<any> => {
    const body = { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { ports: [{ port: 80 }], ...spec } };
    return (await ask({ method: 'POST', url: URL, body })).body;
  };
  const change = async (name: string, spec: object): Promise<any> => {
    const contentType = 'application/merge-patch+json';
    return (await ask({ method: 'PATCH', url: `${URL}/${name}`, body: { spec }, contentType })).body;
  };
  const remove = (name: string) => ask({ method: 'DELETE', url: `${URL}/${name}` });

  test('of which the first is the one of the API itself', async () => {
    const { body } = await ask({ method: 'GET', url: `${URL}/kubernetes` });
    expect(body.spec.clusterIPs).toEqual(['10.0.0.1']);
  });

  test('in order, above those that people choose', async () => {
    const [one, two] = [await make('one', {}), await make('two', { ipFamilyPolicy: 'PreferDualStack' })];
    expect(one.spec.clusterIPs).toEqual(['10.0.1.1']);
    expect(two.spec.clusterIPs).toEqual(['10.0.1.2', 'fd00:10::101']);
    const balanced = await make('three', { type: 'LoadBalancer', externalTrafficPolicy: 'Local' });
    expect(balanced.spec.ports[0].nodePort).toBe(30_086);
    expect(balanced.spec.healthCheckNodePort).toBe(30_087);
  });

  test('that nobody else has', async () => {
    const chosen = await make('one', {
      type: 'NodePort',
      ports: [{ port: 80, nodePort: 30_086 }],
      clusterIP: '10.0.1.1',
    });
    expect(chosen.spec.ports[0].nodePort).toBe(30_086);
    const next = await make('two', { type: 'NodePort' });
    expect([next.spec.clusterIP, next.spec.ports[0].nodePort]).toEqual(['10.0.1.2', 30_087]);
    const refused = await make('three', { type: 'NodePort', ports: [{ port: 80, nodePort: 30_087 }] });
    expect(refused.details.causes).toEqual([
      {
        reason: 'FieldValueInvalid',
        field: 'spec.ports[0].nodePort',
        message: 'Invalid value: 30087: provided port is already allocated',
      },
    ]);
  });

  test('that are free again when their Service goes or becomes another', async () => {
    await make('one', { type: 'NodePort' });
    await make('two', { type: 'NodePort' });
    await change('one', { type: 'ClusterIP' });
    await remove('two');
    const third = await make('three', { type: 'NodePort' });
    expect([third.spec.clusterIP, third.spec.ports[0].nodePort]).toEqual(['10.0.1.2', 30_086]);
  });

  test('that a refused write leaves alone', async () => {
    const refused = await make('one', { type: 'NodePort', ports: [{ port: 0 }] });
    expect(refused.code).toBe(422);
    expect((await make('two', {})).spec.clusterIP).toBe('10.0.1.1');
  });

  test('and can say when a health check port is taken', async () => {
    await make('one', { type: 'NodePort', ports: [{ port: 80, nodePort: 30_090 }] });
    const balanced = { type: 'LoadBalancer', externalTrafficPolicy: 'Local' };
    const refused = await make('two', { ...balanced, healthCheckNodePort: 30_090 });
    expect(refused).toMatchObject({ code: 500, reason: 'InternalError' });
    const fixed = await make('three', { ...balanced, healthCheckNodePort: 30_091 });
    expect(fixed.spec.healthCheckNodePort).toBe(30_091);
  });
});
