// How is a kind told to people? A markdown table of its fields, with what the schema says of each.
import type { Kind } from './kind.js';
import { GROUP, VERSION } from './kind.js';
import type { Schema } from './schema.js';

/** A section of a page: heading, description, table, rules. */
export function kindSection(kind: Kind): string {
  const rows = fieldRows(kind.spec as unknown as Schema, 'spec');
  const scope = kind.scope === 'Cluster' ? 'Cluster-scoped' : 'Namespaced';
  return [
    `## ${kind.kind}`,
    '',
    `${kind.description} ${scope}; \`${GROUP}/${VERSION}\`; short: ${kind.shortNames.map((name) => `\`${name}\``).join(', ')}.`,
    '',
    '| Field | Type | Default | Meaning |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

/** One row a field, depth first in the order of the schema. */
export function fieldRows(schema: Schema, path: string): readonly string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, property]) => {
    const field = `${path}.${key}`;
    const isRequired = schema.required?.includes(key) ?? false;
    const inner = property.type === 'array' ? property.items : property;
    const innerPath = property.type === 'array' ? `${field}[]` : field;
    return [
      row(field, typeOf(property), isRequired ? '**required**' : defaultOf(property), meaning(property)),
      ...(inner ? fieldRows(inner, innerPath) : []),
    ];
  });
}

function row(field: string, type: string, fallback: string, text: string): string {
  return `| \`${field}\` | ${[type, fallback, text].map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function typeOf(schema: Schema): string {
  if (schema.enum) return schema.enum.map((word) => `\`${word}\``).join(', ');
  if (schema.type === 'array') return schema.items ? `list of ${typeOf(schema.items)}` : 'list';
  if (schema.type === 'object' && schema.additionalProperties) return 'map of strings';
  return schema.type;
}

function defaultOf(schema: Schema): string {
  const { default: value } = schema;
  // An object that is there by default only carries the defaults of its fields.
  if (value === undefined || (schema.type === 'object' && JSON.stringify(value) === '{}')) return '';
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}

function meaning(schema: Schema): string {
  const { minimum, maximum } = schema as { minimum?: number; maximum?: number };
  const range = minimum !== undefined && maximum !== undefined ? `${minimum}–${maximum}.` : '';
  const rules = [...(schema['x-kubernetes-validations'] ?? []), ...(schema.items?.['x-kubernetes-validations'] ?? [])];
  const told = rules.map(({ message, fieldPath }) =>
    capital(`${fieldPath ? `\`${fieldPath.slice(1)}\` ` : ''}${message}.`),
  );
  return [schema.description ?? '', range, ...told].filter((part) => part !== '').join(' ');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
