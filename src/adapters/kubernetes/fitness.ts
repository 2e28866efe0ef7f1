// What does this cluster lack? Its version, our kinds, and each field of them: a field that an old CRD doesn't know is dropped
// by the API server without a word, and what somebody restricted by it would stand open.
import { customResourceDefinition, GROUP, KINDS, VERSION } from '../../core/kinds/index.js';
import { isArray, isObject, type JsonObject } from '../../core/values/json.js';
import { StatusError } from './status-error.js';
import type { Transport } from './transport.js';

/** https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-cidr-library, and `ipMode` in a Service's status (1.30). */
const OLDEST = { major: 1, minor: 31 };
const OURS = `${GROUP}/${VERSION}`;
const APPLY = 'apply the CRDs of this version: kubectl apply -k crds';
const MOST_FIELDS = 5;

/** One sentence for each thing that is missing. Throws where the API server doesn't tell. */
export async function lacksOf(transport: Transport): Promise<readonly string[]> {
  const [version, kinds] = await Promise.all([
    transport.json({ method: 'GET', path: '/version' }),
    transport.json({ method: 'GET', path: `/openapi/v3/apis/${OURS}` }).catch((error: unknown) => {
      if (error instanceof StatusError && error.code === 404) return undefined;
      throw error;
    }),
  ]);
  return [...lacksOfVersion(version), ...lacksOfKinds(kinds)];
}

function lacksOfVersion(answer: unknown): readonly string[] {
  const version = isObject(answer) && typeof answer.gitVersion === 'string' ? answer.gitVersion : '';
  const [, major = '', minor = ''] = /^v?(\d+)\.(\d+)/.exec(version) ?? [];
  const isOld = Number(major) === OLDEST.major && Number(minor) < OLDEST.minor;
  if (major !== '' && !isOld) return [];
  return [
    `Kubernetes ${OLDEST.major}.${OLDEST.minor} or newer is needed, for rules on CIDRs in CRDs and the mode of a Service's address; ` +
      `this is ${version || 'of an unknown version'}`,
  ];
}

function lacksOfKinds(document: unknown): readonly string[] {
  if (document === undefined) return [`the kinds of ${OURS} are not installed; ${APPLY}`];
  const components = isObject(document) && isObject(document.components) ? document.components : {};
  const served = Object.values(isObject(components.schemas) ? components.schemas : {});
  return KINDS.flatMap((kind) => {
    const schema = served.find((one) => isObject(one) && isOfKind(one, kind.kind));
    if (!isObject(schema)) return [`the kind ${kind.kind} of ${OURS} is not installed; ${APPLY}`];
    const fields = missingFields(schemaOf(kind), schema, '');
    if (fields.length === 0) return [];
    const more = fields.length > MOST_FIELDS ? ` and ${fields.length - MOST_FIELDS} more` : '';
    return [
      `the installed CRD of ${kind.kind} is too old, it doesn't know ${fields.slice(0, MOST_FIELDS).join(', ')}${more}; ${APPLY}`,
    ];
  });
}

function isOfKind(schema: JsonObject, kind: string): boolean {
  const names = schema['x-kubernetes-group-version-kind'];
  return isArray(names) && names.some((name) => isObject(name) && name.kind === kind && name.group === GROUP);
}

/** Without metadata, in whose place the API server puts its own. */
function schemaOf(kind: (typeof KINDS)[number]): JsonObject {
  const { spec } = customResourceDefinition(kind) as {
    spec: { versions: { schema: { openAPIV3Schema: JsonObject } }[] };
  };
  const { properties } = spec.versions[0]!.schema.openAPIV3Schema as { properties: JsonObject };
  return { properties: { spec: properties.spec!, status: properties.status! } };
}

/** Paths as people write them: `.spec.dns.zones[].id`. */
function missingFields(wanted: JsonObject, served: JsonObject, path: string): readonly string[] {
  const { properties, items } = wanted;
  const own = Object.entries(isObject(properties) ? properties : {}).flatMap(([name, schema]) => {
    const there = isObject(served.properties) ? served.properties[name] : undefined;
    if (!isObject(there)) return [`${path}.${name}`];
    return isObject(schema) ? missingFields(schema, there, `${path}.${name}`) : [];
  });
  if (!isObject(items)) return own;
  return [...own, ...missingFields(items, isObject(served.items) ? served.items : {}, `${path}[]`)];
}
