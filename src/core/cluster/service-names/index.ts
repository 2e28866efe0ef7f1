// Which names does a Service ask for, leading where? That depends on its type:
//
//   type           hostname leads to               internal-hostname leads to
//   LoadBalancer   outside.ts                      its cluster IPs
//   ClusterIP      outside.ts                      its cluster IPs
//   NodePort       node-port.ts                    its cluster IPs
//   Headless       headless.ts                     headless.ts
//   ExternalName   outside.ts                      outside.ts
//   any, with a `target` annotation: its targets   –
import type { NameGroup, NamesContext, NamesReading, ReadTargets } from '../names/index.js';
import { namesReading, readTargets } from '../names/index.js';
import { ANNOTATIONS, readAnnotation } from '../annotations/index.js';
import type { ClusterState, Service } from '../cluster-state.js';
import { memoise, memoiseWithList } from '../memoise.js';
import type { Problem } from '../../values/problem.js';
import type { Asked, ServiceType } from './asked.js';
import { askedBy } from './asked.js';
import type { Backing, Surroundings, Which } from './backing.js';
import { nodesBefore, podsBehind } from './backing.js';
import { headlessGroups } from './headless.js';
import { nodePortGroups } from './node-port.js';
import { clusterTargets, externalNameTargets, loadBalancerTargets } from './outside.js';

/** Undefined: it asks for no name, or leaves them to another controller. */
export function readServiceNames(
  service: Service,
  cluster: ClusterState,
  context: NamesContext,
): NamesReading | undefined {
  const asked = askedBy(service, context);
  if (!asked) return undefined;
  if (asked.isTold) return readTold(service, context);
  return asked.type === 'NodePort' || asked.type === 'Headless'
    ? readAmong(service, context, cluster, asked)
    : readAlone(service, context);
}

interface Last extends Surroundings {
  readonly context: NamesContext;
  readonly reading: NamesReading | undefined;
}

const LAST = new WeakMap<Service, Last>();

// While none of the lists has changed, nobody looks who is behind it.
function readAmong(service: Service, context: NamesContext, cluster: ClusterState, asked: Asked): Last['reading'] {
  const { nodes, pods, endpointSlices } = cluster;
  const last = LAST.get(service);
  const isSame =
    last?.context === context && last.nodes === nodes && last.pods === pods && last.endpointSlices === endpointSlices;
  if (isSame) return last.reading;
  const around: Surroundings = { nodes, pods, endpointSlices };
  const reading =
    asked.type === 'NodePort'
      ? readNodePort(service, context, nodesBefore(service, around, asked.asker.source, accessOf(asked).value))
      : readHeadless(service, context, podsBehind(service, around, whichPods(service, asked)));
  LAST.set(service, { ...around, context, reading });
  return reading;
}

function whichPods({ publishNotReadyAddresses }: Service, asked: Asked): Which {
  return {
    notReady: publishNotReadyAddresses || asked.asker.source.publishNotReady,
    withNodes: endpointsTypeOf(asked).value === 'NodeExternalIP',
  };
}

const readTold = memoise((service: Service, context: NamesContext) => {
  const asked = askedBy(service, context)!;
  const { meta, object, source } = asked.asker;
  const targets = readTargets([{ meta, object }], { texts: [], key: '' }, source, object);
  return reading(service, asked, context, [{ ...targets, hosts: asked.hosts }], targets.problems, []);
});

const readAlone = memoise((service: Service, context: NamesContext) => {
  const asked = askedBy(service, context)!;
  const targets = targetsOf(service, asked, context);
  return reading(service, asked, context, [{ ...targets, hosts: asked.hosts }], targets.problems, []);
});

function targetsOf(service: Service, { type, asker }: Asked, { settings }: NamesContext): ReadTargets {
  if (type === 'LoadBalancer') return loadBalancerTargets(service, asker, settings);
  return type === 'ExternalName' ? externalNameTargets(service, asker) : clusterTargets(service, asker);
}

const readNodePort = memoiseWithList((service: Service, context: NamesContext, addresses: readonly string[]) => {
  const asked = askedBy(service, context)!;
  const { groups, problems } = nodePortGroups(service, asked, addresses);
  return reading(service, asked, context, groups, accessOf(asked).problems, problems);
});

const readHeadless = memoiseWithList((service: Service, context: NamesContext, pods: readonly Backing[]) => {
  const asked = askedBy(service, context)!;
  const type = endpointsTypeOf(asked);
  const { groups, problems } = headlessGroups(service, asked, pods, type.value);
  return reading(service, asked, context, groups, type.problems, problems);
});

function accessOf({ asker: { meta, object } }: Asked) {
  return readAnnotation(ANNOTATIONS.access, meta, object);
}

function endpointsTypeOf({ asker: { meta, object } }: Asked) {
  return readAnnotation(ANNOTATIONS.endpointsType, meta, object);
}

function reading(
  service: Service,
  { asker, type, internalHosts, problems: ofHosts }: Asked,
  context: NamesContext,
  outside: readonly NameGroup[],
  ofTheWhole: readonly Problem[],
  problems: readonly Problem[],
): NamesReading | undefined {
  const inside = clusterTargets(service, asker);
  const groups = [...outside, ...(internalHosts.length > 0 ? [{ ...inside, hosts: internalHosts }] : [])];
  // That it has cluster IPs is no reason to let go of what its status had.
  const isHalfEmpty = groups.some(({ hosts, records }) => hosts.length > 0 && records.length === 0);
  const waitsFor = isHalfEmpty ? { reason: 'NoAddress', message: MISSING[type], overdue: [] } : undefined;
  return namesReading(asker, groups, ofTheWhole, [...ofHosts, ...problems], context, waitsFor);
}

const MISSING: Readonly<Record<ServiceType, string>> = {
  LoadBalancer: 'Its status has no address: its names wait for one.',
  ClusterIP: 'It has no cluster IP: its names wait for one.',
  NodePort: 'No node that leads to it has an address that its names may have: they wait for one.',
  Headless: 'No pod of it that is ready has an address: its names wait for one.',
  ExternalName: 'It has no external name: its names wait for one.',
};
