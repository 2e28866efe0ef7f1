// Is the metadata of an object as every kind's must be? In the API server's words.
// https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
import type { JsonObject } from '../../json.js';
import { objectAt, objectsAt, stringAt, stringsAt } from '../../json.js';
import type { FieldError } from '../api-error.js';
import type { Kind } from '../kind.js';
import { checkLabels, checkText } from '../kinds/checks.js';
import { forbiddenField, invalidValue, required, tooLong } from '../kinds/field-errors.js';
import { dnsLabelProblems, dnsSubdomainProblems, qualifiedNameProblems } from '../kinds/names.js';

const ANNOTATION_BYTES = 256 * 1024;

/** `before` on an update, which may not change the name and leaves finalizers as it may. */
export function validateMetadata(
  kind: Kind,
  object: JsonObject,
  before: JsonObject | undefined,
): readonly FieldError[] {
  const metadata = objectAt(object, 'metadata');
  const named = before ? checkFinalizersOfDeleted(metadata, objectAt(before, 'metadata')) : checkNames(kind, metadata);
  return [
    ...named,
    ...checkLabels('metadata.labels', objectAt(metadata, 'labels')),
    ...checkAnnotations(objectAt(metadata, 'annotations')),
    ...checkOwners(objectsAt(metadata, 'ownerReferences')),
    ...checkFinalizers(metadata),
    ...(isOfKubernetes(kind) ? checkShortFinalizers(metadata) : []),
  ];
}

function checkNames(kind: Kind, metadata: JsonObject): FieldError[] {
  const problems = kind.rules.validateName ?? dnsSubdomainProblems;
  const prefix = stringAt(metadata, 'generateName') ?? '';
  const name = stringAt(metadata, 'name') ?? '';
  // Something will follow the dash.
  const whole = prefix.length > 1 && prefix.endsWith('-') ? `${prefix.slice(0, -2)}a` : prefix;
  const ofPrefix =
    prefix === '' ? [] : problems(whole).map((one) => invalidValue('metadata.generateName', prefix, one));
  const ofName =
    name === ''
      ? [required('metadata.name', 'name or generateName is required')]
      : checkText('metadata.name', name, problems);
  return [...ofPrefix, ...ofName, ...checkNamespace(kind, stringAt(metadata, 'namespace') ?? '')];
}

function checkNamespace({ namespaced }: Kind, namespace: string): readonly FieldError[] {
  if (!namespaced) return namespace === '' ? [] : [forbiddenField('metadata.namespace', 'not allowed on this type')];
  return namespace === ''
    ? [required('metadata.namespace')]
    : checkText('metadata.namespace', namespace, dnsLabelProblems);
}

function checkAnnotations(annotations: JsonObject): FieldError[] {
  const field = 'metadata.annotations';
  const entries = Object.entries(annotations).sort(([one], [other]) => (one < other ? -1 : 1));
  const wrong = entries.flatMap(([key]) =>
    qualifiedNameProblems(key.toLowerCase()).map((problem) => invalidValue(field, key, problem)),
  );
  const bytes = entries.reduce((sum, [key, value]) => sum + Buffer.byteLength(`${key}${String(value as string)}`), 0);
  return bytes > ANNOTATION_BYTES ? [...wrong, tooLong(field, ANNOTATION_BYTES)] : wrong;
}

function checkOwners(owners: readonly JsonObject[]): FieldError[] {
  const missing = owners.flatMap((owner, index) =>
    ['apiVersion', 'kind', 'name', 'uid']
      .filter((key) => !owner[key])
      .map((key) => required(`metadata.ownerReferences[${index}].${key}`, 'must not be empty')),
  );
  const controllers = owners.filter(({ controller }) => controller === true);
  const [first, ...others] = controllers.map(
    (owner) => `${stringAt(owner, 'kind') ?? ''}/${stringAt(owner, 'name') ?? ''}`,
  );
  const twice = others.map((other) =>
    invalidValue(
      'metadata.ownerReferences',
      [...owners],
      `Only one reference can have Controller set to true. Found "true" in references for ${first ?? ''} and ${other}`,
    ),
  );
  return [...missing, ...twice];
}

/** Its own kinds are stricter than custom ones, and than their definitions. */
const isOfKubernetes = ({ isCustom, group }: Kind): boolean => !isCustom && group !== 'apiextensions.k8s.io';

function checkShortFinalizers(metadata: JsonObject): FieldError[] {
  const known = ['kubernetes', ORPHAN, FOREGROUND];
  return stringsAt(metadata, 'finalizers').flatMap((finalizer, index) => {
    if (finalizer.includes('/') || known.includes(finalizer)) return [];
    const detail = 'name is neither a standard finalizer name nor is it fully qualified';
    return [invalidValue(`metadata.finalizers[${index}]`, finalizer, detail)];
  });
}

const ORPHAN = 'orphan';
const FOREGROUND = 'foregroundDeletion';

function checkFinalizers(metadata: JsonObject): FieldError[] {
  const field = 'metadata.finalizers';
  const finalizers = stringsAt(metadata, 'finalizers');
  const wrong = finalizers.flatMap((finalizer) => checkText(field, finalizer, qualifiedNameProblems));
  if (!finalizers.includes(ORPHAN) || !finalizers.includes(FOREGROUND)) return wrong;
  return [...wrong, invalidValue(field, finalizers, `finalizer ${ORPHAN} and ${FOREGROUND} cannot be both set`)];
}

function checkFinalizersOfDeleted(metadata: JsonObject, old: JsonObject): FieldError[] {
  if (old.deletionTimestamp === undefined) return [];
  const before = stringsAt(old, 'finalizers');
  const added = stringsAt(metadata, 'finalizers').filter((finalizer) => !before.includes(finalizer));
  if (added.length === 0) return [];
  // As Go writes a slice of strings.
  const list = `[]string{${[...new Set(added)]
    .sort()
    .map((one) => JSON.stringify(one))
    .join(', ')}}`;
  const detail = 'no new finalizers can be added if the object is being deleted, found new finalizers';
  return [forbiddenField('metadata.finalizers', `${detail} ${list}`)];
}
