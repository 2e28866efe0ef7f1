// What does Kubernetes say of a type and of its fields? client-node's declarations carry the texts as comments; they are
// read when a document is asked for. Where they aren't shipped, as in a bundle, documents have no descriptions.
import { readFileSync } from 'node:fs';
import { modelOf } from '../../schemas/definitions.js';

interface Texts {
  readonly type: string | undefined;
  readonly fields: ReadonlyMap<string, string>;
}

const NOTHING: Texts = { type: undefined, fields: new Map() };
const READ = new Map<string, Texts>();
const COMMENT = /\/\*\*\n\s*\* (.*)\n\s*\*\/\n\s*(?:export declare class|'([^']+)')/g;

export function descriptionOf(definition: string): string | undefined {
  return textsOf(definition).type;
}

export function fieldDescription(definition: string, field: string): string | undefined {
  return textsOf(definition).fields.get(field);
}

function textsOf(definition: string): Texts {
  const known = READ.get(definition) ?? read(modelOf(definition));
  READ.set(definition, known);
  return known;
}

function read(model: string | undefined): Texts {
  if (model === undefined) return NOTHING;
  try {
    const file = import.meta.resolve(`@kubernetes/client-node/dist/gen/models/${model}.d.ts`);
    return parse(readFileSync(new URL(file), 'utf8'));
  } catch {
    return NOTHING;
  }
}

function parse(declaration: string): Texts {
  let type: string | undefined;
  const fields = new Map<string, string>();
  for (const [, text = '', field] of declaration.matchAll(COMMENT)) {
    const plain = text.replace(/\\(['"])/g, '$1');
    if (field === undefined) type ??= plain;
    else fields.set(field, plain);
  }
  return { type, fields };
}
