// What is to be done with one record set of one zone?
import type { RecordType } from '../../exposure.js';
import type { Zone } from '../../settings.js';
import type { SourceRef } from '../../values/source-ref.js';
import type { ArmResource } from '../arm-resource.js';
import type { Verdict } from './unite.js';

export interface Decision {
  readonly zone: Zone;
  readonly type: RecordType;
  /** `@` is the zone itself. */
  readonly relative: string;
  readonly verdict: Verdict;
  readonly observed: ArmResource | undefined;
  /** Whom it was for, where no mark of ours on it says so. */
  readonly because?: readonly SourceRef[];
}
