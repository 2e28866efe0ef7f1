// Which definitions does Kubernetes' OpenAPI have, and what do we know of each? Joins client-node's models (names and
// types of fields) with the facts that they lack. client-node's index would bring its whole HTTP stack; its models alone
// are half the time to load.
import * as models from '@kubernetes/client-node/dist/gen/models/all.js';
import { API_EXTENSION_FACTS } from './facts/api-extensions.js';
import { CORE_FACTS } from './facts/core.js';
import type { DefinitionFacts, PackageFacts } from './facts/facts.js';
import { GROUP_FACTS } from './facts/groups.js';
import { META_FACTS } from './facts/meta.js';
import { POD_FACTS } from './facts/pods.js';
import { VOLUME_FACTS } from './facts/volumes.js';

export interface Attribute {
  readonly baseName: string;
  /** As TypeScript writes it: `string`, `Array<V1ServicePort>`, `{ [key: string]: string; }`. */
  readonly type: string;
  readonly format: string;
}

const PACKAGES: readonly PackageFacts[] = [
  ...[CORE_FACTS, POD_FACTS, VOLUME_FACTS],
  ...GROUP_FACTS,
  ...[API_EXTENSION_FACTS, META_FACTS],
];

export const META = META_FACTS.name;

const FACTS = new Map<string, DefinitionFacts>(
  PACKAGES.flatMap(({ name, plain, definitions }) => [
    ...plain.split(' ').map((short): [string, DefinitionFacts] => [`${name}.${short}`, {}]),
    ...Object.entries(definitions).map(([short, facts]): [string, DefinitionFacts] => [`${name}.${short}`, facts]),
  ]),
);

const DEFINITION_OF_MODEL = new Map(
  [...FACTS.keys()].flatMap((name) => {
    const model = modelOf(name);
    return model === undefined ? [] : [[model, name] as const];
  }),
);

export function factsOf(definition: string): DefinitionFacts | undefined {
  return FACTS.get(definition);
}

/** `V1ServicePort`, or `CoreV1Event` where two groups have a type of that name. */
export function modelOf(definition: string): string | undefined {
  const [group = '', version = '', short = ''] = definition.split('.').slice(-3);
  return [`${capital(version)}${short}`, `${capital(group)}${capital(version)}${short}`].find(isModel);
}

export function attributesOf(definition: string): readonly Attribute[] | undefined {
  const name = modelOf(definition);
  return name === undefined ? undefined : attributeMap(name);
}

/**
 * What a type is called that a definition refers to: by its model's name or, in our facts, by its short one. A type
 * that no fact knows is of the package of the one who names it.
 */
export function definitionNamed(type: string, referrer: string): string {
  const home = referrer.slice(0, referrer.lastIndexOf('.'));
  const known = DEFINITION_OF_MODEL.get(type);
  if (known !== undefined) return known;
  return `${home}.${type.replace(/^V\d+((alpha|beta)\d+)?/, '')}`;
}

/** Kubernetes' Go package of a group's version, as definition names have it. */
export function packageOf(group: string, version: string): string {
  if (group === 'apiextensions.k8s.io') return `io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.${version}`;
  if (group === 'meta.k8s.io') return META;
  return `io.k8s.api.${group === '' ? 'core' : group.split('.')[0]}.${version}`;
}

function isModel(name: string): boolean {
  return attributeMap(name) !== undefined;
}

function attributeMap(name: string): readonly Attribute[] | undefined {
  const model = (models as Record<string, unknown>)[name] as { getAttributeTypeMap?: () => Attribute[] } | undefined;
  return model?.getAttributeTypeMap?.();
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
