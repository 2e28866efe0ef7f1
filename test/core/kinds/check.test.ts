import { describe, expect, test } from '@jest/globals';
import type { Kind } from '../../../src/core/kinds/index.js';
import { AZURE_NETWORK, check, EXPOSURE_POLICY, KINDS, PORT_EXPOSURE } from '../../../src/core/kinds/index.js';
import { sourceRef } from '../../../src/core/values/source-ref.js';
import type { GoodObject } from './objects.js';
import { BAD_OBJECTS, GOOD_OBJECTS, nameOf } from './objects.js';

const kindOf = (object: GoodObject): Kind => KINDS.find(({ kind }) => kind === object.kind)!;
const refOf = (object: GoodObject) =>
  sourceRef(object.kind, object.kind === 'PortExposure' ? 'shop' : undefined, nameOf(object));

describe('the check of our own kinds', () => {
  test.each(BAD_OBJECTS)('refuses $kind: $because ($field)', (object) => {
    const { value, problems } = check(kindOf(object), object.spec, refOf(object));
    expect(value).toBeUndefined();
    const named = problems.filter(({ severity, key }) => severity === 'Error' && key === object.field);
    expect(named.map(({ message }) => message)).toContainEqual(expect.stringContaining(object.says));
    expect(named.every(({ message }) => message.startsWith(`${object.field} `))).toBe(true);
    expect(new Set(problems.map((one) => one.object))).toEqual(new Set([refOf(object)]));
  });

  test.each(GOOD_OBJECTS)('accepts $kind: $because', (object) => {
    const { value, problems } = check(kindOf(object), object.spec, refOf(object));
    expect(problems.filter(({ severity }) => severity === 'Error')).toEqual([]);
    expect(value).toBeDefined();
  });

  test('puts defaults in, into nested objects too, and leaves the given spec alone', () => {
    const spec = Object.freeze({ clusterId: 'a', dns: Object.freeze({ ttl: 60 }) });
    expect(check(AZURE_NETWORK, spec, sourceRef('AzureNetwork', undefined, 'default')).value).toMatchObject({
      clusterId: 'a',
      loadBalancer: {
        claim: 'ClassOnly',
        probe: { interval: 5, threshold: 2 },
        maxRulesPerBackend: 300,
        adopt: { removePeerRules: false, replaceNicPools: false },
        publicIPTags: {},
        publicIPZones: [],
      },
      dns: {
        ...{ zones: [], ttl: 60, gracePeriod: '10m', policy: 'Sync', ownership: 'Metadata' },
        ...{ adopt: { externalDNSOwners: [], removeTXT: false, unowned: [] }, minimumTTL: 0 },
      },
      mode: 'Apply',
      safety: { maxDeletePercent: 30 },
      drift: { interval: '10m', action: 'Repair' },
    });
  });

  test('warns of a field that it does not know, drops it, and names those that it knows', () => {
    const spec = {
      namespaceSelector: {},
      paths: ['HostPort'],
      portRanges: [{ from: 1, to: 2, form: 3 }],
    };
    const { value, problems } = check(EXPOSURE_POLICY, spec, sourceRef('ExposurePolicy', undefined, 'all'));
    expect(value?.portRanges).toEqual([{ from: 1, to: 2 }]);
    expect(problems).toEqual([
      {
        object: 'ExposurePolicy/all',
        severity: 'Warning',
        reason: 'InvalidField',
        key: 'spec.portRanges[0].form',
        value: '3',
        message: "spec.portRanges[0].form isn't a field of ExposurePolicy and is ignored; known: from, to, protocol.",
      },
    ]);
  });

  test('tells of every fault at once', () => {
    const spec = { podSelector: {}, path: 'HostPort', ports: [{ port: 0 }], sources: { cidrs: [] } };
    const { problems } = check(PORT_EXPOSURE, spec, sourceRef('PortExposure', 'shop', 'web'));
    expect(problems.map(({ key }) => key).sort()).toEqual([
      'spec.ports[0].port',
      'spec.ports[0].protocol',
      'spec.sources.cidrs',
    ]);
  });

  test.each([undefined, null, 'text', []])('survives a spec that is no object: %j', (spec) => {
    const { value, problems } = check(PORT_EXPOSURE, spec, sourceRef('PortExposure', 'shop', 'web'));
    expect(value).toBeUndefined();
    expect(problems.map(({ key }) => key)).toContain('spec');
  });

  test('a field named like a method of every object is unknown, not found', () => {
    const spec = JSON.parse('{"clusterId":"a","__proto__":{"mode":"Plan"},"constructor":1}') as unknown;
    const { value, problems } = check(AZURE_NETWORK, spec, sourceRef('AzureNetwork', undefined, 'default'));
    expect(value?.mode).toBe('Apply');
    expect(problems.map(({ key }) => key)).toEqual(['spec.__proto__', 'spec.constructor']);
  });
});
