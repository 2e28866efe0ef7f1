// Which hosts does an object get that names none? A template with its name, namespace, labels and annotations in it:
// `{{.Name}}.{{.Namespace}}.example.com`. It is the part of Go's templates that external-dns' users write, and nothing
// that could loop or fail in ways that nobody foresees
// (https://kubernetes-sigs.github.io/external-dns/latest/docs/advanced/fqdn-templating/).
//
//   {{.Name}}  {{.Namespace}}  {{.Kind}}
//   {{.Labels.app}}  {{.Annotations.host}}             a key of letters, digits and underscores
//   {{index .Labels "app.kubernetes.io/name"}}         any key

export interface TemplateObject {
  readonly kind: string;
  readonly name: string;
  /** Empty where it has none. */
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

type Part =
  | { readonly text: string }
  | { readonly field: 'Name' | 'Namespace' | 'Kind' }
  | { readonly map: 'Labels' | 'Annotations'; readonly key: string };

/** What may stand in a template, for messages. */
export const TEMPLATE_FIELDS =
  '{{.Name}}, {{.Namespace}}, {{.Kind}}, {{.Labels.key}}, {{.Annotations.key}} and {{index .Labels "any/key"}}';

const ACTION = /\{\{-?\s*(.*?)\s*-?\}\}/gs;
const FIELD = /^(?:\.ObjectMeta)?\.(Name|Namespace|Kind)$/;
const MAP_FIELD = /^(?:\.ObjectMeta)?\.(Labels|Annotations)\.(\w+)$/;
const INDEX = /^index\s+(?:\.ObjectMeta)?\.(Labels|Annotations)\s+"([^"]+)"$/;

/** The first action that isn't known, as written; undefined where all are. */
export function badAction(template: string): string | undefined {
  for (const [whole, action] of template.matchAll(ACTION)) if (partOf(action!) === undefined) return whole;
  return /\{\{|\}\}/.exec(template.replace(ACTION, ''))?.[0];
}

/** The template filled in; `missing` is the action that the object has no value for. */
export function fillTemplate(
  template: string,
  object: TemplateObject,
): { readonly text: string } | { readonly missing: string } {
  let text = '';
  for (const part of partsOf(template)) {
    const value = valueOf(part, object);
    if (value === undefined || value === '') return { missing: actionOf(part) };
    text += value;
  }
  return { text };
}

const PARSED = new Map<string, readonly Part[]>();

function partsOf(template: string): readonly Part[] {
  const known = PARSED.get(template);
  if (known) return known;
  const parts: Part[] = [];
  let end = 0;
  for (const match of template.matchAll(ACTION)) {
    if (match.index > end) parts.push({ text: template.slice(end, match.index) });
    const part = partOf(match[1]!);
    if (part) parts.push(part);
    end = match.index + match[0].length;
  }
  if (end < template.length) parts.push({ text: template.slice(end) });
  // Templates come from settings, of which there are a handful in the life of a process.
  PARSED.set(template, parts);
  return parts;
}

function partOf(action: string): Part | undefined {
  const field = FIELD.exec(action)?.[1];
  if (field) return { field: field as 'Name' | 'Namespace' | 'Kind' };
  const [, map, key] = MAP_FIELD.exec(action) ?? INDEX.exec(action) ?? [];
  return map && key ? { map: map as 'Labels' | 'Annotations', key } : undefined;
}

function valueOf(part: Part, object: TemplateObject): string | undefined {
  if ('text' in part) return part.text;
  if ('map' in part) return (part.map === 'Labels' ? object.labels : object.annotations)[part.key];
  switch (part.field) {
    case 'Name':
      return object.name;
    case 'Namespace':
      return object.namespace;
    case 'Kind':
      return object.kind;
  }
}

function actionOf(part: Part): string {
  if ('text' in part) return part.text;
  if ('map' in part) return `{{index .${part.map} "${part.key}"}}`;
  return `{{.${part.field}}}`;
}
