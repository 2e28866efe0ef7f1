// What does a YAML text say? As Kubernetes reads it: YAML 1.1 (`yes` is true), but times stay text; keys are strings.
import { parseDocument } from 'yaml';
import type { Json } from '../../json.js';

/** Throws SyntaxError. */
export function parseYaml(text: string): { value: Json; duplicates: string[] } {
  const document = parseDocument(text, {
    version: '1.1',
    uniqueKeys: false,
    stringKeys: true,
    customTags: (tags) =>
      tags.filter((tag) => tag !== 'timestamp' && !(typeof tag === 'object' && tag.tag.endsWith(':timestamp'))),
  });
  const error = document.errors[0];
  if (error) throw new SyntaxError(`yaml: ${error.message.split('\n')[0]}`);
  return { value: document.toJS() as Json, duplicates: [] };
}
