// What does the API server say of an object of the wrong shape? Messages as Kubernetes 1.37 gave them.
import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../../../src/sandbox/json.js';
import { builtinSchema, decode } from '../../../../src/sandbox/kubernetes/schemas/index.js';

const service = (spec: JsonObject, metadata: JsonObject = {}): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', ...metadata },
  spec,
});
const decodeService = (object: JsonObject) => decode(builtinSchema('', 'v1', 'Service'), object);

describe('decode', () => {
  test('drops what the kind does not have, and names it where it stands', () => {
    const ports = [{ port: 80 }, { port: 81, x: 1 }];
    const { value, unknown } = decodeService({ ...service({ foo: 1, ports }, { bar: 2 }), zed: { y: 1 } });
    expect(unknown).toEqual(
      ['metadata.bar', 'spec.foo', 'spec.ports[1].x', 'zed'].map((field) => `unknown field "${field}"`),
    );
    expect(value).toEqual(service({ ports: [{ port: 80 }, { port: 81 }] }));
  });

  test('forgets nulls, which are no values to Go', () => {
    expect(decodeService(service({ type: null, selector: { a: null } })).value).toEqual(
      service({ selector: { a: '' } }),
    );
  });

  const wrongServices: readonly (readonly [JsonObject, string, string])[] = [
    [
      service({ ports: [{ port: '80' }] }),
      'json: cannot unmarshal string into Go struct field ServicePort.spec.ports.port of type int32',
      'a number in quotes is text',
    ],
    [
      service({ ports: [{ port: 80.5 }] }),
      'json: cannot unmarshal number 80.5 into Go struct field ServicePort.spec.ports.port of type int32',
      'ports are whole',
    ],
    [
      service({ ports: [{ port: 99999999999 }] }),
      'json: cannot unmarshal number 99999999999 into Go struct field ServicePort.spec.ports.port of type int32',
      'int32 ends at 2^31',
    ],
    [
      service({ ports: {} }),
      'json: cannot unmarshal object into Go struct field ServiceSpec.spec.ports of type []v1.ServicePort',
      'ports are a list',
    ],
    [
      service({ ports: ['http'] }),
      'json: cannot unmarshal string into Go struct field ServiceSpec.spec.ports of type v1.ServicePort',
      'ports are objects',
    ],
    [
      { ...service({}), spec: [] },
      'json: cannot unmarshal array into Go struct field Service.spec of type v1.ServiceSpec',
      'a spec is an object',
    ],
    [
      service({ ports: [{ port: 80, targetPort: true }] }),
      'json: cannot unmarshal bool into Go struct field ServicePort.spec.ports.targetPort of type int32',
      'a target port is a number or a name',
    ],
    [
      service({ type: 5 }),
      'json: cannot unmarshal number into Go struct field ServiceSpec.spec.type of type v1.ServiceType',
      'some strings have a type of their own in Go',
    ],
    [
      service({}, { labels: { a: 1 } }),
      'json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string',
      'labels are text',
    ],
    [
      service({}, { labels: 'a' }),
      'json: cannot unmarshal string into Go struct field ObjectMeta.metadata.labels of type map[string]string',
      'labels are a map',
    ],
    [
      service({}, { creationTimestamp: 'yesterday' }),
      'parsing time "yesterday" as "2006-01-02T15:04:05Z07:00": cannot parse "yesterday" as "2006"',
      'times have one form',
    ],
  ];

  test.each(wrongServices)('%j is refused: %s, for %s', (object, message) => {
    expect(() => decodeService(object)).toThrow(message);
  });

  test('base64 and quantities are read as far as they can be wrong', () => {
    const secret = (value: string) => ({ apiVersion: 'v1', kind: 'Secret', data: { a: value } });
    expect(() => decode(builtinSchema('', 'v1', 'Secret'), secret('??'))).toThrow(
      'illegal base64 data at input byte 0',
    );
    expect(decode(builtinSchema('', 'v1', 'Secret'), secret('aGk=')).value).toEqual(secret('aGk='));
    const pod = (cpu: string) => ({ spec: { containers: [{ name: 'a', resources: { limits: { cpu } } }] } });
    expect(() => decode(builtinSchema('', 'v1', 'Pod'), pod('zz'))).toThrow('quantities must match the regular');
    expect(decode(builtinSchema('', 'v1', 'Pod'), pod('100m')).value).toEqual(pod('100m'));
  });
});
