// Whose is a Service, and is it wanted, held or gone?
import { describe, expect, test } from '@jest/globals';
import { balancing, service, settings } from '../../../builders.js';
import { read } from './read.js';

const web = service('web').public().port(80);
const unmarked = web.stated({ conditions: [] });
const claimAll = balancing({ claim: 'All' });
const ourMark = { conditions: [{ type: 'azurenetwork.dev/Programmed', status: 'True', reason: 'x', message: '' }] };

describe('whose Service it is', () => {
  const noClass = unmarked.specified({ loadBalancerClass: undefined });
  const another = unmarked.specified({ loadBalancerClass: 'example.com/other' });
  const clusterIP = unmarked.specified({ type: 'ClusterIP', loadBalancerClass: undefined });

  test.each([
    { builder: noClass, inForce: settings(), standing: undefined, foreign: 1, because: 'it has no class' },
    { builder: noClass.stated(ourMark), inForce: claimAll, standing: 'Wanted', foreign: 0, because: 'all are claimed' },
    { builder: another, inForce: claimAll, standing: undefined, foreign: 1, because: 'its class is another' },
    { builder: another.stated(ourMark), inForce: settings(), standing: 'Gone', foreign: 0, because: 'it was ours' },
    { builder: clusterIP.stated(ourMark), inForce: settings(), standing: 'Gone', foreign: 0, because: 'it was ours' },
    { builder: clusterIP, inForce: claimAll, standing: 'Gone', foreign: 0, because: 'its finalizer is ours' },
    {
      builder: clusterIP,
      inForce: settings(),
      standing: undefined,
      foreign: 0,
      because: 'the finalizer is the peer’s',
    },
    { builder: web.deleted(), inForce: settings(), standing: 'Gone', foreign: 0, because: 'it is being deleted' },
    { builder: another.deleted(), inForce: settings(), standing: undefined, foreign: 1, because: 'it never was ours' },
  ])('$standing, since $because', ({ builder, inForce, standing, foreign }) => {
    const { exposure, foreignServiceUids, problems } = read(builder, inForce);
    expect(exposure?.standing).toBe(standing);
    expect(foreignServiceUids.size).toBe(foreign);
    expect(problems).toEqual([]);
  });

  test('one that is being deleted says nothing of its faults', () => {
    const { exposure, problems, held } = read(web.from('10.0.0.1/8').deleted());
    expect(exposure?.standing).toBe('Gone');
    expect([...problems, ...held]).toEqual([]);
  });
});

test('before its finalizer is set a Service is held in silence, unless finalizers are assumed', () => {
  const { exposure, held } = read(web.finalizers());
  expect(exposure?.standing).toBe('Held');
  expect(held).toEqual([]);
  expect(read(web.finalizers(), settings(), true).exposure?.standing).toBe('Wanted');
});
