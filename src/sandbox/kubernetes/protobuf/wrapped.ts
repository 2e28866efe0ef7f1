// How do the types look in protobuf that are scalars in JSON? Each is a message of few numbers.
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import type { Json } from '../../json.js';

/** Numbers of a message's fields, each with its last value. */
type Numbers = ReadonlyMap<number, number | Uint8Array>;

/** undefined for Go's zero time. Throws SyntaxError for another type. */
export function readWrapped(name: string, bytes: Uint8Array): Json | undefined {
  const numbers = read(bytes);
  switch (name.slice(name.lastIndexOf('.') + 1)) {
    case 'Time':
      return time(numbers, 0);
    case 'MicroTime':
      return time(numbers, 6);
    case 'Quantity':
      return text(numbers, 1);
    case 'IntOrString':
      return integer(numbers, 1) === 0 ? integer(numbers, 2) : text(numbers, 3);
    case 'FieldsV1':
      return JSON.parse(text(numbers, 1) || '{}') as Json;
    default:
      throw new SyntaxError(`a field of type ${name} cannot be read`);
  }
}

function read(bytes: Uint8Array): Numbers {
  const reader = new BinaryReader(bytes);
  const numbers = new Map<number, number | Uint8Array>();
  while (reader.pos < reader.len) {
    const [number, wireType] = reader.tag();
    if (wireType === WireType.Varint) numbers.set(number, Number(reader.int64()));
    else if (wireType === WireType.LengthDelimited) numbers.set(number, reader.bytes());
    else reader.skip(wireType, number);
  }
  return numbers;
}

/** Field 1 has seconds since the epoch, field 2 nanoseconds. */
function time(numbers: Numbers, digits: 0 | 6): string | undefined {
  if (numbers.size === 0) return undefined;
  const [day, clock = ''] = new Date(integer(numbers, 1) * 1000).toISOString().split('T');
  const fraction = String(integer(numbers, 2)).padStart(9, '0').slice(0, digits);
  return `${day}T${clock.slice(0, 8)}${digits === 0 ? '' : `.${fraction}`}Z`;
}

function integer(numbers: Numbers, field: number): number {
  const value = numbers.get(field);
  return typeof value === 'number' ? value : 0;
}

function text(numbers: Numbers, field: number): string {
  const value = numbers.get(field);
  return value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : '';
}
