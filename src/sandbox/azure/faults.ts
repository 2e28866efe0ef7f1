// What goes wrong on purpose? Faults are matched by method and path, in the order given; the first that fits and isn't
// a mere delay decides.
import type { Json, JsonObject } from '../json.js';
import { isObject, numberAt, objectAt, stringAt } from '../json.js';
import type { Chance } from './random.js';

export interface Fault {
  readonly match: JsonObject;
  readonly fault: JsonObject;
}

interface Armed extends Fault {
  readonly glob: RegExp | undefined;
  seen: number;
  used: number;
}

const EFFECTS = [
  'status',
  'dropBefore',
  'dropAfterCommit',
  'delayMs',
  'failOperation',
  'cancelOperation',
  'pollStatus',
];

export class Faults {
  #armed: Armed[] = [];

  /** Returns what is wrong with the array, or undefined when it was taken. */
  set(value: Json): string | undefined {
    const list = Array.isArray(value) ? value : [value];
    const wrong = list.findIndex((one) => !isObject(one) || !isObject(one['fault']) || !hasEffect(one['fault']));
    if (wrong >= 0) return `faults[${wrong}]: needs { match, fault } with fault one of ${EFFECTS.join(', ')}`;
    this.#armed = list.map((one) => {
      const [match, fault] = [objectAt(one, 'match'), objectAt(one, 'fault')];
      return { match, fault, glob: globOf(stringAt(match, 'path')), seen: 0, used: 0 };
    });
    return undefined;
  }

  list(): JsonObject[] {
    return this.#armed.map(({ match, fault, seen, used }) => ({ match, fault, seen, used }));
  }

  clear(): void {
    this.#armed = [];
  }

  /**
   * What befalls this request: at most one effect, and all delays. Logins are only struck by faults whose path says
   * `oauth2`, so that a fault without a path means ARM.
   */
  take(method: string, path: string, chance: Chance): { readonly effect?: JsonObject; readonly delayMs: number } {
    let delayMs = 0;
    const isLogin = path.includes('/oauth2/');
    for (const armed of this.#armed) {
      if (isLogin && !stringAt(armed.match, 'path')?.includes('oauth2')) continue;
      if (!fits(armed, method, path, chance)) continue;
      delayMs += numberAt(armed.fault, 'delayMs') ?? 0;
      if (EFFECTS.some((key) => key !== 'delayMs' && armed.fault[key] !== undefined)) {
        return { effect: armed.fault, delayMs };
      }
    }
    return { delayMs };
  }
}

function hasEffect(fault: JsonObject): boolean {
  return EFFECTS.some((key) => fault[key] !== undefined);
}

function fits(armed: Armed, method: string, path: string, chance: Chance): boolean {
  const { match, glob } = armed;
  const wanted = stringAt(match, 'method');
  if (wanted !== undefined && wanted.toUpperCase() !== method) return false;
  if (glob !== undefined && !glob.test(path)) return false;
  armed.seen += 1;
  if (armed.seen <= (numberAt(match, 'after') ?? 0)) return false;
  if (armed.used >= (numberAt(match, 'times') ?? Infinity)) return false;
  if (chance.next() >= (numberAt(match, 'probability') ?? 1)) return false;
  armed.used += 1;
  return true;
}

/** `*` is any text within a path, slashes too; `?` one character; case doesn't count, as in ids. */
function globOf(glob: string | undefined): RegExp | undefined {
  if (glob === undefined) return undefined;
  const pattern = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${pattern}$`, 'i');
}
