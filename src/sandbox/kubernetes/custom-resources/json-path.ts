// What stands at a path in Kubernetes' dialect of JSONPath? Its differences are written in the library's:
// an escaped dot in a name, quotes around one in brackets, `.spec` without the root.
// https://kubernetes.io/docs/reference/kubectl/jsonpath/
import { JSONPath } from 'jsonpath-plus';
import type { Json, JsonObject } from '../../json.js';

/** Never throws: a path that can't be read finds nothing. */
export function jsonPath(path: string): (object: JsonObject) => readonly Json[] {
  const written = rewritten(path);
  return (object) => {
    try {
      return JSONPath<Json[]>({ path: written, json: object, wrap: true, eval: 'safe' }) ?? [];
    } catch {
      return [];
    }
  };
}

function rewritten(path: string): string {
  const names = path.replace(/\.((?:[^.\\[\]()'"]|\\.)+)/g, (whole, name: string) =>
    name.includes('\\') ? `['${name.replace(/\\(.)/g, '$1')}']` : whole,
  );
  return names.startsWith('$') ? names : `$${names.startsWith('.') || names.startsWith('[') ? '' : '.'}${names}`;
}
