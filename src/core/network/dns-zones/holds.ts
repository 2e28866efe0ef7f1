// Does a record set give what an object asks for at this name? What others ask for beside it is no matter.
import type { WantedName } from '../../exposure.js';
import type { ArmResource } from '../arm-resource.js';
import { aliasOf, visibilityOf, targetsOf } from './arm.js';
import { targetKey } from './record-data.js';
import { isOurs } from './zone-view.js';

export function holdsName(
  { type, targets }: WantedName,
  resource: ArmResource | undefined,
  clusterId: string,
): boolean {
  if (!isOurs(resource, clusterId)) return false;
  // Where an alias leads is no record of its own; whether it leads where it should, its difference from the wish says.
  if (aliasOf(resource) !== undefined) return true;
  const there = new Set(targetsOf(type, resource, visibilityOf(resource)).map((target) => targetKey(type, target)));
  return there.size > 0 && targets.every((target) => there.has(targetKey(type, target)));
}
