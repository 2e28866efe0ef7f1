// Which errors of a schema's alternatives are worth telling? Of anyOf and oneOf those of the one that came closest, of
// allOf those of all, after a word on the whole.
import type { ErrorObject } from 'ajv';

export function withoutAlternatives(errors: readonly ErrorObject[]): ErrorObject[] {
  return errors.reduce<ErrorObject[]>((told, error) => {
    if (error.keyword !== 'anyOf' && error.keyword !== 'oneOf') return [...told, error];
    const branches = Map.groupBy(told, (one) => branchOf(one, error));
    const outside = branches.get(undefined) ?? [];
    const inside = [...branches].filter(([branch]) => branch !== undefined).map(([, ofBranch]) => ofBranch);
    const isTooMany = error.keyword === 'oneOf' && Array.isArray(error.params['passingSchemas']);
    const closest = inside.sort((one, other) => one.length - other.length)[0] ?? [];
    return [...outside, error, ...(isTooMany ? [] : closest)];
  }, []);
}

/** `0` for an error of the first alternative; undefined for one that is none of theirs. */
function branchOf(error: ErrorObject, whole: ErrorObject): string | undefined {
  const isInside =
    error.schemaPath.startsWith(`${whole.schemaPath}/`) &&
    (error.instancePath === whole.instancePath || error.instancePath.startsWith(`${whole.instancePath}/`));
  return isInside ? error.schemaPath.slice(whole.schemaPath.length + 1).split('/')[0] : undefined;
}
