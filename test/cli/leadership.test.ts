// Which flags make a process wait for a lease, and which values does it refuse?
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLeadership, type LeadershipOptions } from '../../src/cli/run/leadership.js';
import { SILENT } from '../../src/operator/log.js';

let folder: string;
let kubeconfig: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leadership-'));
  kubeconfig = join(folder, 'kubeconfig');
  await writeFile(
    kubeconfig,
    `
apiVersion: v1
kind: Config
current-context: c
contexts: [{ name: c, context: { cluster: c, user: u } }]
clusters: [{ name: c, cluster: { server: 'https://127.0.0.1:1' } }]
users: [{ name: u, user: { token: t } }]
`,
  );
});
afterAll(() => rm(folder, { recursive: true }));

function leadership(options: Partial<LeadershipOptions>) {
  const defaults = {
    leaderElectionName: 'l',
    leaderElectionLeaseDuration: '15s',
    leaderElectionRenewDeadline: '10s',
    leaderElectionRetryPeriod: '2s',
  };
  const nothing = (): void => undefined;
  const events = { led: nothing, lost: nothing, slowPath: nothing };
  return createLeadership({ kubeconfig, ...defaults, ...options }, events, SILENT);
}

describe('a process', () => {
  test.each([
    { leaderElect: undefined, waits: false, because: 'this is no pod' },
    { leaderElect: 'false', waits: false, because: 'it was told so' },
    { leaderElect: 'true', waits: true, because: 'it was told so' },
  ])('waits for a lease: $waits, for $because', async ({ leaderElect, waits }) => {
    const found = leadership(leaderElect === undefined ? {} : { leaderElect });
    expect(found !== undefined).toBe(waits);
    // Nobody may write before there is an answer.
    expect(found?.elector.mayWrite() ?? false).toBe(false);
    await found?.end();
  });

  test.each([
    { options: { leaderElectionLeaseDuration: 'soon' }, says: /--leader-election-lease-duration soon: .* such as 15s/ },
    { options: { leaderElectionRetryPeriod: '0s' }, says: /--leader-election-retry-period 0s: / },
    { options: { leaderElectionRenewDeadline: '1m' }, says: /the lease must last longer than the renew deadline/ },
    { options: { leaderElectionRetryPeriod: '9s' }, says: /renew deadline must be longer than 1\.2 retry periods/ },
  ])('refuses $options at once', ({ options, says }) => {
    expect(() => leadership(options)).toThrow(says);
  });
});
