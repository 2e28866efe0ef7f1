// How is each listed zone? How many record sets of ours it has, what Azure said no with last, and how much may still be
// written now: for the AzureNetwork's status and the metrics.
import type { Unreadable } from '../network/azure-state.js';
import type { ZoneCount } from '../network/network-model.js';
import type { Failure } from '../plan/failure.js';
import type { Zone } from '../settings.js';
import type { ArmId } from '../values/arm-id.js';
import { armKey } from '../values/arm-id.js';
import type { ReportInput } from './report-input.js';

export interface ZoneUse {
  readonly id: ArmId;
  readonly name: string;
  readonly visibility: Zone['visibility'];
  /** Of ours. */
  readonly recordSets: number;
  /** In Azure's words: of a write, or of reading it. */
  readonly lastError?: string;
  /** Within the minute, in steps of ten so that it doesn't change with every write; undefined where nothing was written yet. */
  readonly writesLeft?: number;
}

/** As the settings list them. */
export function zonesIn(
  input: Pick<ReportInput, 'azure' | 'settings' | 'failures' | 'model' | 'writesLeft'>,
): readonly ZoneUse[] {
  const counts = new Map(input.model.dnsZones.zones.map((one: ZoneCount) => [armKey(one.id), one.owned]));
  return input.settings.dns.zones.map(({ id, name, visibility }) => {
    const lastError = errorOf(id, input);
    const left = input.writesLeft?.get(armKey(id));
    return {
      ...{ id, name, visibility },
      recordSets: counts.get(armKey(id)) ?? 0,
      ...(lastError !== undefined && { lastError }),
      ...(left !== undefined && { writesLeft: Math.floor(left / 10) * 10 }),
    };
  });
}

/** `example.com: 12, corp.example: 3 (ScopeLocked)`; as much as a terminal shows. */
export function zonesLine(zones: readonly ZoneUse[]): string {
  const shown = zones.slice(0, MOST_SHOWN).map(({ name, recordSets, lastError }) => {
    const trouble = lastError === undefined ? '' : ` (${lastError.split(':')[0]})`;
    return `${name}: ${recordSets}${trouble}`;
  });
  return shown.join(', ') + (zones.length > MOST_SHOWN ? ` and ${zones.length - MOST_SHOWN} more` : '');
}

const MOST_SHOWN = 5;

function errorOf(
  id: ArmId,
  { azure: { unreadable }, failures }: Pick<ReportInput, 'azure' | 'failures'>,
): string | undefined {
  const key = armKey(id);
  const unread = [...unreadable].find(([path]) => path === key || path.startsWith(`${key}/`))?.[1];
  if (unread) return said(unread);
  const own = [...failures].filter(([path]) => path.startsWith(`${key}/`)).map(([, failure]) => failure);
  const last = own.sort((a, b) => b.since - a.since)[0];
  return last && said(last);
}

function said({ code, message }: Failure | Unreadable): string {
  return `${code}: ${message}`.slice(0, 300).toWellFormed();
}
