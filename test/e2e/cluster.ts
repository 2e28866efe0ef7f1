// How do the end-to-end suites speak to Kubernetes? Over its API, on any server of it, so that they need no kubectl.
import { setTimeout as pause } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { parseAllDocuments } from 'yaml';

/** Where an API server is, and its administrator's token. */
export interface Server {
  /** `https://127.0.0.1:<port>` */
  readonly server: string;
  readonly token: string;
  /** PEM */
  readonly ca: string;
}

export type Item = any;

/** A kind goes by its plural. Each call throws the server's refusal. */
export interface Cluster {
  /** Documents, applied in their order; made or changed. */
  apply(yaml: string): Promise<void>;
  get(plural: string, name: string, namespace?: string): Promise<Item>;
  /** `selector`: of labels. */
  list(plural: string, selector?: string): Promise<Item[]>;
  /** A merge patch. */
  patch(plural: string, name: string, patch: object, subresource?: string): Promise<void>;
  /** Marks for deletion; resolves when all of them have gone. */
  remove(plural: string, ...names: readonly string[]): Promise<void>;
  /** Marks for deletion and waits for nothing. */
  mark(plural: string, name: string): Promise<void>;
  close(): Promise<void>;
}

interface Place {
  readonly prefix: string;
  readonly namespaced: boolean;
}

const NAMESPACED = true;
const PLACES: Readonly<Record<string, Place>> = {
  services: { prefix: '/api/v1', namespaced: NAMESPACED },
  pods: { prefix: '/api/v1', namespaced: NAMESPACED },
  nodes: { prefix: '/api/v1', namespaced: !NAMESPACED },
  deployments: { prefix: '/apis/apps/v1', namespaced: NAMESPACED },
  endpointslices: { prefix: '/apis/discovery.k8s.io/v1', namespaced: NAMESPACED },
  events: { prefix: '/apis/events.k8s.io/v1', namespaced: NAMESPACED },
  ingresses: { prefix: '/apis/networking.k8s.io/v1', namespaced: NAMESPACED },
  ingressclasses: { prefix: '/apis/networking.k8s.io/v1', namespaced: !NAMESPACED },
  gateways: { prefix: '/apis/gateway.networking.k8s.io/v1', namespaced: NAMESPACED },
  listenersets: { prefix: '/apis/gateway.networking.k8s.io/v1', namespaced: NAMESPACED },
  httproutes: { prefix: '/apis/gateway.networking.k8s.io/v1', namespaced: NAMESPACED },
  dnsendpoints: { prefix: '/apis/externaldns.k8s.io/v1alpha1', namespaced: NAMESPACED },
  customresourcedefinitions: { prefix: '/apis/apiextensions.k8s.io/v1', namespaced: !NAMESPACED },
  azurenetworks: { prefix: '/apis/azurenetwork.dev/v1alpha1', namespaced: !NAMESPACED },
  exposurepolicies: { prefix: '/apis/azurenetwork.dev/v1alpha1', namespaced: !NAMESPACED },
  portexposures: { prefix: '/apis/azurenetwork.dev/v1alpha1', namespaced: NAMESPACED },
};
const PATIENCE = 60_000;

export function connectCluster({ server, token, ca }: Server): Cluster {
  // A connection of its own for each request: suites take the server away and bring it back.
  const agent = new Agent({ connect: { ca }, pipelining: 0 });
  const send = async (method: 'GET' | 'PATCH' | 'DELETE', path: string, body?: object, type = 'application/json') => {
    const answer = await request(server + path, {
      method,
      dispatcher: agent,
      headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': type }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const parsed = (await answer.body.json()) as Item;
    if (answer.statusCode >= 400) throw new Refused(answer.statusCode, `${method} ${path}: ${parsed.message}`);
    return parsed;
  };
  const pathOf = (plural: string, name?: string, namespace = 'default'): string => {
    const place = PLACES[plural];
    if (!place) throw new Error(`test/e2e/cluster.ts doesn't know ${plural}`);
    const scope = place.namespaced ? `/namespaces/${namespace}` : '';
    return `${place.prefix}${scope}/${plural}${name === undefined ? '' : `/${name}`}`;
  };
  const mark = async (plural: string, name: string): Promise<void> => {
    await send('DELETE', pathOf(plural, name), { propagationPolicy: 'Background' });
  };
  return {
    apply: async (yaml) => {
      for (const document of parseAllDocuments(yaml)) {
        const object = document.toJS();
        if (!object) continue;
        const path = pathOf(
          pluralOf(object.kind as string),
          object.metadata.name as string,
          object.metadata.namespace as string,
        );
        await send('PATCH', `${path}?fieldManager=e2e&force=true`, object as object, 'application/apply-patch+yaml');
      }
    },
    get: (plural, name, namespace) => send('GET', pathOf(plural, name, namespace)),
    list: async (plural, selector = '') => {
      const { items } = await send('GET', `${pathOf(plural)}?labelSelector=${encodeURIComponent(selector)}`);
      return items as Item[];
    },
    patch: async (plural, name, patch, subresource) => {
      const path = pathOf(plural, name) + (subresource === undefined ? '' : `/${subresource}`);
      await send('PATCH', path, patch, 'application/merge-patch+json');
    },
    remove: async (plural, ...names) => {
      await Promise.all(names.map((name) => mark(plural, name)));
      const end = Date.now() + PATIENCE;
      for (const name of names) {
        while (await isThere(send('GET', pathOf(plural, name)))) {
          if (Date.now() > end) throw new Error(`${plural} ${name} is still there after ${PATIENCE / 1000} s`);
          await pause(50);
        }
      }
    },
    mark,
    close: () => agent.close(),
  };
}

class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

async function isThere(asked: Promise<unknown>): Promise<boolean> {
  try {
    await asked;
    return true;
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return false;
    throw error;
  }
}

function pluralOf(kind: string): string {
  const lower = kind.toLowerCase();
  if (/[^aeiou]y$/.test(lower)) return `${lower.slice(0, -1)}ies`;
  return lower.endsWith('s') ? `${lower}es` : `${lower}s`;
}
