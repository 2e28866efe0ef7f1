// What does a LoadBalancer Service ask for? Its ports, frontend and sources, and its standing:
//
//   leaving   an error   a port left   finalizer or assumed   standing
//   yes       –          –             –                      Gone
//   no        yes        –             –                      Held, and its user is told why
//   no        no         no            –                      Held, and its user is told why
//   no        no         yes           no                     Held in silence, until its finalizer is set
//   no        no         yes           yes                    Wanted
import type { LoadBalancerExposure } from '../../exposure.js';
import type { Settings } from '../../settings.js';
import type { SourceRef } from '../../values/source-ref.js';
import { ANNOTATIONS, readAnnotation } from '../annotations.js';
import type { Service } from '../cluster-state.js';
import { SERVICE_FINALIZER } from '../finalizers.js';
import { memoise } from '../memoise.js';
import type { Reading } from '../reading.js';
import { heldBy, refOf } from '../reading.js';
import { claimOf } from './claim.js';
import { readFrontend } from './frontend.js';
import { missingNodePorts, readPorts } from './ports.js';
import { readSources } from './sources.js';
import { readUnsupported } from './unsupported.js';

/** Minutes; Azure's own default and the peer's. */
const IDLE_TIMEOUT = 4;

export type ServiceReading = Reading<LoadBalancerExposure>;

const readAnchored = memoise((service: Service, settings: Settings) => read(service, settings, true));
const readUnanchored = memoise((service: Service, settings: Settings) => read(service, settings, false));

/** `Foreign`: a LoadBalancer Service that is somebody else's. Undefined: no LoadBalancer Service, or none any more. */
export function readService(
  service: Service,
  settings: Settings,
  assumeFinalizers: boolean,
): ServiceReading | 'Foreign' | undefined {
  return assumeFinalizers ? readAnchored(service, settings) : readUnanchored(service, settings);
}

function read(service: Service, settings: Settings, assumeFinalizers: boolean): ServiceReading | 'Foreign' | undefined {
  const claim = claimOf(service, settings);
  switch (claim) {
    case 'None':
      return undefined;
    case 'Foreign':
      return 'Foreign';
    case 'Leaving':
      return { exposure: { ...readWish(service, settings).exposure, standing: 'Gone' }, problems: [] };
    case 'Ours':
      return stand(
        readWish(service, settings),
        assumeFinalizers || service.meta.finalizers.includes(SERVICE_FINALIZER),
      );
  }
}

function stand({ exposure, problems, held }: ServiceReading, isAnchored: boolean): ServiceReading {
  if (held) return { exposure: { ...exposure, standing: 'Held' }, problems, held };
  return { exposure: { ...exposure, standing: isAnchored ? 'Wanted' : 'Held' }, problems };
}

function readWish(service: Service, settings: Settings): ServiceReading {
  const object: SourceRef = refOf(service);
  const { frontend, problems: frontendProblems } = readFrontend(service, settings, object);
  const { sources, problems: sourceProblems } = readSources(service, frontend.scheme === 'Internal', object);
  const { ports, problems: portProblems } = readPorts(service, settings, object);
  const idleTimeout = readAnnotation(ANNOTATIONS.idleTimeout, service.meta, object);
  const ofTheWhole = [
    ...frontendProblems,
    ...sourceProblems,
    ...idleTimeout.problems,
    ...missingNodePorts(service, object),
    ...readUnsupported(service, object),
  ];
  const held = heldBy(object, ports.length > 0 ? ofTheWhole : [...ofTheWhole, ...portProblems]);
  return {
    exposure: {
      kind: 'LoadBalancer',
      source: object,
      standing: 'Wanted',
      since: service.meta.creationTimestamp,
      uid: service.meta.uid,
      frontends: [frontend],
      ports,
      unservedPorts: [],
      allPorts: false,
      idleTimeout: idleTimeout.value ?? IDLE_TIMEOUT,
      tcpReset: true,
      affinity: service.sessionAffinity === 'ClientIP' ? 'ClientIP' : 'None',
      sources,
      denyOthers: false,
      additionalAddresses: [],
      mayChangeAddress: false,
    },
    problems: [...ofTheWhole, ...portProblems],
    ...(held && { held }),
  };
}
