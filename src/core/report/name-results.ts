// How far is each name that an object asks for? The first question that has an answer gives it.
//
//   question                                                    result
//   did Azure refuse its record set, or fail at it?             AzureError
//   is its record set kept back, or its zone not to be read?    Withheld
//   is its record set still to be written, or on its way?       Pending
//   is one of another type still to go first?                   Pending
//   is it there, marked as ours, with what was asked for?       Programmed
//   is something wrong with this host?                          Refused
//   otherwise                                                   Pending: it leads nowhere yet
//
// What it has while its object is held is told by the object's own reason (names-status.ts).
import type { NamesExposure, RecordType, WantedName } from '../exposure.js';
import type { ArmResource } from '../network/arm-resource.js';
import { isRecordSet } from '../network/arm-resource.js';
import { holdsName } from '../network/dns-zones/index.js';
import type { Fading, NetworkModel, Withheld } from '../network/network-model.js';
import type { Operation } from '../network/operation.js';
import type { Plan } from '../plan/plan.js';
import type { ArmId, ArmKey } from '../values/arm-id.js';
import { armKey, lastName } from '../values/arm-id.js';
import type { Problem } from '../values/problem.js';
import { failureFor } from './facts.js';
import type { Facts } from './facts.js';
import type { ReportInput } from './report-input.js';

export type NameState = 'Programmed' | 'Pending' | 'Refused' | 'Withheld' | 'AzureError';

export interface NameResult {
  readonly host: string;
  readonly type: RecordType;
  readonly zoneId?: ArmId;
  readonly state: NameState;
  /** A sentence without the host's name in front; empty for what is programmed. */
  readonly message: string;
}

export function nameResults({ source, names }: NamesExposure, facts: Facts, input: ReportInput): readonly NameResult[] {
  const errors = facts.problemsOf(source).filter(({ severity }) => severity === 'Error');
  return names.map((name) => {
    const { host, type, zoneId } = name;
    return { host, type, ...(zoneId && { zoneId }), ...resultOf(name, errors, input) };
  });
}

type Judged = Pick<NameResult, 'state' | 'message'>;

function resultOf(name: WantedName, errors: readonly Problem[], input: ReportInput): Judged {
  const key = recordSetKey(name);
  if (key === undefined) return refusal(name, errors) ?? { state: 'Refused', message: 'No zone of the settings fits.' };
  const { writes, withheld, goingAt } = outstanding(input.plan);
  const write = writes.get(key);
  const failure = write && failureFor(write, input.failures);
  if (failure) {
    const again = failure.terminal ? '' : ' It is tried again.';
    return { state: 'AzureError', message: `Azure says ${failure.code}: ${failure.message}${again}` };
  }
  const kept = withheld.get(key);
  if (kept) return { state: 'Withheld', message: kept.message };
  const going = goingAt.get(placeOf(key))?.filter(({ id }) => armKey(id) !== key) ?? [];
  if (going.length > 0 && !isThere(name, key, input))
    return { state: 'Pending', message: `The record set of type ${going.map(typeOf).join(', ')} goes first.` };
  const fading = fadingAt(input.model).get(placeOf(key));
  if (fading && !isThere(name, key, input)) return { state: 'Pending', message: sentenceOf(fading) };
  if (write || input.inFlight.has(key)) {
    const isOnItsWay = input.inFlight.has(key);
    return { state: 'Pending', message: isOnItsWay ? 'Azure is writing it.' : 'It is to be written.' };
  }
  if (isThere(name, key, input)) return { state: 'Programmed', message: '' };
  const isAddressed = name.targets.length > 0;
  const message = isAddressed ? 'It is not in Azure yet.' : 'What it is to lead to has no address yet.';
  return refusal(name, errors) ?? { state: 'Pending', message };
}

/** Problems of single hosts have the host as their value, alone or with what was asked for there. */
function refusal({ host }: WantedName, errors: readonly Problem[]): Judged | undefined {
  const error = errors.find(({ value }) => value === host || value.startsWith(`${host} `));
  return error && { state: 'Refused', message: error.message };
}

interface Outstanding {
  /** Of record sets, sent or waiting. */
  readonly writes: ReadonlyMap<ArmKey, Operation>;
  readonly withheld: ReadonlyMap<ArmKey, Withheld>;
  /** Deletes of record sets, by zone and name: `<zone>/www`. */
  readonly goingAt: ReadonlyMap<string, readonly Operation[]>;
}

const OUTSTANDING = new WeakMap<Plan, Outstanding>();

function outstanding(plan: Plan): Outstanding {
  const known = OUTSTANDING.get(plan);
  if (known) return known;
  const writes = [...plan.operations, ...plan.waiting].filter(isRecordSet);
  const deletes = writes.filter(({ action }) => action === 'Delete');
  const found: Outstanding = {
    writes: new Map(writes.map((one) => [armKey(one.id), one])),
    withheld: new Map(plan.withheld.map((one) => [armKey(one.id), one])),
    goingAt: Map.groupBy(deletes, ({ id }) => placeOf(armKey(id))),
  };
  OUTSTANDING.set(plan, found);
  return found;
}

const FADING = new WeakMap<NetworkModel, ReadonlyMap<string, Fading>>();

function fadingAt(model: NetworkModel): ReadonlyMap<string, Fading> {
  let found = FADING.get(model);
  if (!found) {
    found = new Map(model.dnsZones.fading.map((one) => [placeOf(armKey(one.id)), one]));
    FADING.set(model, found);
  }
  return found;
}

function sentenceOf({ id, until }: Fading): string {
  const type = recordTypeIn(id).toUpperCase();
  if (until === undefined) return `The record set of type ${type} goes first; before, its TTL is lowered.`;
  const time = new Date(until).toISOString().replace(/\.\d+Z$/, 'Z');
  return `The record set of type ${type} goes first, at ${time}: until then resolvers may have its answer from before its TTL was lowered.`;
}

// `<zone>/a/www`: what is at one name, of whatever type.
function placeOf(key: ArmKey): string {
  const zone = key.slice(0, key.lastIndexOf('/', key.lastIndexOf('/') - 1));
  return `${zone}/${lastName(key)}`;
}

// `<zone>/a/www`: `a`
function recordTypeIn(id: ArmId): string {
  return lastName(id.slice(0, id.lastIndexOf('/')));
}

function typeOf({ type }: Operation): string {
  return lastName(type).toUpperCase();
}

const KEYS = new WeakMap<WantedName, ArmKey | undefined>();

/** Undefined where it falls in no zone. */
export function recordSetKey(name: WantedName): ArmKey | undefined {
  if (!KEYS.has(name)) KEYS.set(name, keyFor(name));
  return KEYS.get(name);
}

function keyFor({ host, type, zoneId }: WantedName): ArmKey | undefined {
  if (!zoneId) return undefined;
  const apex = lastName(zoneId).toLowerCase();
  return armKey(`${zoneId}/${type}/${host === apex ? '@' : host.slice(0, -apex.length - 1)}`);
}

/** What was found last: most names are as they were a pass ago. */
const FOUND = new WeakMap<WantedName, { readonly resource: ArmResource; readonly clusterId: string }>();

function isThere(name: WantedName, key: ArmKey, { azure, settings: { clusterId } }: ReportInput): boolean {
  const resource = azure.resources.get(key);
  if (!resource) return false;
  const found = FOUND.get(name);
  if (found?.resource === resource && found.clusterId === clusterId) return true;
  const holds = holdsName(name, resource, clusterId);
  if (holds) FOUND.set(name, { resource, clusterId });
  return holds;
}
