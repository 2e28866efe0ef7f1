// Where in an object does Ajv find something wrong? Its JSON pointer in parts.
import type { ErrorObject } from 'ajv';

/** `/spec/ports/0` → spec, ports, 0. */
export function stepsOf({ instancePath }: Pick<ErrorObject, 'instancePath'>): string[] {
  const parts = instancePath.split('/').slice(1);
  return parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}
