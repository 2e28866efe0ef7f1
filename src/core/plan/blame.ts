// Azure refuses a write that several objects share: whose demand is it that can't be met? One is held, the others go on.
// Each try costs a call, so who is held stays so until its wish changes, or for a drift interval (longer each time).
//
//   Azure's message                          to blame
//   names a part that the write changes      the newest of those whose part it is
//   names an address that the write brings   the newest of those who bring it
//   names nothing that we know               the newest of all whose wish the write carries
//   is about rights, groups or locks         nobody: another wish wouldn't help
import type { Exposure, Exposures, HeldSource } from '../exposure.js';
import { byAge } from '../exposure.js';
import type { Memory, Refusal } from '../memory.js';
import type { Operation } from '../network/operation.js';
import { wishOf } from '../network/operation.js';
import { TYPES } from '../network/arm-resource.js';
import type { Failures } from './failure.js';
import { armKey } from '../values/arm-id.js';
import type { Problem } from '../values/problem.js';
import { compareProblems, problem } from '../values/problem.js';
import type { SourceRef } from '../values/source-ref.js';

/** Resources that many objects have a part in. */
const SHARED: ReadonlySet<string> = new Set([TYPES.loadBalancer, TYPES.securityGroup]);

/** No demand is at fault (https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors). */
const NOBODYS =
  /^(authorizationfailed|authenticationfailed|scopelocked|readonlydisabledsubscription|subscriptionnotfound|resourcegroupnotfound|requestdisallowedbypolicy|invalidauthenticationtoken|missingsubscriptionregistration)/i;

/** The refusals with those that are new now; undefined where none is. */
export function blame(
  operations: readonly Operation[],
  failures: Failures,
  exposures: Exposures,
  { refused }: Memory,
  now: number,
): ReadonlyMap<SourceRef, Refusal> | undefined {
  if (failures.size === 0) return undefined;
  const asking = new Map(allOf(exposures).map((one) => [one.source, one]));
  const fresh = operations.flatMap((operation): [SourceRef, Refusal][] => {
    const failure = failures.get(armKey(operation.id));
    if (!failure?.isRefusal || !SHARED.has(operation.type.toLowerCase()) || NOBODYS.test(failure.code)) return [];
    if (failure.wish !== wishOf(operation)) return [];
    const culprit = newest(suspects(operation, failure.message), asking);
    if (!culprit) return [];
    const { code, message } = failure;
    const wish = textOf(culprit);
    const before = refused.get(culprit.source);
    const attempts = before?.wish === wish ? before.attempts + 1 : 1;
    return [[culprit.source, { wish, code, message, id: operation.id, since: now, attempts }]];
  });
  return fresh.length === 0 ? undefined : new Map([...refused, ...fresh]);
}

/** Refusals that still count, and what they make of the exposures; `wakeAt` when the next one is over. */
export function holdRefused(
  exposures: Exposures,
  { refused }: Memory,
  interval: number,
  now: number,
): { readonly exposures: Exposures; readonly refused: Memory['refused']; readonly wakeAt?: number } {
  if (refused.size === 0) return { exposures, refused };
  const kept = new Map<SourceRef, Refusal>();
  const problems: Problem[] = [];
  const held: HeldSource[] = [];
  let wakeAt = Infinity;
  const hold = <E extends Exposure>(exposure: E): E => {
    const refusal = refused.get(exposure.source);
    if (!refusal || exposure.standing !== 'Wanted' || refusal.wish !== textOf(exposure)) return exposure;
    kept.set(exposure.source, refusal);
    const until = refusal.since + interval * refusal.attempts;
    if (now >= until) return exposure;
    wakeAt = Math.min(wakeAt, until);
    const message = `Azure refuses what it asks for: ${refusal.code}: ${refusal.message} (${refusal.id})`;
    problems.push(problem({ object: exposure.source, key: 'spec', reason: 'AzureError' }, refusal.code, message));
    held.push({ object: exposure.source, kind: exposure.kind, reason: 'AzureError', message });
    return { ...exposure, standing: 'Held' };
  };
  const next: Exposures = {
    ...exposures,
    loadBalancers: exposures.loadBalancers.map(hold),
    openPorts: exposures.openPorts.map(hold),
  };
  return {
    exposures: {
      ...next,
      problems: [...exposures.problems, ...problems].sort(compareProblems),
      held: [...exposures.held, ...held].sort((a, b) => (a.object < b.object ? -1 : 1)),
    },
    refused: kept,
    ...(wakeAt < Infinity && { wakeAt }),
  };
}

function allOf({ loadBalancers, openPorts }: Exposures): readonly Exposure[] {
  return [...loadBalancers, ...openPorts];
}

function suspects({ changes, because }: Operation, message: string): readonly SourceRef[] {
  const said = message.toLowerCase();
  const named = changes.filter(({ path, after, because: own }) => {
    // What is everybody's (the pool) says nothing of anybody.
    if (after === null || (!own && because.length > 1)) return false;
    const names = [...path.matchAll(/\[([^\]]+)\]/g)].map((match) => match[1]!.toLowerCase());
    return names.some((name) => holdsWord(said, name)) || addressesIn(after).some((one) => holdsWord(said, one));
  });
  const sources = named.flatMap((change) => change.because ?? because);
  if (sources.length > 0) return sources;
  const added = changes.filter(({ after }) => after !== null).flatMap((change) => change.because ?? because);
  return added.length > 0 ? added : because;
}

// `…TCP-80` is no part of `…TCP-8080`, nor `10.0.0.4` of `10.0.0.40`.
function holdsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const around = `${text[at - 1] ?? ' '}${text[at + word.length] ?? ' '}`;
    if (!/[a-z0-9_-]/.test(around)) return true;
  }
  return false;
}

function addressesIn(after: unknown): readonly string[] {
  const text = JSON.stringify(after).toLowerCase();
  const ofSix = [...text.matchAll(/"([0-9a-f]*:[0-9a-f:]*:[0-9a-f:.]*)(?:\/\d+)?"/g)].map((match) => match[1]!);
  return [...(text.match(/\d+\.\d+\.\d+\.\d+/g) ?? []), ...ofSix];
}

function newest(suspected: readonly SourceRef[], asking: ReadonlyMap<SourceRef, Exposure>): Exposure | undefined {
  return suspected
    .flatMap((source) => asking.get(source) ?? [])
    .filter(({ standing }) => standing === 'Wanted')
    .sort((a, b) => byAge(b, a))[0];
}

// Pods and nodes come and go without its user's wish being another.
function textOf(exposure: Exposure): string {
  return JSON.stringify(exposure, (key, value: unknown) =>
    key === 'pods' || key === 'destinations' || key === 'standing' ? undefined : value,
  );
}
