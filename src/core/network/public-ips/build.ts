// How should one public IP look that Services want?
import type { PublicFrontend } from '../../exposure.js';
import type { Settings } from '../../settings.js';
import type { ArmId } from '../../values/arm-id.js';
import { lastName } from '../../values/arm-id.js';
import type { JsonObject } from '../../values/json.js';
import type { Problem } from '../../values/problem.js';
import { uniqueSources } from '../../values/source-ref.js';
import type { ArmResource } from '../arm-resource.js';
import { same } from '../change.js';
import type { DesiredResource } from '../network-model.js';
import type { Overlay } from '../overlay.js';
import { overlay } from '../overlay.js';
import { isMarked } from '../ownership.js';
import type { Place } from '../placement/index.js';
import { creationPart, ownPart, PUBLIC_IP_TYPE } from './arm.js';
import type { DnsLabel } from './dns-label.js';
import { dnsLabel } from './dns-label.js';
import { publicIPTags } from './tags.js';

export interface BuiltPublicIP {
  readonly desired: DesiredResource;
  readonly problems: readonly Problem[];
}

/** `sharers`: the halves that want it, at least one. */
export function buildPublicIP(
  id: ArmId,
  observed: ArmResource | undefined,
  sharers: readonly Place[],
  isManaged: boolean,
  settings: Settings,
): BuiltPublicIP {
  const because = uniqueSources(sharers.map(({ service }) => service.source));
  const frontend = sharers[0]!.frontend as PublicFrontend;
  const label = dnsLabel(observed, sharers, isManaged);
  const body = isManaged
    ? managed(id, observed, sharers, frontend, label, settings)
    : observed && (overlay(observed, label.part) as ArmResource);
  return {
    desired: {
      id: observed?.id ?? id,
      type: PUBLIC_IP_TYPE,
      body,
      because,
      attribution: new Map(),
      removals: [],
      gathers: [],
    },
    problems: label.problems,
  };
}

function managed(
  id: ArmId,
  observed: ArmResource | undefined,
  sharers: readonly Place[],
  frontend: PublicFrontend,
  label: DnsLabel,
  settings: Settings,
): ArmResource {
  const tags = { ...label.tags, ...publicIPTags(observed, sharers, settings) };
  const part = ownPart(frontend);
  if (!observed) {
    const name = lastName(id);
    const shell = { id, name, type: PUBLIC_IP_TYPE, location: settings.location };
    const parts: readonly Overlay[] = [part, creationPart(frontend, settings), label.part, { tags }];
    return parts.reduce<JsonObject>((body, one) => overlay(body, one), shell) as ArmResource;
  }
  const body = overlay(overlay(observed, part), label.part) as ArmResource;
  // Tags ride along: the peer's address isn't written for their sake alone.
  if (!isMarked(observed.tags, settings.clusterId) && same(observed, body)) return observed;
  return overlay(body, { tags }) as ArmResource;
}
