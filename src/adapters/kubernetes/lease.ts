// How is a Lease read and written? By small patches that name the version they follow, over a connection of their own:
// neither a list of many pages nor a server that asks us to wait may keep the leader from renewing.
import { isObject } from '../../core/values/json.js';
import type { Lease, LeaseApi, LeaseRecord } from '../../operator/lease.js';
import { LeaseError } from '../../operator/lease.js';
import { explainFailure } from './explain-failure.js';
import { objectPath, type ResourceKind } from './kinds.js';
import { connectionOf, type KubeconfigOptions } from './kubeconfig.js';
import { StatusError } from './status-error.js';
import { createTransport, type ApiRequest, type Transport } from './transport.js';
import { FIELD_MANAGER } from './writes.js';

export interface LeaseName {
  readonly namespace: string;
  readonly name: string;
}

const LEASES: ResourceKind = { apiVersion: 'coordination.k8s.io/v1', plural: 'leases', isNamespaced: true };

/** Nothing is sent yet. Throws one line where there is no usable kubeconfig. */
export function createLeaseApi(options: KubeconfigOptions & LeaseName): LeaseApi {
  const connection = connectionOf(options);
  return leaseApiOf(createTransport(connection), connection.server, options);
}

export function leaseApiOf(transport: Transport, server: string, { namespace, name }: LeaseName): LeaseApi {
  const path = objectPath(LEASES, namespace, name);
  const collection = path.slice(0, path.lastIndexOf('/'));
  const manager = `fieldManager=${FIELD_MANAGER}`;

  async function send(call: ApiRequest, verb: string, timeout: number): Promise<Lease> {
    try {
      // Node takes whole milliseconds alone, and clocks count in parts of them.
      const signal = AbortSignal.timeout(Math.ceil(timeout));
      return leaseOf(await transport.json({ ...call, signal }));
    } catch (error) {
      throw failureOf(error, verb);
    }
  }

  function failureOf(error: unknown, verb: string): unknown {
    const lease = `leases.coordination.k8s.io "${name}" in namespace "${namespace}"`;
    const { code, reason, message } = error instanceof StatusError ? error : new StatusError(0, '', '');
    // A Lease that is gone was deleted meanwhile; where one can't be made for want of something, that is its namespace.
    if (code === 409 || (code === 404 && verb === 'patch')) return new LeaseError('Conflict', message);
    if (code === 404)
      return new LeaseError(verb === 'get' ? 'Conflict' : 'Failed', `can't ${verb} ${lease}: ${message}`);
    if (code === 403 && reason === 'Forbidden')
      return new LeaseError('Forbidden', `the permission to ${verb} ${lease} is missing: ${message}`);
    if ((error as { name?: unknown }).name === 'TimeoutError')
      return new LeaseError('Failed', `the API server at ${server} didn't answer in time (${verb} ${lease})`);
    return new LeaseError('Failed', explainFailure(server, error));
  }

  return {
    read: async (timeout) => {
      try {
        return await send({ method: 'GET', path }, 'get', timeout);
      } catch (error) {
        if (error instanceof LeaseError && error.kind === 'Conflict') return undefined;
        throw error;
      }
    },
    create: (record, timeout) => {
      const body = {
        apiVersion: LEASES.apiVersion,
        kind: 'Lease',
        metadata: { namespace, name },
        spec: specOf(record),
      };
      return send({ method: 'POST', path: `${collection}?${manager}`, body }, 'create', timeout);
    },
    update: (record, resourceVersion, timeout) => {
      const body = { metadata: { resourceVersion }, spec: specOf(record) };
      return send({ method: 'PATCH', path: `${path}?${manager}`, body }, 'patch', timeout);
    },
    close: () => transport.close(),
  };
}

function specOf({ holder, durationSeconds, acquireTime, renewTime, transitions }: LeaseRecord): object {
  return {
    holderIdentity: holder,
    leaseDurationSeconds: durationSeconds,
    acquireTime,
    renewTime,
    leaseTransitions: transitions,
  };
}

/** A field that is missing, or of another type than it should be, is taken as unset, as client-go does. */
function leaseOf(raw: unknown): Lease {
  const { metadata, spec } = isObject(raw) ? raw : {};
  const { resourceVersion } = isObject(metadata) ? metadata : {};
  if (typeof resourceVersion !== 'string') throw new Error('the answer is no Lease');
  const { holderIdentity, leaseDurationSeconds, acquireTime, renewTime, leaseTransitions } = isObject(spec) ? spec : {};
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const number = (value: unknown): number => (typeof value === 'number' ? value : 0);
  return {
    resourceVersion,
    record: {
      holder: text(holderIdentity),
      durationSeconds: number(leaseDurationSeconds),
      acquireTime: text(acquireTime),
      renewTime: text(renewTime),
      transitions: number(leaseTransitions),
    },
  };
}
