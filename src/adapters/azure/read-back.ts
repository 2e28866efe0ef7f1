// How does a new resource look when Azure is done with it? Many that are made at once are done at once, and a read of each
// would empty the bucket of reads that the next steps need. So for each collection one read is under way at a time;
// those that gather meanwhile are answered by one list, or read one by one where they are few.
import type { ArmResource } from '../../core/network/arm-resource.js';
import type { ArmId, ArmKey } from '../../core/values/arm-id.js';
import { armKey } from '../../core/values/arm-id.js';
import { AzureError } from '../../operator/ports.js';
import { apiVersionOf } from './api-versions.js';
import { errorOfAnswer, unexpected } from './errors.js';
import { listAll } from './list.js';
import { readPatiently, type Follow } from './operations.js';
import { isObject } from '../../core/values/json.js';
import type { Transport } from './transport.js';

/** Throws AzureError, uncertain: the write was done, only its result couldn't be read. */
export type ReadBack = (follow: Follow, type: string, create: boolean) => Promise<ArmResource>;

interface Waiting {
  readonly id: ArmId;
  readonly type: string;
  /** Undefined: not in the list, or not finished there. */
  readonly answer: (resource: ArmResource | undefined) => void;
}

/** A list may have several pages; fewer than so many are read one by one. */
const MANY = 5;

export function createReadBack(transport: Transport): ReadBack {
  /** By collection that is being read: those who came since. */
  const gathering = new Map<string, Waiting[]>();

  async function answerGathered(collection: string): Promise<void> {
    const waiting = gathering.get(collection)!;
    if (waiting.length < MANY) {
      gathering.delete(collection);
      return waiting.forEach(({ answer }) => answer(undefined));
    }
    gathering.set(collection, []);
    const found = await listed(transport, waiting[0]!);
    for (const { id, answer } of waiting) answer(found.get(armKey(id)));
    return answerGathered(collection);
  }

  return async (follow, type, create) => {
    // A list that lags behind lacks what is new; of what was changed it would show the old.
    if (!create) return readOne(transport, follow, type);
    const collection = armKey(collectionOf(follow.id));
    const company = gathering.get(collection);
    if (company) {
      const found = await new Promise<ArmResource | undefined>((answer) => {
        company.push({ id: follow.id, type, answer });
      });
      return found ?? readOne(transport, follow, type);
    }
    gathering.set(collection, []);
    try {
      return await readOne(transport, follow, type);
    } finally {
      void answerGathered(collection);
    }
  };
}

/** Those that are finished; none where the list can't be had. */
async function listed(
  transport: Transport,
  { id, type }: Pick<Waiting, 'id' | 'type'>,
): Promise<ReadonlyMap<ArmKey, ArmResource>> {
  const scope = { read: 'List', path: collectionOf(id), type, mustExist: false } as const;
  const all = await listAll(transport, scope, id).catch(() => []);
  const finished = all.filter(({ properties }) => properties?.['provisioningState'] === 'Succeeded');
  return new Map(finished.map((resource) => [armKey(resource.id), resource]));
}

async function readOne(transport: Transport, follow: Follow, type: string): Promise<ArmResource> {
  const { id } = follow;
  const answer = await readPatiently(transport, follow, { kind: 'read', id, url: id, apiVersion: apiVersionOf(type) });
  if (answer.status >= 400) throw afterWrite(errorOfAnswer('read', answer));
  if (isObject(answer.body) && typeof answer.body['id'] === 'string') return answer.body as ArmResource;
  throw unexpected(`${id} was answered with ${answer.status} and no resource`, true);
}

function afterWrite({ info }: AzureError): AzureError {
  return new AzureError({ ...info, uncertain: true });
}

function collectionOf(id: ArmId): ArmId {
  return id.slice(0, id.lastIndexOf('/')) as ArmId;
}
