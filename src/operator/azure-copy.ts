// What do we know of single resources? A copy of each, and of what our writes under way make of them. What a read says of one counts
// only if no write of ours to it was under way at any time since that read began: else the read may be older than what we know.
import type { ArmResource } from '../core/network/arm-resource.js';
import type { AzureState } from '../core/network/azure-state.js';
import type { ArmKey } from '../core/values/arm-id.js';

export class AzureCopy {
  private readonly resources = new Map<ArmKey, ArmResource>();
  /** By resource, what a write under way makes of it; undefined: it deletes it. */
  private readonly writing = new Map<ArmKey, ArmResource | undefined>();
  /** When each resource was last written, in steps of `step`, while a read runs that it could outdate. */
  private readonly touched = new Map<ArmKey, number>();
  private step = 0;
  private readsRunning = 0;

  get(key: ArmKey): ArmResource | undefined {
    return this.resources.get(key);
  }

  /** Undefined: it is gone. */
  set(key: ArmKey, resource: ArmResource | undefined): void {
    if (resource) this.resources.set(key, resource);
    else this.resources.delete(key);
  }

  /** As it is now; later changes don't show in it. */
  snapshot(): Pick<AzureState, 'resources' | 'underWay'> {
    return { resources: new Map(this.resources), underWay: new Map(this.writing) };
  }

  writeBegan(key: ArmKey, body: ArmResource | undefined): void {
    this.writing.set(key, body);
    this.touch(key);
  }

  writeEnded(key: ArmKey): void {
    this.writing.delete(key);
    this.touch(key);
  }

  /** Gives the moment at which it began, for `isOurs`. */
  readBegan(): number {
    this.readsRunning++;
    return ++this.step;
  }

  readEnded(): void {
    this.readsRunning--;
    if (this.readsRunning === 0) this.touched.clear();
  }

  /** Was a write of ours to it under way at any time since the read began? */
  isOurs(key: ArmKey, began: number): boolean {
    return this.writing.has(key) || (this.touched.get(key) ?? 0) > began;
  }

  private touch(key: ArmKey): void {
    if (this.readsRunning > 0) this.touched.set(key, ++this.step);
  }
}
