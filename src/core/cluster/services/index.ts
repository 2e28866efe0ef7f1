// What does a LoadBalancer Service ask for? Its ports, frontend and sources, and its standing:
//
//   leaving   an error   a port left   anchored or assumed    standing
//   yes       –          –             –                      Gone
//   no        yes        –             –                      Held, and its user is told why
//   no        no         no            –                      Held, and its user is told why
//   no        no         yes           no                     Held in silence, until finalizer and condition are set
//   no        no         yes           yes                    Wanted
import type { LoadBalancerExposure } from '../../exposure.js';
import type { Settings } from '../../settings.js';
import type { Problem } from '../../values/problem.js';
import { warning } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import { warnOfUnread } from '../annotations/index.js';
import type { Service } from '../cluster-state.js';
import { SERVICE_FINALIZER } from '../finalizers.js';
import { memoise, memoiseWithList } from '../memoise.js';
import type { Reading } from '../reading.js';
import { heldBy, refOf } from '../reading.js';
import type { Slices } from '../slices.js';
import { slicesOf } from '../slices.js';
import { claimOf, hasOurCondition } from '../claim.js';
import { readFrontends } from './frontends.js';
import { readPorts } from './ports.js';
import { hasHealthPort } from './probes.js';
import { readSources } from './sources.js';
import { readTraffic } from './traffic.js';

export type ServiceReading = Reading<LoadBalancerExposure>;

const readAnchored = memoise((service: Service, settings: Settings) => read(service, settings, true));
const readUnanchored = memoise((service: Service, settings: Settings) => read(service, settings, false));

const readAnchoredWithPods = memoiseWithList((service: Service, settings: Settings, slices: Slices) =>
  read(service, settings, true, slices),
);
const readUnanchoredWithPods = memoiseWithList((service: Service, settings: Settings, slices: Slices) =>
  read(service, settings, false, slices),
);

/** `all`: the slices of all Services, read where pods are the backends. `Foreign`: a LoadBalancer Service that is somebody else's. Undefined: no LoadBalancer Service, or none any more. */
export function readService(
  service: Service,
  settings: Settings,
  assumeFinalizers: boolean,
  all: Slices,
): ServiceReading | 'Foreign' | undefined {
  if (settings.loadBalancer.backends !== 'PodIP')
    return assumeFinalizers ? readAnchored(service, settings) : readUnanchored(service, settings);
  const slices = slicesOf(service, all);
  return assumeFinalizers
    ? readAnchoredWithPods(service, settings, slices)
    : readUnanchoredWithPods(service, settings, slices);
}

function read(
  service: Service,
  settings: Settings,
  assumeFinalizers: boolean,
  slices?: Slices,
): ServiceReading | 'Foreign' | undefined {
  const claim = claimOf(service, settings);
  switch (claim) {
    case 'None':
      return undefined;
    case 'Foreign':
      return 'Foreign';
    case 'Leaving':
      return { exposure: { ...readWish(service, settings, slices).exposure, standing: 'Gone' }, problems: [] };
    case 'Ours':
      return stand(readWish(service, settings, slices), assumeFinalizers || isAnchored(service));
  }
}

// The finalizer is Azure's cloud controller's too: only with a condition of ours can it be told, when the Service changes its
// class, that what it has is to go.
function isAnchored({ meta, conditions }: Service): boolean {
  return meta.finalizers.includes(SERVICE_FINALIZER) && hasOurCondition(conditions);
}

function stand({ exposure, problems, held }: ServiceReading, isAnchored: boolean): ServiceReading {
  if (held) return { exposure: { ...exposure, standing: 'Held' }, problems, held };
  return { exposure: { ...exposure, standing: isAnchored ? 'Wanted' : 'Held' }, problems };
}

function readWish(service: Service, settings: Settings, slices?: Slices): ServiceReading {
  const object: SourceRef = refOf(service);
  const { isInternal, families, frontends, problems: ofFrontends } = readFrontends(service, settings, object);
  const { sources, denyOthers, problems: ofSources } = readSources(service, isInternal, families, object);
  const { problems: ofTraffic, ...traffic } = readTraffic(service, isInternal, settings, object);
  const isRuled = denyOthers || sources.tags.length > 0 || sources.cidrs.length > 0;
  const {
    ports,
    unservedPorts,
    problems: ofPorts,
    portProblems,
  } = readPorts(service, {
    settings,
    object,
    slices,
    allPorts: traffic.allPorts,
    isFloating: frontends.every(({ floatingIP }) => floatingIP),
    isUnruled: isInternal && !isRuled,
  });
  const ofTheWhole = [
    ...ofFrontends,
    ...ofSources,
    ...ofTraffic,
    ...ofPorts,
    ...missingHealthPort(service, settings, object),
    ...warnOfUnread(service.meta, annotatedPorts(service), object),
  ];
  const held = heldBy(object, ports.length > 0 ? ofTheWhole : [...ofTheWhole, ...portProblems]);
  return {
    exposure: {
      kind: 'LoadBalancer',
      source: object,
      standing: 'Wanted',
      since: service.meta.creationTimestamp,
      uid: service.meta.uid,
      frontends,
      ports,
      unservedPorts,
      ...traffic,
      affinity: service.sessionAffinity === 'ClientIP' ? 'ClientIP' : 'None',
      sources,
      denyOthers,
    },
    problems: [...ofTheWhole, ...portProblems],
    ...(held && { held }),
  };
}

/** Numbers that a `port_<port>_…` key may have. */
function annotatedPorts(service: Service): ReadonlySet<number> {
  const ports = service.ports.map(({ port }) => port);
  return new Set(hasHealthPort(service) ? [...ports, service.healthCheckNodePort!] : ports);
}

function missingHealthPort(service: Service, settings: Settings, object: SourceRef): readonly Problem[] {
  if (service.externalTrafficPolicy !== 'Local' || hasHealthPort(service)) return [];
  if (settings.loadBalancer.backends === 'PodIP') return [];
  const origin = { object, key: 'spec.healthCheckNodePort', reason: 'InvalidField' } as const;
  const message = `${origin.key}: without one, nodes are asked on the node ports of TCP ports alone, and UDP goes to nodes without a pod too. Kubernetes gives one to each Service with externalTrafficPolicy: Local.`;
  return [warning(origin, '0', message)];
}
