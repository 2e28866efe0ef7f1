// Which annotations of Azure's cloud controller on a Service have no effect here, and why? Nobody is to be ignored silently.
import { editDistance } from '../../values/edit-distance.js';
import type { Problem } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import type { Meta } from '../cluster-state.js';
import { ANNOTATIONS } from './table.js';
import { warnOfKeys } from './unread-keys.js';

const AZURE = 'service.beta.kubernetes.io/';
const THEIRS = /^service\.beta\.kubernetes\.io\/(azure-|port_|load-balancer-)/;
const PORT_KEY = /^service\.beta\.kubernetes\.io\/port_([^_]+)_(.+)$/;

/** Further away than this, a key was meant for something else. */
const FURTHEST = 4;

const WITHOUT_EFFECT: readonly (readonly [pattern: RegExp, why: string])[] = [
  [
    /azure-load-balancer-mode$/,
    'it chooses among load balancers of the basic SKU, and all here are of the standard SKU',
  ],
  [/azure-pls-/, 'private link services are not made here yet'],
  [/azure-load-balancer-configurations$/, 'there is one load balancer of each kind here'],
  [
    /azure-shared-securityrule$/,
    "rules are shared here wherever they can be, and Azure's cloud controller reads it no more",
  ],
];

interface Known {
  readonly keys: ReadonlySet<string>;
  /** What comes after `port_<port>_`. */
  readonly ofPorts: ReadonlySet<string>;
}

// Worked out once: the table never changes.
const KNOWN: Known = (() => {
  const all = Object.values<{ readonly keys: readonly string[] }>(ANNOTATIONS).flatMap(({ keys }) => keys);
  const ofPorts = all.flatMap((key) => PORT_KEY.exec(key)?.[2] ?? []);
  return { keys: new Set(all.filter((key) => !PORT_KEY.test(key))), ofPorts: new Set(ofPorts) };
})();

/** `ports`: the numbers that a `port_…` key may name. */
export function warnOfUnread(meta: Meta, ports: ReadonlySet<number>, object: SourceRef): readonly Problem[] {
  return warnOfKeys(
    meta,
    object,
    (key) => THEIRS.test(key),
    (key) => whyUnread(key, ports),
  );
}

function whyUnread(key: string, ports: ReadonlySet<number>): string | undefined {
  if (KNOWN.keys.has(key)) return undefined;
  const [, port = '', name = ''] = PORT_KEY.exec(key) ?? [];
  if (KNOWN.ofPorts.has(name)) {
    if ([...ports].some((one) => String(one) === port)) return undefined;
    return `the Service has no port ${port}. Allowed are ${[...ports].sort((a, b) => a - b).join(', ')}`;
  }
  const known = WITHOUT_EFFECT.find(([pattern]) => pattern.test(key));
  if (known) return known[1];
  const near = nearest(key, port);
  return near === undefined
    ? 'there is no annotation of that name. Allowed are those that docs/annotations.md lists'
    : `there is no annotation of that name. ${near} was probably meant`;
}

function nearest(key: string, port: string): string | undefined {
  const ofPorts = [...KNOWN.ofPorts].map((name) => `${AZURE}port_${port === '' ? '<port>' : port}_${name}`);
  const candidates = [...KNOWN.keys, ...ofPorts].filter((one) => one.startsWith(AZURE)).sort();
  const [best] = candidates
    .map((candidate) => ({ candidate, distance: editDistance(key, candidate) }))
    .sort((a, b) => a.distance - b.distance);
  return best !== undefined && best.distance <= FURTHEST ? best.candidate : undefined;
}
