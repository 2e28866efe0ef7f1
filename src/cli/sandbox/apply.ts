// How do manifests get into the cluster? As `kubectl apply` would put them there, with its own note of what was
// applied, so that the user's next `kubectl apply` goes on from it.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { LocalClient, ObjectPath } from '../../sandbox/kubernetes/client.js';
import type { JsonObject } from '../../sandbox/json.js';
import { isObject, objectAt, objectsAt, stringAt } from '../../sandbox/json.js';

/** Plural, and whether it has a namespace, of the kinds that the sandbox brings. */
const KINDS: Readonly<Record<string, readonly [plural: string, isNamespaced: boolean]>> = {
  AzureNetwork: ['azurenetworks', false],
  CustomResourceDefinition: ['customresourcedefinitions', false],
  Deployment: ['deployments', true],
  ExposurePolicy: ['exposurepolicies', false],
  Ingress: ['ingresses', true],
  Namespace: ['namespaces', false],
  PortExposure: ['portexposures', true],
  Service: ['services', true],
};

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

export interface Applied {
  /** `Service/default/web` */
  readonly object: string;
  readonly path: ObjectPath;
  readonly isNew: boolean;
}

/** The objects of a folder's YAML files, by file name. */
export async function readFolder(folder: string): Promise<readonly JsonObject[]> {
  const files = (await readdir(folder))
    .filter((file) => file.endsWith('.yaml') && file !== 'kustomization.yaml')
    .sort();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return texts
    .flatMap((text) => parseAllDocuments(text).map((document) => document.toJS() as unknown))
    .filter(isObject);
}

/** Throws one line that names the object. */
export async function apply(client: LocalClient, given: JsonObject): Promise<Applied> {
  const { object, path } = addressed(given);
  const { metadata } = object;
  const annotations = { ...objectAt(metadata, 'annotations') };
  const bare = { ...object, metadata: { ...objectAt(object, 'metadata'), annotations } };
  const noted = { ...annotations, [LAST_APPLIED]: `${JSON.stringify(bare)}\n` };
  const sent = { ...bare, metadata: { ...bare.metadata, annotations: noted } };
  const name = [stringAt(object, 'kind'), path.namespace, path.name].filter(Boolean).join('/');
  try {
    if (await isThere(client, path)) {
      await client.patch(path, sent);
      return { object: name, path, isNew: false };
    }
    const { name: _, ...collection } = path;
    await client.create(collection, sent);
    return { object: name, path, isNew: true };
  } catch (error) {
    throw new Error(`${name} can't be applied: ${(error as Error).message}`, { cause: error });
  }
}

export function pathOf(object: JsonObject): ObjectPath & { readonly name: string } {
  return addressed(object).path;
}

function addressed(given: JsonObject): {
  readonly object: JsonObject;
  readonly path: ObjectPath & { readonly name: string };
} {
  const kind = stringAt(given, 'kind') ?? '';
  const known = KINDS[kind];
  if (!known) throw new Error(`the sandbox doesn't know how to apply the kind "${kind}"`);
  const [plural, isNamespaced] = known;
  const own = objectAt(given, 'metadata');
  const namespace = stringAt(own, 'namespace') ?? 'default';
  const metadata = isNamespaced ? { ...own, namespace } : own;
  const apiVersion = stringAt(given, 'apiVersion') ?? '';
  const name = stringAt(metadata, 'name') ?? '';
  return { object: { ...given, metadata }, path: { apiVersion, plural, name, ...(isNamespaced && { namespace }) } };
}

export async function isThere(client: LocalClient, path: ObjectPath): Promise<boolean> {
  return client.get(path).then(
    () => true,
    (error: unknown) => {
      if ((error as { code?: unknown }).code === 404) return false;
      throw error;
    },
  );
}

/** Resolves when the API serves the kinds of these definitions; throws after the patience (milliseconds). */
export async function established(
  client: LocalClient,
  definitions: readonly Applied[],
  patience = 30_000,
): Promise<void> {
  const deadline = Date.now() + patience;
  for (const { path, object } of definitions) {
    while (!isEstablished(await client.get(path))) {
      if (Date.now() > deadline) throw new Error(`${object}: not established after ${patience / 1000} s`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

function isEstablished(definition: JsonObject): boolean {
  const conditions = objectsAt(objectAt(definition, 'status'), 'conditions');
  return conditions.some(({ type, status }) => type === 'Established' && status === 'True');
}
