// Is a value one that a scalar type takes? Numbers by their range, times, quantities, base64 and numbers or strings.
import type { Json } from '../../json.js';
import type { Schema } from '../schema.js';
import { goType } from './go-types.js';

/** With `message` the type has its own words, otherwise the decoder says what it found and what it wanted. */
export interface WrongScalar {
  readonly found: string;
  readonly wanted: string;
  readonly message?: string;
}

const INT32 = 2 ** 31;
const QUANTITY = /^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$/;
const TIME = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

export function wrongScalar(schema: Schema, value: Json): WrongScalar | undefined {
  if (schema.name?.endsWith('.Quantity')) return wrongQuantity(value);
  if (schema['x-kubernetes-int-or-string']) {
    return typeof value === 'string' ? undefined : wrongInteger(value, 'int32');
  }
  switch (schema.type) {
    case 'string':
      return wrongString(schema, value);
    case 'boolean':
      return typeof value === 'boolean' ? undefined : { found: nameOf(value), wanted: 'bool' };
    case 'integer':
      return wrongInteger(value, goType(schema));
    case 'number':
      return typeof value === 'number' ? undefined : { found: nameOf(value), wanted: 'float64' };
    default:
      return undefined;
  }
}

function wrongString(schema: Schema, value: Json): WrongScalar | undefined {
  if (typeof value !== 'string')
    return { found: nameOf(value), wanted: schema.format === 'byte' ? '[]uint8' : 'string' };
  if (schema.format === 'byte') return wrongBase64(value);
  return schema.format === 'date-time' ? wrongTime(schema, value) : undefined;
}

function wrongInteger(value: Json, wanted: string): WrongScalar | undefined {
  if (typeof value !== 'number') return { found: nameOf(value), wanted };
  const fits = wanted === 'int32' ? value >= -INT32 && value < INT32 : Math.abs(value) <= 2 ** 63;
  return Number.isInteger(value) && fits ? undefined : { found: `number ${value}`, wanted };
}

/** https://github.com/kubernetes/apimachinery/blob/master/pkg/api/resource/quantity.go has the expression. */
function wrongQuantity(value: Json): WrongScalar | undefined {
  if (typeof value === 'number' || (typeof value === 'string' && QUANTITY.test(value))) return undefined;
  const message = `quantities must match the regular expression '${QUANTITY.source}'`;
  return { found: nameOf(value), wanted: 'resource.Quantity', message };
}

function wrongBase64(value: string): WrongScalar | undefined {
  const valid = /^[A-Za-z0-9+/\r\n]*={0,2}[\r\n]*$/.exec(value);
  const length = value.replace(/[\r\n]/g, '').length;
  if (valid && length % 4 === 0) return undefined;
  const at = /^[A-Za-z0-9+/\r\n]*/.exec(value)?.[0].length ?? 0;
  return { found: 'string', wanted: '[]uint8', message: `illegal base64 data at input byte ${at}` };
}

function wrongTime(schema: Schema, value: string): WrongScalar | undefined {
  if (TIME.test(value) && !Number.isNaN(Date.parse(value))) return undefined;
  const layout = schema.name?.endsWith('.MicroTime') ? '2006-01-02T15:04:05.000000Z07:00' : '2006-01-02T15:04:05Z07:00';
  const quoted = JSON.stringify(value);
  const message = `parsing time ${quoted} as "${layout}": cannot parse ${quoted} as "2006"`;
  return { found: 'string', wanted: 'string', message };
}

function nameOf(value: Json): string {
  if (Array.isArray(value)) return 'array';
  if (value === null) return 'null';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
