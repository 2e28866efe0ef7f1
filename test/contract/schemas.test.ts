// Are the shapes of the embedded API's kinds those of Kubernetes? Each definition that a kind leads to, field by field,
// against what a real API server publishes.
import { expect, test } from '@jest/globals';
import { isObject, objectAt, type Json, type JsonObject } from '../../src/sandbox/json.js';
import { BUILTIN_KINDS } from '../../src/sandbox/kubernetes/builtin-kinds.js';
import { groupsOf } from '../../src/sandbox/kubernetes/documents/group-versions.js';
import { openApiDocument } from '../../src/sandbox/kubernetes/documents/openapi/document.js';
import { describeOnControlPlane } from './describe-on-control-plane.js';

/** Texts differ with the release; Go's zero values say nothing that a client reads; the others nobody reads. */
const LEFT_OUT = new Set(['description', 'x-kubernetes-unions', 'x-kubernetes-group-version-kind']);
const ZERO_VALUES: readonly Json[] = ['', 0, false];

const VERSIONS = groupsOf(BUILTIN_KINDS).flatMap(({ versions }) => versions);

describeOnControlPlane('the shapes of built-in kinds', (controlPlane) => {
  const published = async (groupVersion: string): Promise<JsonObject> => {
    const path = groupVersion.includes('/') ? `apis/${groupVersion}` : `api/${groupVersion}`;
    const { stdout } = await controlPlane().kubectl(['get', '--raw', `/openapi/v3/${path}`]);
    return JSON.parse(stdout) as JsonObject;
  };
  const definitionsOf = (document: JsonObject): JsonObject => objectAt(objectAt(document, 'components'), 'schemas');

  test.each(VERSIONS.map(({ groupVersion }) => groupVersion))('of %s are those of Kubernetes', async (groupVersion) => {
    const found = VERSIONS.find((one) => one.groupVersion === groupVersion);
    const theirs = definitionsOf(await published(groupVersion));
    const ours = definitionsOf(openApiDocument(found!));
    const roots = found!.kinds.map(({ schema }) => schema.name ?? '');
    const names = reachable(theirs, roots);
    expect(names.length).toBeGreaterThan(0);
    const facts = (definitions: JsonObject) =>
      Object.fromEntries(names.map((name) => [name, withoutTexts(definitions[name] ?? null)]));
    expect(facts(ours)).toEqual(facts(theirs));
  });
});

function reachable(definitions: JsonObject, roots: readonly string[]): string[] {
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const [, next] of JSON.stringify(definitions[name] ?? null).matchAll(/schemas\/([^"]+)"/g)) visit(next!);
  };
  roots.forEach(visit);
  return [...seen].sort();
}

function withoutTexts(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutTexts);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([key, entry]) => !LEFT_OUT.has(key) && !isZeroDefault(key, entry));
  const kept = Object.fromEntries(entries.map(([key, entry]) => [key, withoutTexts(entry as Json)])) as JsonObject;
  return isBareReference(kept) ? (kept['allOf'] as Json[])[0]! : sorted(kept);
}

function isZeroDefault(key: string, value: Json | undefined): boolean {
  return key === 'default' && (ZERO_VALUES.includes(value as Json) || JSON.stringify(value) === '{}');
}

/** A reference with a description around it is the same as one without. */
function isBareReference(value: JsonObject): boolean {
  return Object.keys(value).length === 1 && Array.isArray(value['allOf']);
}

function sorted(value: JsonObject): JsonObject {
  const { required } = value;
  return Array.isArray(required) ? { ...value, required: [...required].sort() } : value;
}
