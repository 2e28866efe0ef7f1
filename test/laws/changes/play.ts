// What happens when a sequence of changes meets the operator? Plays it under the virtual clock and writes down each
// moment in which something was different: in Azure, in what is wished or in what is said.
import { setTimeout as turn } from 'node:timers/promises';
import type { Operator } from '../../../src/operator/loop.js';
import { VirtualClock } from '../../operator/virtual-clock.js';
import type { InEffect } from './azure-in-process.js';
import { AzureInProcess } from './azure-in-process.js';
import type { Json } from './packets.js';
import type { Change, Name, Sequence } from './sequences.js';
import { changed, NAMES } from './sequences.js';
import { SmallKubernetes } from './small-kubernetes.js';
import type { Wish, WishedPort } from './wishes.js';
import { annotationsOf, isAsked, specOf } from './wishes.js';
import type { Life } from './world.js';
import { newAzure, NODE_ADDRESSES, SPEC, startLife } from './world.js';

export interface ServiceThen {
  readonly uid: string;
  readonly name: Name;
  /** Of two that want the same, the one with the smaller text wins. */
  readonly age: string;
  /** All it ever wished, the newest last; `Leaving`: it is being deleted, or has been. */
  readonly wishes: readonly (Wish | 'Leaving')[];
  readonly addresses: readonly string[];
}

export interface Moment {
  /** Milliseconds since the beginning. */
  readonly at: number;
  readonly what: string;
  readonly azure: InEffect;
  readonly services: readonly ServiceThen[];
  /** Addresses of the nodes that there are. */
  readonly nodes: readonly string[];
  /** Nothing is left to do, and nothing has been wished for a while. */
  readonly isQuiet: boolean;
}

export interface Story {
  readonly moments: readonly Moment[];
  readonly start: InEffect;
  /** Operations that a fresh operator would still plan, in words. */
  readonly leftToDo: readonly string[];
  /** After everything was deleted. */
  readonly end: InEffect;
  /** Passes that failed. */
  readonly failures: readonly string[];
  /** Writes that Azure refused: `<status> <code> <method> <path>`. */
  readonly refused: readonly string[];
}

/** Milliseconds: of virtual time after which what isn't done will never be, and until a wish has reached the operator. */
const PATIENCE = 3_600_000;
const HEARD = 1000;
/** Milliseconds until an operator sees that what its predecessor left under way has ended. */
const SEEN = 10_000;

export async function play(sequence: Sequence): Promise<Story> {
  const player = new Player(sequence.isLoadBalancerThere);
  await player.settle();
  for (const { wait, change } of sequence.steps) {
    await player.advance(wait);
    player.take('before a change');
    player.change(change);
    player.take(JSON.stringify(change));
  }
  await player.settle();
  const leftToDo = await player.leftToDo();
  player.deleteAll();
  await player.settle();
  return player.story(leftToDo);
}

class Player {
  private readonly clock = new VirtualClock();
  private readonly began = this.clock.now();
  private readonly kubernetes: SmallKubernetes;
  private readonly azure: AzureInProcess;
  private readonly start: InEffect;
  private readonly moments: Moment[] = [];
  private readonly wishes = new Map<string, (Wish | 'Leaving')[]>();
  private readonly known = new Map<string, Json>();
  private readonly toRecreate = new Map<Name, Partial<Wish>>();
  private readonly nodePorts = new Map<string, number>();
  private lastPort = 30_000;
  private lastChange = -Infinity;
  private readonly lives: Life[] = [];
  private life: Life;

  constructor(isLoadBalancerThere: boolean) {
    this.kubernetes = new SmallKubernetes(this.clock, (kind, object, isGone) => this.heard(kind, object, isGone));
    this.azure = new AzureInProcess(newAzure(this.clock, isLoadBalancerThere), this.clock, () => this.take('Azure'));
    this.start = this.azure.inEffect();
    this.kubernetes.apply('AzureNetwork', 'default', { spec: SPEC });
    this.change({ kind: 'Node', name: 'n1', isThere: true });
    this.life = this.born();
  }

  private get operator(): Operator {
    return this.life.operator;
  }

  async advance(milliseconds: number): Promise<void> {
    await this.clock.advance(milliseconds);
  }

  /** Until nothing is left to do. */
  async settle(): Promise<void> {
    const end = this.clock.now() + PATIENCE;
    for (let wait = HEARD + 1; this.clock.now() < end; wait = Math.min(wait * 2, 60_000)) {
      await this.clock.advance(wait);
      // Stays the tests' host able to do other things.
      await turn(0);
      if (this.isQuiet()) return this.take('quiet');
    }
    throw new Error(`after an hour there is still something to do: ${this.doing()}`);
  }

  take(what: string): void {
    this.moments.push({
      at: this.clock.now() - this.began,
      what,
      azure: this.azure.inEffect(),
      services: [...this.known.values()].map((object) => this.serviceThen(object)),
      nodes: this.kubernetes.list('Node').flatMap(({ status }) => status.addresses.map((one: Json) => one.address)),
      isQuiet: this.isQuiet(),
    });
  }

  change(change: Change): void {
    this.lastChange = this.clock.now();
    switch (change.kind) {
      case 'Wish':
        return this.wish(change.name, change.edit);
      case 'SwapPorts': {
        const [one, other] = [this.wishOf(change.one), this.wishOf(change.other)];
        if (!one || !other) return;
        this.wish(change.one, { ports: other.ports });
        return this.wish(change.other, { ports: one.ports });
      }
      case 'Recreate':
        if (!this.wishOf(change.name)) return;
        this.toRecreate.set(change.name, change.edit);
        return this.kubernetes.remove('Service', change.name);
      case 'Delete':
        return this.kubernetes.remove('Service', change.name);
      case 'Node': {
        if (!change.isThere) return this.kubernetes.remove('Node', change.name);
        const addresses = NODE_ADDRESSES[change.name]!.map((address) => ({ type: 'InternalIP', address }));
        return void this.kubernetes.apply('Node', change.name, { status: { addresses } });
      }
      case 'Crash':
        this.life.die();
        this.life = this.born();
        return;
      case 'Trouble': {
        const match = { method: change.method, times: 1 };
        this.azure.fake.faults.set([{ match, fault: change.fault as never }]);
      }
    }
  }

  /** What one that knows nothing but what is there would do. */
  async leftToDo(): Promise<readonly string[]> {
    const fresh = startLife(this.clock, this.azure, this.kubernetes, () => 0.5, { standby: true });
    for (let waited = 0; fresh.operator.lastPass() === undefined && waited < 60; waited++)
      await this.clock.advance(1000);
    const plan = fresh.operator.lastPass()?.plan;
    fresh.die();
    if (!plan) return ['it knows nothing after a minute'];
    return [...plan.operations, ...plan.waiting].map((one) => JSON.stringify(one).slice(0, 2000));
  }

  deleteAll(): void {
    this.lastChange = this.clock.now();
    this.toRecreate.clear();
    for (const name of NAMES) this.kubernetes.remove('Service', name);
  }

  story(leftToDo: readonly string[]): Story {
    this.life.die();
    const refused = this.azure.fake.journal
      .after(0)
      .filter(({ method, status }) => method !== 'GET' && status >= 400)
      .map(({ status, method, path, code }) => `${status} ${JSON.stringify(code)} ${method} ${path}`);
    const failures = this.lives.flatMap((life) => life.failures);
    return { moments: this.moments, start: this.start, leftToDo, end: this.azure.inEffect(), failures, refused };
  }

  private born(): Life {
    const life = startLife(this.clock, this.azure, this.kubernetes, () => 0.5);
    this.lives.push(life);
    return life;
  }

  private isQuiet(): boolean {
    const plan = this.operator.lastPass()?.plan;
    return (
      this.clock.now() > this.lastChange + HEARD &&
      this.clock.now() > (this.lives.length > 1 ? this.azure.lastChange + SEEN : 0) &&
      this.operator.isIdle() &&
      !this.azure.isBusy() &&
      plan?.operations.length === 0 &&
      plan.waiting.length === 0
    );
  }

  private doing(): string {
    const plan = this.operator.lastPass()?.plan;
    const { because } = this.operator.readiness();
    return JSON.stringify({ because, operations: plan?.operations, waiting: plan?.waiting }).slice(0, 3000);
  }

  private heard(kind: string, object: Json, isGone: boolean): void {
    if (kind !== 'Service') return;
    const { uid, name, deletionTimestamp } = object.metadata;
    const before = this.known.get(uid);
    this.known.set(uid, object);
    const wishes = this.wishes.get(uid);
    if (deletionTimestamp && wishes?.at(-1) !== 'Leaving') wishes?.push('Leaving');
    if (before && JSON.stringify(before.status) !== JSON.stringify(object.status)) this.take(`status of ${name}`);
    const edit = this.toRecreate.get(name as Name);
    if (!isGone || !edit) return;
    this.toRecreate.delete(name as Name);
    this.lastChange = this.clock.now();
    this.wish(name as Name, edit);
  }

  private wishOf(name: Name): Wish | undefined {
    const object = this.kubernetes.get('Service', name);
    const last = object && this.wishes.get(object.metadata.uid as string)?.at(-1);
    return last === 'Leaving' ? undefined : last;
  }

  private wish(name: Name, edit: Partial<Wish>): void {
    const before = this.wishOf(name);
    // What is being deleted can't be made again yet.
    if (!before && this.kubernetes.get('Service', name)) return;
    const wish = this.possibleBeside(name, withFirstFamily(changed(before, edit), before?.families[0]));
    // The class is immutable but for one who changes the type with it.
    if (before && before.class !== wish.class && before.type === 'LoadBalancer' && wish.type === 'LoadBalancer') {
      this.put(name, { ...wish, type: 'ClusterIP' });
    }
    this.put(name, wish);
  }

  /** Azure takes one rule for all ports without floating IP a pool: who comes second is held, and nothing is promised to it. */
  private possibleBeside(name: Name, wish: Wish): Wish {
    const isAlone = (one: Wish | 'Leaving'): boolean => one !== 'Leaving' && one.allPorts && !one.floatingIP;
    const isTaken = [...this.known.values()].some(
      ({ metadata }) => metadata.name !== name && this.wishes.get(metadata.uid)!.some(isAlone),
    );
    return isAlone(wish) && isTaken ? { ...wish, floatingIP: true } : wish;
  }

  private put(name: Name, wish: Wish): void {
    const existing = this.kubernetes.get('Service', name)?.metadata.uid as string | undefined;
    // The server gives the uid, and the ports of a new one with it.
    const uid = existing ?? this.kubernetes.nextUid();
    if (wish.type !== 'LoadBalancer') {
      for (const key of this.nodePorts.keys()) if (key.startsWith(uid)) this.nodePorts.delete(key);
    }
    const history = this.wishes.get(uid) ?? [];
    history.push(wish);
    this.wishes.set(uid, history);
    const spec = specOf(wish, (port) => this.nodePortOf(uid, port));
    this.kubernetes.apply('Service', name, { annotations: annotationsOf(wish), spec });
  }

  private nodePortOf(uid: string, { protocol, port }: WishedPort): number {
    const key = `${uid} ${protocol} ${port}`;
    const given = this.nodePorts.get(key) ?? ++this.lastPort;
    this.nodePorts.set(key, given);
    return given;
  }

  private serviceThen({ metadata, status }: Json): ServiceThen {
    const { uid, name, creationTimestamp } = metadata;
    const wishes = [...this.wishes.get(uid)!];
    const addresses = (status?.loadBalancer?.ingress ?? []).map(({ ip }: Json) => ip as string);
    return { uid, name, age: `${creationTimestamp} ${name}`, wishes, addresses };
  }
}

/** The first family of a Service can't be changed: the API server would refuse it. */
function withFirstFamily(wish: Wish, first: Wish['families'][number] | undefined): Wish {
  if (first === undefined || wish.families[0] === first) return wish;
  return {
    ...wish,
    families: [first, ...wish.families.filter((one) => one !== first).slice(0, wish.families.length - 1)],
  };
}

/** Whether its newest wish is ours to fulfil. */
export function isAskedNow({ wishes }: ServiceThen): boolean {
  const last = wishes.at(-1);
  return last !== undefined && last !== 'Leaving' && isAsked(last);
}
