// What does a body in Kubernetes' protobuf say? Four bytes, then an envelope with the kind and the object's bytes.
// https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import type { JsonObject } from '../../json.js';
import type { Schema } from '../schema.js';
import { builtinSchema, definition } from '../schemas/builtin-schema.js';
import { META } from '../schemas/definitions.js';
import { intoGoForm } from '../schemas/go-form.js';
import { decodeMessage } from './decode-message.js';

const PREFIX = [0x6b, 0x38, 0x73, 0x00];

/** Throws SyntaxError for what isn't protobuf, or of a kind that kubectl doesn't send so. */
export function parseProtobuf(bytes: Uint8Array): JsonObject {
  if (!PREFIX.every((byte, index) => bytes[index] === byte)) {
    throw new SyntaxError(
      `provided data does not appear to be a protobuf message, expected prefix [${PREFIX.join(' ')}]`,
    );
  }
  try {
    return parseEnvelope(bytes.subarray(PREFIX.length));
  } catch (error) {
    throw new SyntaxError((error as Error).message, { cause: error });
  }
}

function parseEnvelope(bytes: Uint8Array): JsonObject {
  const envelope = read(bytes);
  const type = read(envelope.get(1));
  const [apiVersion, kind] = [text(type.get(1)), text(type.get(2))];
  const schema = schemaOf(apiVersion, kind);
  const object = decodeMessage(schema, envelope.get(2) ?? new Uint8Array());
  intoGoForm(schema, object);
  return { kind, apiVersion, ...object };
}

function schemaOf(apiVersion: string, kind: string): Schema {
  if (kind === 'DeleteOptions') return definition(`${META}.DeleteOptions`);
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  return builtinSchema(group, version, kind);
}

/** Fields of a message that has nothing but texts, bytes and messages. */
function read(bytes: Uint8Array = new Uint8Array()): ReadonlyMap<number, Uint8Array> {
  const reader = new BinaryReader(bytes);
  const fields = new Map<number, Uint8Array>();
  while (reader.pos < reader.len) {
    const [number, wireType] = reader.tag();
    if (wireType === WireType.LengthDelimited) fields.set(number, reader.bytes());
    else reader.skip(wireType, number);
  }
  return fields;
}

function text(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? new Uint8Array()).toString('utf8');
}
