// What does a protobuf message say, as JSON? The schema tells what the fields are, the table which number they have.
// https://protobuf.dev/programming-guides/encoding/
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import type { Json, JsonObject } from '../../json.js';
import type { Schema } from '../schema.js';
import { numberedFields, type NumberedField } from './numbered-fields.js';
import { readWrapped } from './wrapped.js';

/** Throws SyntaxError for what is no message of the type, or of a type that isn't in the table. */
export function decodeMessage(schema: Schema, bytes: Uint8Array): JsonObject {
  const fields = numberedFields(schema);
  if (!fields) throw new SyntaxError(`no field numbers are known of ${schema.name ?? 'an unnamed type'}`);
  const message: JsonObject = {};
  readInto(message, fields, bytes);
  return message;
}

function readInto(message: JsonObject, fields: ReadonlyMap<number, NumberedField>, bytes: Uint8Array): void {
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [number, wireType] = reader.tag();
    const field = fields.get(number);
    if (!field) reader.skip(wireType, number);
    else if (field.inlined) readInto(message, field.inlined, reader.bytes());
    else readField(message, field, reader, wireType);
  }
}

function readField(message: JsonObject, { name, schema }: NumberedField, reader: BinaryReader, wire: WireType): void {
  if (schema.items) {
    const list = (message[name] ??= []) as Json[];
    list.push(...readItems(schema.items, reader, wire));
  } else if (typeof schema.additionalProperties === 'object') {
    const map = (message[name] ??= {}) as JsonObject;
    const [key, value] = readEntry(schema.additionalProperties, reader.bytes());
    map[key] = value;
  } else {
    const value = readValue(schema, reader);
    if (value !== undefined) message[name] = value;
  }
}

/** Numbers may come in one packed field. */
function readItems(items: Schema, reader: BinaryReader, wire: WireType): Json[] {
  const isPacked = items.type === 'integer' && wire === WireType.LengthDelimited;
  if (!isPacked) return [readValue(items, reader) ?? {}];
  const packed = new BinaryReader(reader.bytes());
  const values: Json[] = [];
  while (packed.pos < packed.len) values.push(readValue(items, packed) ?? 0);
  return values;
}

function readEntry(schema: Schema, bytes: Uint8Array): readonly [string, Json] {
  const reader = new BinaryReader(bytes);
  let key = '';
  let value: Json | undefined;
  while (reader.pos < reader.len) {
    const [number, wireType] = reader.tag();
    if (number === 1) key = reader.string();
    else if (number === 2) value = schema.items ? readList(schema.items, reader.bytes()) : readValue(schema, reader);
    else reader.skip(wireType, number);
  }
  return [key, value ?? (schema.type === 'string' ? '' : {})];
}

/** A list in a map is a message of its own, with its items as field 1. */
function readList(items: Schema, bytes: Uint8Array): Json[] {
  const list: JsonObject = {};
  readInto(list, new Map([[1, { name: 'items', schema: { type: 'array', items } }]]), bytes);
  return (list['items'] ?? []) as Json[];
}

function readValue(schema: Schema, reader: BinaryReader): Json | undefined {
  const { name, type, format } = schema;
  if (name !== undefined && !schema.properties) return readWrapped(name, reader.bytes());
  if (schema.properties) return decodeMessage(schema, reader.bytes());
  switch (type) {
    case 'boolean':
      return reader.bool();
    case 'integer':
      return format === 'int32' ? reader.int32() : Number(reader.int64());
    case 'number':
      return reader.double();
    case 'string':
      return format === 'byte' ? Buffer.from(reader.bytes()).toString('base64') : reader.string();
    default:
      throw new SyntaxError(`a field of ${name ?? 'no type'} cannot be read`);
  }
}
