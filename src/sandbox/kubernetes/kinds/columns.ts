// How is a column of `kubectl get` written down in one line? Plus the columns that nearly every kind has.
import type { Json, JsonObject } from '../../json.js';
import { objectAt, stringAt } from '../../json.js';
import type { Column } from '../kind.js';
import { age } from './age.js';

type Cell = Column['cell'];

export function column(name: string, cell: Cell, rest: Partial<Omit<Column, 'name' | 'cell'>> = {}): Column {
  return { name, type: 'string', format: '', description: '', priority: 0, cell, ...rest };
}

/** Shown with `-o wide` alone. */
export function wideColumn(name: string, cell: Cell): Column {
  return column(name, cell, { priority: 1 });
}

export function textOr(text: string | undefined, otherwise: string): string {
  return text === undefined || text === '' ? otherwise : text;
}

export const creation = (object: JsonObject): string | undefined =>
  stringAt(objectAt(object, 'metadata'), 'creationTimestamp');

export const nameOf = (object: JsonObject): string => stringAt(objectAt(object, 'metadata'), 'name') ?? '';

export const AGE: Column = column('Age', (object, now) => age(creation(object), now), {
  description: 'Time since the object was created.',
});

export const CREATED_AT: Column = column('Created At', (object): Json => creation(object) ?? null, {
  type: 'date',
  description: 'When the object was created.',
});
