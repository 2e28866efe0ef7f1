// How do the parts of a resource get their ids? Names, ids and types of the items of its lists, and the empty lists that
// clients insist on.
import type { JsonObject } from '../json.js';
import { objectsAt, stringAt } from '../json.js';
import { invalid } from './refusal.js';
import type { Resource } from './resource.js';

const NAME = /^\w(?:[\w.-]*\w)?$/;

export function checkName(name: string | undefined): asserts name is string {
  if (name === undefined || name.length > 80 || !NAME.test(name)) {
    throw invalid(
      'InvalidResourceName',
      `Resource name ${name ?? ''} is invalid. The name can be up to 80 characters long. It must begin with a word ` +
        `character, and it must end with a word character or with '_'. The name may contain word characters or '.', '-', '_'.`,
    );
  }
}

/** The items of one list with `id`, `type` and `properties`; refuses bad and double names. */
export function withIds(resource: Resource, list: string): JsonObject[] {
  const seen = new Set<string>();
  const children = objectsAt(resource.properties, list).map((child): JsonObject => {
    const name = stringAt(child, 'name');
    checkName(name);
    if (seen.has(name.toLowerCase())) {
      throw invalid('InvalidRequestFormat', 'Cannot parse the request.', [
        { code: 'DuplicateResourceName', message: `Resource ${resource.id}/${list}/ has two children named ${name}.` },
      ]);
    }
    seen.add(name.toLowerCase());
    return {
      ...child,
      name,
      id: `${resource.id}/${list}/${name}`,
      type: `${resource.type}/${list}`,
      properties: { ...(child['properties'] as JsonObject | undefined) },
    };
  });
  resource.properties[list] = children;
  return children;
}

export function propertiesOf(child: JsonObject): JsonObject {
  return child['properties'] as JsonObject;
}

export function withDefaults(properties: JsonObject, defaults: JsonObject): void {
  for (const [key, value] of Object.entries(defaults)) {
    if (properties[key] === undefined || properties[key] === null) properties[key] = value;
  }
}
