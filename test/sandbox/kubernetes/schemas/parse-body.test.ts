// Are bodies read as the API server reads them? Messages as Kubernetes 1.37 gave them.
import { describe, expect, test } from '@jest/globals';
import { ApiError } from '../../../../src/sandbox/kubernetes/api-error.js';
import { parseBody } from '../../../../src/sandbox/kubernetes/schemas/index.js';

const JSON_TYPE = 'application/json';
const bytes = (text: string): Uint8Array => Buffer.from(text);
const refusal = (text: string, contentType: string): ApiError => {
  try {
    parseBody(bytes(text), contentType, 'Service');
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error('it was taken');
};

describe('parseBody', () => {
  test('keeps the last of two fields of a name, and says where they stand', () => {
    const text = '{"a":{"x":"{\\"x\\":1}","x":2},"l":[{"p":1},{"p":1,"p":2}],"a":{"x":3}}';
    expect(parseBody(bytes(text), JSON_TYPE)).toEqual({
      value: { a: { x: 3 }, l: [{ p: 1 }, { p: 2 }] },
      duplicates: ['a.x', 'l[1].p', 'a'].map((field) => `duplicate field "${field}"`),
    });
  });

  test('reads YAML as Kubernetes does: words of YAML 1.1, but times as text', () => {
    const text = 'a: yes\nb: 2026-11-23\nc: 010\nd: {e: "1", 5: x}\nf: 1e3\ng: 12:30:45\n';
    expect(parseBody(bytes(text), 'application/yaml').value).toEqual({
      a: true,
      b: '2026-11-23',
      c: 8,
      d: { e: '1', '5': 'x' },
      f: 1000,
      g: '12:30:45',
    });
  });

  test('says on which line a key of YAML stands again', () => {
    const { value, duplicates } = parseBody(bytes('a:\n  b: 1\n  b: 2\n'), 'application/yaml');
    expect({ value, duplicates }).toEqual({
      value: { a: { b: 2 } },
      duplicates: ['line 3: key "b" already set in map'],
    });
  });

  const notJson: readonly (readonly [string, string])[] = [
    ['{bad', "invalid character 'b' looking for beginning of object key string"],
    ['{"a":', 'unexpected end of JSON input'],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['{"a":1 2}', "invalid character '2' after object key:value pair"],
    ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
    ['{"a":tru}', "invalid character '}' in literal true (expecting 'e')"],
    ['{"a":"x', 'unexpected end of JSON input'],
    [String.raw`{"a":"\q"}`, "invalid character 'q' in string escape code"],
    [String.raw`{"a":"\u12g4"}`, String.raw`invalid character 'g' in \u hexadecimal character escape`],
    ['{"a":01}', "invalid character '1' after object key:value pair"],
    ['{"a":12x}', "invalid character 'x' after object key:value pair"],
    ['{"a":1.x}', "invalid character 'x' after decimal point in numeric literal"],
    ['{"a":1e}', "invalid character '}' in exponent of numeric literal"],
    ['{"a":-}', "invalid character '}' in numeric literal"],
    ['{"a":nul', "invalid character ' ' in literal null (expecting 'l')"],
    ['{"a":1}x', "invalid character 'x' after top-level value"],
    [`{'a':1}`, String.raw`invalid character '\'' looking for beginning of object key string`],
    ['{"a":}', "invalid character '}' looking for beginning of value"],
  ];

  test.each(notJson)('%s is no JSON: %s', (text, why) => {
    const { message, code, reason } = refusal(text, JSON_TYPE);
    expect({ code, reason }).toEqual({ code: 400, reason: 'BadRequest' });
    expect(message).toBe(
      `the object provided is unrecognized (must be of type Service): couldn't get version/kind; json parse error: ${why} (${text})`,
    );
  });

  const unreadable: readonly (readonly [string, string, number, string, string])[] = [
    ['', JSON_TYPE, 400, 'unexpected end of JSON input (<empty>)', 'there is nothing'],
    ['[]', JSON_TYPE, 400, 'json: cannot unmarshal array into Go value of type struct {', 'a list is no object'],
    ['[]', JSON_TYPE, 400, '(5b5d)', 'what has no brace is shown in hexadecimal'],
    [`{${'x'.repeat(40)}`, JSON_TYPE, 400, `({${'x'.repeat(29)} ...)`, 'only the beginning is shown'],
    ['{"a":1}', 'application/vnd.kubernetes.protobuf', 400, 'expected prefix [107 56 115 0] ({"a":1})', 'it is JSON'],
    ['k8s\0\n\xff', 'application/vnd.kubernetes.protobuf', 400, 'must be of type Service', 'the envelope breaks off'],
    ['a', 'application/cbor', 415, 'accepted media types include: application/json, application/yaml,', 'CBOR'],
    ['a', 'text/plain', 415, 'the body of the request was in an unknown format', 'plain text'],
    ['a: [1', 'application/yaml', 400, 'must be of type Service): yaml: ', 'the bracket is open'],
  ];

  test.each(unreadable)('%j as %s is a %d: %s, for %s', (text, contentType, code, part) => {
    const refused = refusal(text, contentType);
    expect(refused.code).toBe(code);
    expect(refused.message).toContain(part);
  });
});
