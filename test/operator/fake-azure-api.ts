// An Azure of a few lines, for the operator's tests: resources with etags, writes that take a while, and failures on
// request. It notices when one resource is written twice at once.
import type { ArmResource } from '../../src/core/network/arm-resource.js';
import type { AzureScope } from '../../src/core/network/azure-scopes.js';
import type { ArmId, ArmKey } from '../../src/core/values/arm-id.js';
import { armKey } from '../../src/core/values/arm-id.js';
import type { Clock } from '../../src/operator/clock.js';
import { sleep } from '../../src/operator/clock.js';
import type { AzureApi } from '../../src/operator/ports.js';
import { AzureError } from '../../src/operator/ports.js';

export type ErrorInfo = Partial<AzureError['info']>;

export function azureError(info: ErrorInfo): AzureError {
  return new AzureError({ status: 400, code: 'Bad', message: 'no', detailCodes: [], uncertain: false, ...info });
}

export class FakeAzureApi implements AzureApi {
  readonly resources = new Map<ArmKey, ArmResource>();
  readonly calls: { readonly what: 'get' | 'list' | 'put' | 'delete'; readonly id: string; readonly at: number }[] = [];
  /** Taken one by one, by call and id; `afterCommit`: the write happens all the same. */
  readonly failures: { what: string; id?: string; error: AzureError; afterCommit?: boolean }[] = [];
  writeTime = 0;
  readTime = 0;
  twiceAtOnce = 0;
  isClosed = false;
  private etag = 0;
  private readonly writing = new Set<ArmKey>();

  constructor(private readonly clock: Clock) {}

  /** As somebody else would. */
  place(resource: Omit<ArmResource, 'etag'> & { id: ArmId; name: string; type: string }): ArmResource {
    const stored = { ...resource, etag: `e${++this.etag}` } as ArmResource;
    this.resources.set(armKey(resource.id), stored);
    return stored;
  }

  count(what: 'get' | 'list' | 'put' | 'delete', id?: string): number {
    return this.calls.filter((call) => call.what === what && (id === undefined || call.id === id)).length;
  }

  async get(id: ArmId): Promise<ArmResource | undefined> {
    return this.answer('get', id, () => this.resources.get(armKey(id)));
  }

  async list(scope: AzureScope): Promise<readonly ArmResource[]> {
    const prefix = armKey(scope.path).replace(/(recordsets|all)$/, '');
    return this.answer('list', scope.path, () =>
      [...this.resources].filter(([key]) => key.startsWith(prefix)).map(([, resource]) => resource),
    );
  }

  async put(request: Parameters<AzureApi['put']>[0]): Promise<ArmResource> {
    return this.write('put', request.id, () => {
      const before = this.resources.get(armKey(request.id));
      if (request.create ? before : before && request.etag !== undefined && before.etag !== request.etag) {
        throw azureError({ status: 412, code: 'PreconditionFailed' });
      }
      return this.place(request.body);
    });
  }

  async delete(request: Parameters<AzureApi['delete']>[0]): Promise<void> {
    await this.write('delete', request.id, () => this.resources.delete(armKey(request.id)));
  }

  async close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }

  // The answer is what was so when the read began: that is how reads come to be out of date.
  private async answer<T>(what: 'get' | 'list', id: string, read: () => T): Promise<T> {
    this.calls.push({ what, id, at: this.clock.now() });
    const failure = this.failureOf(what, id);
    const result = read();
    if (this.readTime > 0) await sleep(this.clock, this.readTime);
    if (failure) throw failure.error;
    return result;
  }

  private async write<T>(what: 'put' | 'delete', id: ArmId, commit: () => T): Promise<T> {
    const key = armKey(id);
    this.calls.push({ what, id, at: this.clock.now() });
    if (this.writing.has(key)) this.twiceAtOnce++;
    this.writing.add(key);
    try {
      const failure = this.failureOf(what, id);
      if (this.writeTime > 0) await sleep(this.clock, this.writeTime);
      if (failure && !failure.afterCommit) throw failure.error;
      const result = commit();
      if (failure) throw failure.error;
      return result;
    } finally {
      this.writing.delete(key);
    }
  }

  private failureOf(what: string, id: string): (typeof this.failures)[number] | undefined {
    const at = this.failures.findIndex((one) => one.what === what && (one.id === undefined || one.id === id));
    return at < 0 ? undefined : this.failures.splice(at, 1)[0];
  }
}
