// What does a YAML text say? As Kubernetes reads it: YAML 1.1 (`yes` is true), but times stay text; keys are strings.
import { parseDocument, type Tags, type YAMLParseError } from 'yaml';
import type { Json } from '../../json.js';

/** Throws SyntaxError. */
export function parseYaml(text: string): { value: Json; duplicates: string[] } {
  const document = parseDocument(text, { version: '1.1', stringKeys: true, customTags: withoutTimes });
  const broken = document.errors.find(({ code }) => code !== 'DUPLICATE_KEY');
  if (broken) throw new SyntaxError(`yaml: ${lineOf(broken)}: ${broken.message.split(' at line')[0] ?? ''}`);
  return { value: document.toJS() as Json, duplicates: document.errors.map((error) => duplicate(text, error)) };
}

/** Dates, and numbers of base 60 as `12:30:45`. */
function withoutTimes(tags: Tags): Tags {
  return tags.filter((tag) => typeof tag === 'string' || (tag.format !== 'TIME' && !tag.tag.endsWith(':timestamp')));
}

function duplicate(text: string, error: YAMLParseError): string {
  const key = /^[^:]*/.exec(text.slice(error.pos[0]))?.[0].trim() ?? '';
  return `${lineOf(error)}: key "${key.replace(/^["']|["']$/g, '')}" already set in map`;
}

function lineOf({ linePos }: YAMLParseError): string {
  return `line ${linePos?.[0].line ?? 1}`;
}
