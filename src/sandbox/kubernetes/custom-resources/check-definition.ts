// Is a CustomResourceDefinition as it must be? Names, scope, versions and columns, in the API server's words; its
// schemas have a file of their own.
// https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/
import type { JsonObject } from '../../json.js';
import { isObject, objectAt, objectsAt, stringAt, stringsAt } from '../../json.js';
import type { FieldError } from '../api-error.js';
import { forbiddenField, invalidValue, notSupported, required } from '../kinds/field-errors.js';
import { dns1035LabelProblems, dnsSubdomainProblems } from '../kinds/names.js';
import { checkStructure } from './check-structure.js';

const COLUMN_TYPES = ['boolean', 'date', 'integer', 'number', 'string'];
const COLUMN_FORMATS = ['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password'];

/** `before` on an update, which may not change what its objects are stored by. */
export function checkDefinition(crd: JsonObject, before: JsonObject | undefined): readonly FieldError[] {
  const spec = objectAt(crd, 'spec');
  const versions = objectsAt(spec, 'versions');
  return [
    ...(before ? [] : checkName(stringAt(crd['metadata'], 'name') ?? '', spec)),
    ...checkGroup(stringAt(spec, 'group') ?? ''),
    ...checkScope(stringAt(spec, 'scope') ?? ''),
    ...versions.flatMap((version, index) =>
      isObject(objectAt(version, 'schema')['openAPIV3Schema'])
        ? []
        : [required(`spec.versions[${index}].schema.openAPIV3Schema`)],
    ),
    ...versions.flatMap((version, index) => checkVersion(`spec.versions[${index}]`, version)),
    ...checkVersions(versions),
    ...checkNames('spec.names', objectAt(spec, 'names')),
    ...checkConversion(objectAt(spec, 'conversion')),
    ...(before ? checkUnchanged(spec, before) : []),
    ...checkStored(stringsAt(crd['status'], 'storedVersions'), versions),
    ...checkApproval(crd),
  ];
}

function checkName(name: string, spec: JsonObject): FieldError[] {
  const wanted = `${stringAt(spec['names'], 'plural') ?? ''}.${stringAt(spec, 'group') ?? ''}`;
  if (name === '' || name === wanted) return [];
  return [invalidValue('metadata.name', name, 'must be spec.names.plural+"."+spec.group')];
}

function checkGroup(group: string): FieldError[] {
  if (group === '') return [required('spec.group')];
  const problems = dnsSubdomainProblems(group);
  if (problems.length > 0) return [invalidValue('spec.group', group, problems.join(','))];
  return group.includes('.') ? [] : [invalidValue('spec.group', group, 'should be a domain with at least one dot')];
}

function checkScope(scope: string): FieldError[] {
  if (scope === '') return [required('spec.scope')];
  const allowed = ['Cluster', 'Namespaced'];
  return allowed.includes(scope) ? [] : [notSupported('spec.scope', scope, allowed)];
}

function checkVersion(field: string, version: JsonObject): FieldError[] {
  const name = stringAt(version, 'name') ?? '';
  const problems = dns1035LabelProblems(name);
  const warning = stringAt(version, 'deprecationWarning');
  const schema = objectAt(version, 'schema')['openAPIV3Schema'];
  return [
    ...(problems.length > 0 ? [invalidValue(`${field}.name`, name, problems.join(','))] : []),
    ...(warning !== undefined && version['deprecated'] !== true
      ? [invalidValue(`${field}.deprecationWarning`, warning, 'can only be set for deprecated versions')]
      : []),
    ...(isObject(schema) ? checkStructure(`${field}.schema.openAPIV3Schema`, schema) : []),
    ...checkScale(`${field}.subresources.scale`, objectAt(version, 'subresources')['scale']),
    ...objectsAt(version, 'additionalPrinterColumns').flatMap((column, index) =>
      checkColumn(`${field}.additionalPrinterColumns[${index}]`, column),
    ),
  ];
}

function checkScale(field: string, scale: unknown): FieldError[] {
  if (!isObject(scale)) return [];
  const check = (key: string, root: string, isRequired: boolean): FieldError[] => {
    const path = stringAt(scale, key) ?? '';
    if (path === '') return isRequired ? [required(`${field}.${key}`)] : [];
    return path.startsWith(root) ? [] : [invalidValue(`${field}.${key}`, path, `should be a json path under ${root}`)];
  };
  const selector = stringAt(scale, 'labelSelectorPath') ?? '';
  return [
    ...check('specReplicasPath', '.spec', true),
    ...check('statusReplicasPath', '.status', true),
    ...(selector === '' || selector.startsWith('.spec') || selector.startsWith('.status')
      ? []
      : [invalidValue(`${field}.labelSelectorPath`, selector, 'should be a json path under either .spec or .status')]),
  ];
}

function checkColumn(field: string, column: JsonObject): FieldError[] {
  const [name, type, format, path] = ['name', 'type', 'format', 'jsonPath'].map((key) => stringAt(column, key) ?? '');
  const types = `must be one of ${COLUMN_TYPES.join(',')}`;
  return [
    ...(name ? [] : [required(`${field}.name`)]),
    ...(type
      ? COLUMN_TYPES.includes(type)
        ? []
        : [invalidValue(`${field}.type`, type, types)]
      : [required(`${field}.type`, types)]),
    ...(format && !COLUMN_FORMATS.includes(format)
      ? [invalidValue(`${field}.format`, format, `must be one of ${COLUMN_FORMATS.join(',')}`)]
      : []),
    ...(path
      ? path.startsWith('.')
        ? []
        : [invalidValue(`${field}.JSONPath`, path, 'must be a simple json path starting with .')]
      : [required(`${field}.JSONPath`)]),
  ];
}

function checkVersions(versions: readonly JsonObject[]): FieldError[] {
  const names = versions.map(({ name }) => name);
  const storages = versions.filter(({ storage }) => storage === true).length;
  return [
    ...(new Set(names).size === names.length
      ? []
      : [invalidValue('spec.versions', [...versions], 'must contain unique version names')]),
    ...(storages === 1
      ? []
      : [invalidValue('spec.versions', [...versions], 'must have exactly one version marked as storage version')]),
  ];
}

function checkNames(field: string, names: JsonObject): FieldError[] {
  const missing = ['plural', 'singular', 'kind', 'listKind'].filter((key) => !stringAt(names, key));
  const label = (at: string, name: string, lead = ''): FieldError[] => {
    const problems = name === '' ? [] : dns1035LabelProblems(lead === '' ? name : name.toLowerCase());
    return problems.length === 0 ? [] : [invalidValue(at, name, `${lead}${problems.join(',')}`)];
  };
  const mixed = 'may have mixed case, but should otherwise match: ';
  const [kind = '', listKind = ''] = [stringAt(names, 'kind'), stringAt(names, 'listKind')];
  return [
    ...missing.map((key) => required(`${field}.${key}`)),
    ...label(`${field}.plural`, stringAt(names, 'plural') ?? ''),
    ...label(`${field}.singular`, stringAt(names, 'singular') ?? ''),
    ...label(`${field}.kind`, kind, mixed),
    ...label(`${field}.listKind`, listKind, mixed),
    ...stringsAt(names, 'shortNames').flatMap((name, index) => label(`${field}.shortNames[${index}]`, name)),
    ...(kind !== '' && kind === listKind
      ? [invalidValue(`${field}.listKind`, listKind, 'kind and listKind may not be the same')]
      : []),
    ...stringsAt(names, 'categories').flatMap((name, index) => label(`${field}.categories[${index}]`, name)),
  ];
}

function checkConversion(conversion: JsonObject): FieldError[] {
  const strategy = stringAt(conversion, 'strategy') ?? '';
  const allowed = ['None', 'Webhook'];
  if (strategy === '') return [required('spec.conversion.strategy')];
  if (!allowed.includes(strategy)) return [notSupported('spec.conversion.strategy', strategy, allowed)];
  if (strategy === 'Webhook' && !isObject(objectAt(conversion, 'webhook')['clientConfig'])) {
    return [required('spec.conversion.webhookClientConfig', 'required when strategy is set to Webhook')];
  }
  if (strategy === 'None' && isObject(conversion['webhook'])) {
    return [
      forbiddenField('spec.conversion.webhookClientConfig', 'should not be set when strategy is not set to Webhook'),
    ];
  }
  return [];
}

function checkUnchanged(spec: JsonObject, before: JsonObject): FieldError[] {
  const was = objectAt(before, 'spec');
  const same = (field: string, is: unknown, old: unknown): FieldError[] =>
    is === old ? [] : [invalidValue(field, (is ?? '') as string, 'field is immutable')];
  const [names, oldNames] = [objectAt(spec, 'names'), objectAt(was, 'names')];
  return [
    ...same('spec.scope', spec['scope'], was['scope']),
    ...same('spec.names.kind', names['kind'], oldNames['kind']),
    ...same('spec.group', spec['group'], was['group']),
    ...same('spec.names.plural', names['plural'], oldNames['plural']),
  ];
}

function checkStored(stored: readonly string[], versions: readonly JsonObject[]): FieldError[] {
  if (stored.length === 0) return [invalidValue('status.storedVersions', [], 'must have at least one stored version')];
  return stored.flatMap((name, index) =>
    versions.some((version) => version['name'] === name)
      ? []
      : [
          invalidValue(
            `status.storedVersions[${index}]`,
            name,
            `missing from spec.versions; ${name} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in ${name} and removes ${name} from status.storedVersions`,
          ),
        ],
  );
}

const APPROVAL = 'api-approved.kubernetes.io';

/** Groups of Kubernetes need an annotation that says who approved of them. */
function checkApproval(crd: JsonObject): FieldError[] {
  const group = stringAt(crd['spec'], 'group') ?? '';
  if (!/(^|\.)(k8s|kubernetes)\.io$/.test(group)) return [];
  const annotation = stringAt(objectAt(objectAt(crd, 'metadata'), 'annotations'), APPROVAL);
  if (annotation) return [];
  return [
    required(
      `metadata.annotations[${APPROVAL}]`,
      'protected groups must have approval annotation "api-approved.kubernetes.io", see https://github.com/kubernetes/enhancements/pull/1111',
    ),
  ];
}
