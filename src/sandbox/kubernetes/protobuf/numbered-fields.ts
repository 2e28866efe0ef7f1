// Which field of a type has a number in its protobuf message?
import type { Schema } from '../schema.js';
import { FIELD_NUMBERS } from './field-numbers.js';

export interface NumberedField {
  readonly name: string;
  readonly schema: Schema;
  /** A message whose fields stand in the JSON of the one that holds it. */
  readonly inlined?: ReadonlyMap<number, NumberedField>;
}

const KNOWN = new Map<string, ReadonlyMap<number, NumberedField> | undefined>();

/** undefined for a type that isn't in the table. */
export function numberedFields(schema: Schema): ReadonlyMap<number, NumberedField> | undefined {
  const name = schema.name ?? '';
  if (!KNOWN.has(name)) {
    const dot = name.lastIndexOf('.');
    KNOWN.set(name, fieldsOf(name.slice(0, dot), name.slice(dot + 1), schema));
  }
  return KNOWN.get(name);
}

function fieldsOf(home: string, message: string, owner: Schema): ReadonlyMap<number, NumberedField> | undefined {
  const text = FIELD_NUMBERS[home]?.[message];
  if (text === undefined) return undefined;
  const fields = new Map<number, NumberedField>();
  let number = 0;
  for (const word of text.split(' ').filter((one) => one !== '')) {
    const [name = '', written] = word.split('=');
    number = written === undefined ? number + 1 : Number(written);
    const field = fieldNamed(home, name, owner);
    if (field) fields.set(number, field);
  }
  return fields;
}

function fieldNamed(home: string, name: string, owner: Schema): NumberedField | undefined {
  if (name.startsWith('+')) {
    const inlined = fieldsOf(home, name.slice(1), owner);
    return inlined && { name, schema: owner, inlined };
  }
  const schema = owner.properties?.[name];
  return schema && { name, schema };
}
