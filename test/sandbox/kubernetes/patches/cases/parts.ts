// Of what are the cases of patches made? Objects with all their defaults, so that the server has none to fill in, and
// steps.
import type { Json, JsonObject } from '../../../../../src/sandbox/json.js';
import type { Step } from '../patch-case.js';

export const DATA: JsonObject = { data: { a: '1', b: '2' } };

export function service(ports: Json[], rest: JsonObject = {}): JsonObject {
  const defaults = { type: 'ClusterIP', sessionAffinity: 'None', internalTrafficPolicy: 'Cluster' };
  return { spec: { ...defaults, ports, selector: { app: 'web' }, ...rest } };
}

export function port(name: string, port: number): JsonObject {
  return { name, port, protocol: 'TCP', targetPort: port };
}

export function container(name: string, rest: JsonObject = {}): JsonObject {
  const termination = { terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File' };
  return { name, image: `${name}:1`, imagePullPolicy: 'IfNotPresent', resources: {}, ...termination, ...rest };
}

function podSpec(containers: Json[]): JsonObject {
  return {
    containers,
    dnsPolicy: 'ClusterFirst',
    restartPolicy: 'Always',
    // Nobody places it on a node.
    schedulerName: 'nobody',
    securityContext: {},
    terminationGracePeriodSeconds: 30,
  };
}

export function pod(containers: Json[], rest: JsonObject = {}): JsonObject {
  return { spec: { ...podSpec(containers), enableServiceLinks: true, ...rest } };
}

export function deployment(containers: Json[]): JsonObject {
  const labels = { app: 'web' };
  return {
    metadata: { labels },
    spec: {
      paused: true,
      replicas: 0,
      progressDeadlineSeconds: 600,
      revisionHistoryLimit: 10,
      selector: { matchLabels: labels },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
      template: { metadata: { labels }, spec: podSpec(containers) },
    },
  };
}

type Rest = Omit<Step, 'as' | 'body'>;
const as =
  (as: Step['as']) =>
  (body: Json, rest: Rest = {}): Step => ({ as, body, ...rest });

export const json = as('json');
export const merge = as('merge');
export const strategic = as('strategic');
export const apply = as('apply');
export const replace = as('replace');
