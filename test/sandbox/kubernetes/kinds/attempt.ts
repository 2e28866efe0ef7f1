// What comes of a manifest? It is written as a trial (`dryRun=All`), alone or over an object that is there before, and
// what the API says of it is kept without what no two servers have alike.
import { PLURALS } from './plurals.js';
import type { Answer, Ask } from './ask.js';

export interface Case {
  /** A sentence: what does the API do? */
  readonly name: string;
  /** In the namespace `kinds`, where the kind has namespaces. */
  readonly manifest: any;
  /** Is there before: then the manifest replaces it, as `kubectl replace` does. */
  readonly before?: any;
  /** In place of a replacement: a merge patch over `before`. */
  readonly patch?: any;
  /** A merge patch of its subresource over `before`; what its table shows is the answer. */
  readonly status?: any;
  /** In a trial the API server doesn't look at what is taken; such a case must be refused. */
  readonly forReal?: true;
}

const NAMESPACE = 'kinds';
const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';

function collectionOf({ apiVersion, kind }: any): string {
  const { plural, isClusterWide } = PLURALS[`${apiVersion}/${kind}`]!;
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  return isClusterWide ? `${root}/${plural}` : `${root}/namespaces/${NAMESPACE}/${plural}`;
}

export async function prepare(ask: Ask): Promise<void> {
  const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } };
  await ask({ method: 'POST', url: '/api/v1/namespaces', body });
}

export async function attempt(
  ask: Ask,
  { manifest, before, patch, status, forReal }: Omit<Case, 'name'>,
): Promise<unknown> {
  if (before) return attemptOver(ask, { manifest, before, patch, status });
  const collection = collectionOf(manifest);
  if (forReal) return said(await ask({ method: 'POST', url: collection, body: manifest }));
  const url = `${collection}?dryRun=All`;
  const answer = await ask({ method: 'POST', url, body: manifest });
  if (answer.status >= 400) return said(answer);
  const table = await ask({ method: 'POST', url, body: manifest, accept: TABLE });
  return { ...said(answer), table: tableOf(table.body) };
}

/** Made, then replaced by the same manifest, and taken away again: both answers. */
export async function writeTwice(ask: Ask, manifest: any): Promise<readonly [first: any, second: any]> {
  const collection = collectionOf(manifest);
  const { body: first } = await ask({ method: 'POST', url: collection, body: manifest });
  const url = `${collection}/${first.metadata.name}`;
  const metadata = { ...manifest.metadata, name: first.metadata.name };
  const { body: second } = await ask({ method: 'PUT', url, body: { ...manifest, metadata } });
  await ask({ method: 'DELETE', url: `${url}?gracePeriodSeconds=0` });
  return [first, second];
}

async function attemptOver(ask: Ask, { manifest, before, patch, status }: Omit<Case, 'name'>): Promise<unknown> {
  const url = collectionOf(before);
  const made = await ask({ method: 'POST', url, body: before });
  if (made.status !== 201) throw new Error(`what should be there isn't: ${JSON.stringify(made.body)}`);
  const one = `${url}/${made.body.metadata.name}`;
  try {
    const trial = `${one}?dryRun=All`;
    const contentType = 'application/merge-patch+json';
    if (status) {
      const question = { method: 'PATCH', url: `${one}/status?dryRun=All`, body: { status }, contentType };
      const answer = await ask(question);
      if (answer.status >= 400) return said(answer);
      const table = tableOf((await ask({ ...question, accept: TABLE })).body);
      // A controller of the real one may have written what else is in a Deployment.
      return before.kind === 'Deployment' ? { table } : { ...said(answer, made.body), table };
    }
    if (patch) {
      return said(await ask({ method: 'PATCH', url: trial, body: patch, contentType }), made.body);
    }
    return said(await ask({ method: 'PUT', url: trial, body: manifest }), made.body);
  } finally {
    await ask({ method: 'DELETE', url: `${one}?gracePeriodSeconds=0` });
  }
}

function said({ status, warnings, body }: Answer, before?: any): Record<string, unknown> {
  if (body.kind === 'Status')
    return {
      status,
      message: maskTimes(body.message),
      reason: body.reason,
      causes: body.details?.causes?.map((cause: any) => ({ ...cause, message: maskTimes(cause.message) })),
    };
  return { status, ...(warnings.length > 0 && { warnings }), stored: masked(body, before) };
}

/** Times, addresses that nobody asked for, names that were made up, and the group of Events, which the API server leaves out. */
const maskTimes = (text: string): string =>
  text
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
    .replace(/\b10\.0\.(?!0\.)\d+\.\d+/g, '<address>')
    .replace(/A-[a-z0-9]{5}/g, 'A-<random>')
    .replace(/^Event\.events\.k8s\.io/, 'Event');

/** Addresses and ports that the API chose are told from those that were there before. */
function masked(object: any, before: any): unknown {
  const kept = new Set([...chosen(before?.spec ?? {})]);
  // A controller of the real one writes it.
  if (object.kind === 'Node') delete object.metadata.annotations;
  const { uid: _, creationTimestamp: __, resourceVersion: ___, managedFields: ____, ...metadata } = object.metadata;
  return mask({ ...object, metadata }, (key, value) => {
    const isChoice = CHOICES.has(key) && chosen(object.spec ?? {}).includes(value);
    return isChoice && value !== 'None' ? (kept.has(value) ? '<as before>' : '<chosen>') : value;
  });
}

const CHOICES = new Set(['clusterIP', 'clusterIPs', 'nodePort', 'healthCheckNodePort']);
const ASKED = new Set<unknown>(['10.0.0.77', '10.0.0.78', 'fd00:10::77', 30077, 30078, 30079]);

function chosen(spec: any): unknown[] {
  const all = [
    ...(spec.clusterIPs ?? []),
    spec.healthCheckNodePort,
    ...(spec.ports ?? []).map((port: any) => port.nodePort),
  ];
  return all.filter((one) => one !== undefined && !ASKED.has(one));
}

function mask(value: unknown, change: (key: string, value: unknown) => unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((one) => mask(one, change, key));
  if (typeof value !== 'object' || value === null) return change(key, value);
  const entries = Object.entries(value).map(([name, one]) => [name, mask(one, change, name)] as const);
  return Object.fromEntries(entries.filter(([, one]) => one !== undefined));
}

const VARYING = new Set(['Age', 'Last Seen', 'First Seen', 'Created At']);

function tableOf({ columnDefinitions, rows }: any): unknown {
  return columnDefinitions.map(({ name, type, format, priority }: any, index: number) => {
    const cell = rows[0].cells[index];
    return [name, type, format, priority, VARYING.has(name) ? '<time>' : maskCell(cell)];
  });
}

const maskCell = (cell: unknown): unknown =>
  typeof cell === 'string'
    ? cell
        .replace(/\b10\.0\.\d+\.\d+|\bfd00:10::\w*/g, '<address>')
        .replace(/:3\d{4}\//g, ':<port>/')
        .replace(/\(\w+ ago\)/g, '(<time> ago)')
    : cell;
