// When is a part of Azure looked at next? On the drift interval; sooner where somebody waits for something to appear in it, or
// where Azure is at work on something in it; and after a failure, when it may work again.
import type { ArmResource } from '../core/network/arm-resource.js';
import { backoffDelay } from './backoff.js';
import { AzureError } from './ports.js';

/** What is missing or forbidden is mended by people. */
const RETRY_UNREADABLE = { first: 5000, longest: 300_000 };
const RETRY = { first: 1000, longest: 60_000 };
/** Milliseconds until the first look for what people wait for, and for what Azure is at work on; then ever later. */
const AWAITED = 15_000;
const AT_WORK = 2000;
/** After so many looks (a minute) what is there counts, though Azure says that it is still at work on it. */
export const LOOKS_AT_WORK = 5;

export interface Looked {
  /** How often it was looked at because somebody waits for something to appear in it; 0: nobody does. */
  readonly waits: number;
  /** In how many looks on end Azure was at work on something in it. */
  readonly atWork: number;
}

/** Milliseconds. `interval`: between looks when all is well; `random` gives numbers in [0, 1). */
export function pauseUntilNext({ waits, atWork }: Looked, interval: number, random: () => number): number {
  const pauses = [interval];
  if (waits > 0) pauses.push(AWAITED * 2 ** (waits - 1));
  // Begun by others, or by an operator that died over it: nobody tells us when it has ended.
  if (atWork > 0) pauses.push(pauseAtWork(atWork));
  return Math.min(...pauses) * (0.9 + 0.2 * random());
}

/** `looks` counts from 1. */
export function pauseAtWork(looks: number): number {
  return AT_WORK * 2 ** (looks - 1);
}

/** Never before Azure says. `isRefused`: trying again can't help by itself. */
export function pauseAfter(error: unknown, attempt: number, isRefused: boolean, random: () => number): number {
  const told = error instanceof AzureError ? (error.info.retryAfter ?? 0) * 1000 : 0;
  return Math.max(told, backoffDelay(isRefused ? RETRY_UNREADABLE : RETRY, attempt, random));
}

/** Does the answer stay the same until people, or Azure's state, change something? */
export function isFinal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}

// https://learn.microsoft.com/rest/api/virtualnetwork/public-ip-addresses/list#provisioningstate
export function isAtWork({ properties }: ArmResource): boolean {
  return properties?.['provisioningState'] === 'Updating' || properties?.['provisioningState'] === 'Deleting';
}
