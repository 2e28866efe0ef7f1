// What does the API server refuse of ConfigMaps and Secrets? Keys that can't be files, and changes to what was sealed.
import type { JsonObject } from '../../json.js';
import { objectAt, stringAt } from '../../json.js';
import type { FieldError } from '../api-error.js';
import { checkText, isEqual } from './checks.js';
import { forbiddenField, invalidValue, required, tooLong } from './field-errors.js';
import { configKeyProblems } from './names.js';

const MAXIMUM_BYTES = 1024 * 1024;
const SEALED = 'field is immutable when `immutable` is set';

export function validateConfigMap(map: JsonObject, before: JsonObject | undefined): readonly FieldError[] {
  const [data, binary] = [objectAt(map, 'data'), objectAt(map, 'binaryData')];
  const twice = Object.keys(data)
    .filter((key) => key in binary)
    .map((key) => invalidValue(`data[${key}]`, key, 'duplicate of key present in binaryData'));
  const bytes = size(data, 'utf8') + size(binary, 'base64');
  return [
    ...checkSealed(map, before, ['data', 'binaryData']),
    ...checkKeys('data', data),
    ...twice,
    ...checkKeys('binaryData', binary),
    ...(bytes > MAXIMUM_BYTES ? [tooLong('', MAXIMUM_BYTES)] : []),
  ];
}

export function validateSecret(secret: JsonObject, before: JsonObject | undefined): readonly FieldError[] {
  const data = objectAt(secret, 'data');
  const isOfOtherType = before !== undefined && before.type !== secret.type;
  return [
    ...(isOfOtherType ? [invalidValue('type', secret.type, 'field is immutable')] : []),
    ...checkSealed(secret, before, ['data']),
    ...checkKeys('data', data),
    ...(size(data, 'base64') > MAXIMUM_BYTES ? [tooLong('data', MAXIMUM_BYTES)] : []),
    ...missingKeys(stringAt(secret, 'type') ?? '', data).map((key) => required(`data[${key}]`)),
  ];
}

function missingKeys(type: string, data: JsonObject): readonly string[] {
  const all = (...keys: readonly string[]): readonly string[] => keys.filter((key) => !(key in data));
  switch (type) {
    case 'kubernetes.io/tls':
      return all('tls.crt', 'tls.key');
    case 'kubernetes.io/dockerconfigjson':
      return all('.dockerconfigjson');
    case 'kubernetes.io/dockercfg':
      return all('.dockercfg');
    case 'kubernetes.io/ssh-auth':
      return all('ssh-privatekey');
    case 'kubernetes.io/basic-auth': {
      const missing = all('username', 'password');
      return missing.length === 2 ? missing : [];
    }
    default:
      return [];
  }
}

function checkSealed(object: JsonObject, before: JsonObject | undefined, keys: readonly string[]): FieldError[] {
  if (before?.immutable !== true) return [];
  const unsealed = object.immutable === true ? [] : ['immutable'];
  const changed = keys.filter((key) => !isEqual(objectAt(object, key), objectAt(before, key)));
  return [...unsealed, ...changed].map((key) => forbiddenField(key, SEALED));
}

function checkKeys(field: string, data: JsonObject): readonly FieldError[] {
  return Object.keys(data).flatMap((key) => checkText(`${field}[${key}]`, key, configKeyProblems));
}

function size(data: JsonObject, encoding: 'utf8' | 'base64'): number {
  return Object.keys(data).reduce((sum, key) => sum + Buffer.byteLength(stringAt(data, key) ?? '', encoding), 0);
}
